"""Answers that are kept for requests that come twice: what was done once is told again, not done again."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from intake_ai.requests.errors import KeyUsedOtherwise, RequestUnderWay
from intake_ai.requests.tables import AnswerRow
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc

PURPOSE = "request-answer"
"""That answers are sealed for."""


@dataclass(frozen=True, slots=True)
class Once:
    """A request that is to be done once.

    Attributes:
        actor: Who asks; keys of two never meet.
        key: That they gave it.
        request_hash: Of what it asks for (`request_hash`).
        dossier: That it is about.
    """

    actor: str
    key: str
    request_hash: str
    dossier: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def request_hash(keys: Keyring, *parts: bytes) -> str:
    """What tells one request from another; with a key of ours, for bodies may hold passwords."""
    return keys.mac(b"".join(len(part).to_bytes(8, "big") + part for part in parts), PURPOSE).hex()


class AnswerRepository:
    """Answers in one transaction.

    Args:
        session: Of the transaction.
        keys: That answers are sealed with.
    """

    def __init__(self, session: Session, keys: Keyring) -> None:
        self._session, self._keys = session, keys

    def begin(self, once: Once, now: datetime) -> Answer | None:
        """The answer, where this was done before; None where it is to be done now.

        Raises:
            RequestUnderWay: Another transaction is doing it.
            KeyUsedOtherwise: The key was used for another request.
        """
        self._lock(once)
        row = self._session.get(AnswerRow, (once.actor, once.key))
        if row is None:
            return None
        if in_utc(row.expires_at) <= now:
            self._session.delete(row)
            self._session.flush()
            return None
        if not hmac.compare_digest(row.request_hash, once.request_hash):
            raise KeyUsedOtherwise
        return _opened(self._keys.open(row.answer, PURPOSE))

    def keep(self, once: Once, answer: Answer, now: datetime, lasts: timedelta) -> None:
        """Keep the answer, in the transaction of what was done."""
        sealed = self._keys.seal(_written(answer), PURPOSE)
        self._session.add(
            AnswerRow(
                actor=once.actor,
                key=once.key,
                request_hash=once.request_hash,
                answer=sealed,
                dossier_id=once.dossier,
                expires_at=now + lasts,
            )
        )

    def forget_expired(self, now: datetime) -> None:
        """Drop answers that nobody asks for again."""
        expired = delete(AnswerRow).where(AnswerRow.expires_at <= now)
        self._session.execute(expired.execution_options(synchronize_session=False))

    def _lock(self, once: Once) -> None:
        """On PostgreSQL two transactions go on at once: the second is told so and does not wait; SQLite has one."""
        if self._session.get_bind().dialect.name != "postgresql":
            return
        name = hashlib.sha256(f"{once.actor}\0{once.key}".encode()).digest()[:8]
        number = int.from_bytes(name, "big", signed=True)
        if not self._session.scalar(select(func.pg_try_advisory_xact_lock(number))):
            raise RequestUnderWay


def _written(answer: Answer) -> bytes:
    return json.dumps([answer.status, answer.headers, b64encode(answer.body).decode()]).encode()


def _opened(content: bytes) -> Answer:
    status, headers, body = json.loads(content)
    return Answer(status, tuple((name, value) for name, value in headers), b64decode(body))
