"""Drops what is over: sessions, waits, addresses, notes of looks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.access.repository import AccessRepository
from intake_ai.access.sessions import idle_since
from intake_ai.access.waits import FORGOTTEN_AFTER
from intake_ai.audit.repository import AuditRepository
from intake_ai.settings import Settings


def purge_access(session: Session, settings: Settings, now: datetime) -> None:
    """Drop what counts no more; the audit log stays."""
    repository = AccessRepository(session)
    repository.end_expired(now, idle_since(settings, now))
    repository.forget_old_waits(now - FORGOTTEN_AFTER)
    repository.forget_old_rates(now)
    # a session, or the day of a key, is over by then
    AuditRepository(session).forget_looks(now - timedelta(hours=settings.session_hours) - timedelta(days=1))
