"""Keys of other systems: made, shown once, revoked; and the short-lived tokens that they are exchanged for."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.access.errors import AccountUnknown, SignInRefused
from intake_ai.access.names import LONGEST_DEPARTMENT, checked_name
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import Action, Actor, scopes
from intake_ai.access.tables import KeyRow
from intake_ai.audit.recording import Entry, record
from intake_ai.errors import BadRequest
from intake_ai.storage.installation import Installation
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing

_TOUCHED_EVERY = timedelta(minutes=1)
_TOKEN = "token_"  # noqa: S105  what tokens begin with


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to make.

    Attributes:
        name: Of the system that it is for.
        scopes: Actions that it may do (`intake_ai.access.rules.scopes`).
        department: Code whose dossiers alone it sees.
        expires_at: When it is good no more; None for never.
    """

    name: str
    scopes: tuple[str, ...]
    department: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Token:
    """What a key was exchanged for (RFC 6749, 5.1)."""

    secret: str = field(repr=False)
    seconds: int
    scopes: tuple[str, ...]


class KeyService:
    """Keys in one transaction; every change is told to the audit log.

    Args:
        session: Of the transaction, from `writing`.
        keys: Of the installation.
        actor: Who does it.
    """

    def __init__(self, session: Session, keys: Keyring, actor: Actor) -> None:
        self._session = session
        self._keys = keys
        self._actor = actor
        self.repository = AccessRepository(session)

    def add(self, new: NewKey) -> tuple[KeyRow, str]:
        """Make a key; the second value is the key itself, which can be shown this once alone.

        Raises:
            BadRequest: Its name, department or a scope cannot be, or it would be over already.
        """
        secret = secrets.token_urlsafe(32)
        row = KeyRow(
            id=secrets.token_hex(8),
            name=checked_name(new.name, "key-name-unusable"),
            secret_hash=_hashed(secret),
            scopes=list(checked_scopes(new.scopes)),
            department=_checked_department(new.department),
            created_by=self._actor.id or None,
            created_at=datetime.now(UTC),
            expires_at=_checked_end(new.expires_at),
        )
        self.repository.add(row)
        self._tell(Action.KEY_ADD, row, scopes=row.scopes, department=row.department)
        return row, f"{row.id}.{secret}"

    def revoke(self, identifier: str) -> KeyRow:
        """Let a key, and its tokens, be good no more; revoking twice changes nothing.

        Raises:
            AccountUnknown: There is no such key.
        """
        row = self.repository.key(identifier)
        if row is None:
            raise AccountUnknown("key-unknown", key=identifier)
        if row.revoked_at is None:
            row.revoked_at = datetime.now(UTC)
            self._tell(Action.KEY_REVOKE, row)
        return row

    def all(self) -> Sequence[KeyRow]:
        return self.repository.keys()

    def _tell(self, action: Action, row: KeyRow, **detail: object) -> None:
        record(self._session, self._keys, Entry(self._actor, action, "key", row.id, detail=detail))


def actor_of_key(installation: Installation, shown: str, now: datetime | None = None) -> Actor | None:
    """Who asks with this key or token; None where it is wrong, over or revoked.

    Args:
        installation: Where keys are kept.
        shown: ``id.secret``, or what `issue_token` gave.
        now: Time; None is the present.
    """
    moment = now or datetime.now(UTC)
    claims = _claims(installation.keys, shown, moment) if shown.startswith(_TOKEN) else None
    identifier, _, secret = (claims[0], "", "") if claims else shown.partition(".")
    with reading(installation.sessions) as session:
        row = AccessRepository(session).key(identifier)
        if row is None or not _is_good(row, moment) or not (claims or _is_secret(row, secret)):
            return None
        granted = frozenset(row.scopes) & (claims[1] if claims else frozenset(row.scopes))
        actor = Actor("key", row.id, None, row.department, granted, session=f"{moment:%Y%m%d}-{row.id}")
        touched = row.used_at
    if touched is None or in_utc(touched) < moment - _TOUCHED_EVERY:
        _touch(installation, identifier, moment)
    return actor


def issue_token(
    installation: Installation,
    identifier: str,
    secret: str,
    wanted: Collection[str] | None = None,
    now: datetime | None = None,
) -> Token:
    """Exchange a key for a token that is good for minutes (client credentials, RFC 6749, 4.4).

    Args:
        installation: Where keys are kept.
        identifier: Of the key, the client's id.
        secret: The client's.
        wanted: Scopes; None for all that the key has.
        now: Time; None is the present.

    Raises:
        SignInRefused: The key is wrong, over or revoked (key-refused).
        BadRequest: It does not have these scopes (scope-unknown).
    """
    moment = now or datetime.now(UTC)
    actor = None if identifier.startswith(_TOKEN) else actor_of_key(installation, f"{identifier}.{secret}", moment)
    if actor is None:
        raise SignInRefused("key-refused")
    granted = actor.scopes if wanted is None else frozenset(wanted)
    if not granted <= actor.scopes:
        raise BadRequest("scope-unknown", scope=" ".join(sorted(granted - actor.scopes)))
    seconds = installation.settings.token_minutes * 60
    told = [actor.id, sorted(granted), int(moment.timestamp()) + seconds]
    body = urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
    return Token(f"{_TOKEN}{body}.{_proof(installation.keys, body)}", seconds, tuple(sorted(granted)))


def checked_scopes(wanted: Collection[str]) -> tuple[Action, ...]:
    """Scopes that a key can have.

    Raises:
        BadRequest: There are none, or one cannot be given to a key (scope-unknown).
    """
    known = {str(action): action for action in scopes()}
    unknown = sorted(set(wanted) - set(known))
    if unknown or not wanted:
        raise BadRequest("scope-unknown", scope=" ".join(unknown) or "-")
    return tuple(known[name] for name in sorted(set(wanted)))


def _claims(keys: Keyring, token: str, now: datetime) -> tuple[str, frozenset[str]] | None:
    """Key and scopes of a token that is ours and not over."""
    body, _, proof = token.removeprefix(_TOKEN).partition(".")
    if not hmac.compare_digest(proof.encode("utf-8", "replace"), _proof(keys, body).encode()):
        return None
    identifier, granted, until = json.loads(urlsafe_b64decode(body))
    return (str(identifier), frozenset(granted)) if now.timestamp() < until else None


def _proof(keys: Keyring, body: str) -> str:
    return urlsafe_b64encode(keys.mac(body.encode("utf-8", "replace"), "access-token")).decode().rstrip("=")


def _touch(installation: Installation, identifier: str, now: datetime) -> None:
    with writing(installation.sessions) as session:
        row = AccessRepository(session).key(identifier)
        if row is not None:
            row.used_at = now


def _is_good(row: KeyRow, now: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or in_utc(row.expires_at) > now)


def _is_secret(row: KeyRow, secret: str) -> bool:
    return hmac.compare_digest(row.secret_hash, _hashed(secret))


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _checked_department(department: str | None) -> str | None:
    code = (department or "").strip()
    if len(code) > LONGEST_DEPARTMENT:
        raise BadRequest("key-department-unusable", most=LONGEST_DEPARTMENT)
    return code or None


def _checked_end(expires_at: datetime | None) -> datetime | None:
    if expires_at is not None and in_utc(expires_at) <= datetime.now(UTC):
        raise BadRequest("key-end-past")
    return expires_at
