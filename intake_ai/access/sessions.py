"""Sessions of people: opened, found by the secret in the cookie, ended."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from sqlalchemy.orm import Session

from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import Actor, Role
from intake_ai.access.tables import PersonRow, SessionRow
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing

Needs = Literal["nothing", "code", "set_up"]
"""What is still asked of somebody who signed in: nothing, a code of their app, or to set up an app."""

_TOUCHED_EVERY = timedelta(minutes=1)
_WEAK_LASTS = timedelta(minutes=15)
"""A session that waits for the second factor."""


@dataclass(frozen=True)
class SignedIn:
    """A session that was opened.

    Attributes:
        secret: For the cookie; kept nowhere.
        needs: What is still asked.
        expires_at: When it ends whatever happens.
        device: For the cookie that lasts, by which this place is known again; None leaves it as it is.
    """

    secret: str = field(repr=False)
    actor: Actor
    needs: Needs
    expires_at: datetime
    device: str | None = field(default=None, repr=False)


def open_session(session: Session, settings: Settings, person: PersonRow, needs: Needs, now: datetime) -> SignedIn:
    """A new session of a person.

    Args:
        session: Of the transaction.
        settings: How long it lasts.
        person: Who signed in.
        needs: What is still asked of them; until that is shown the session can do little, and ends soon.
        now: Time.
    """
    secret = secrets.token_urlsafe(32)
    strong = needs == "nothing"
    row = SessionRow(
        id=session_id(secret),
        person_id=person.id,
        strong=strong,
        created_at=now,
        seen_at=now,
        expires_at=now + (timedelta(hours=settings.session_hours) if strong else _WEAK_LASTS),
    )
    AccessRepository(session).add(row)
    return SignedIn(secret, actor_of(person, row), needs, row.expires_at)


def actor_of_session(installation: Installation, secret: str, now: datetime | None = None) -> Actor | None:
    """Who asks with this cookie; None where the session is over, was ended, or never was.

    That it was used is noted once a minute, so that most requests only read.
    """
    moment = now or datetime.now(UTC)
    with reading(installation.sessions) as session:
        found = _good(session, installation.settings, session_id(secret), moment)
        if found is None:
            return None
        row, person = found
        actor, touched = actor_of(person, row), in_utc(row.seen_at)
    if touched < moment - _TOUCHED_EVERY:
        with writing(installation.sessions) as session:
            found = _good(session, installation.settings, actor.session, moment)
            if found is None:
                return None
            found[0].seen_at = moment
    return actor


def actor_of(person: PersonRow, row: SessionRow) -> Actor:
    role = cast(Role, person.role)  # `people` alone writes it, checked
    return Actor("person", person.id, role, person.department, session=row.id, strong=row.strong)


def session_id(secret: str) -> str:
    """What a session is kept under."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def idle_since(settings: Settings, now: datetime) -> datetime:
    """Sessions that nobody used since then are over."""
    return now - timedelta(minutes=settings.session_idle_minutes)


def _good(session: Session, settings: Settings, identifier: str, now: datetime) -> tuple[SessionRow, PersonRow] | None:
    found = AccessRepository(session).session(identifier)
    if found is None:
        return None
    row, person = found
    is_over = in_utc(row.expires_at) <= now or in_utc(row.seen_at) <= idle_since(settings, now)
    return None if is_over or person.disabled_at is not None else found
