"""Audit logs for tests, written by the service and then tampered with by whoever has the database."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from intake_ai.access.rules import SYSTEM
from intake_ai.audit.recording import Entry, record
from intake_ai.audit.verifying import Finding, Verified, verify
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing


def write_entries(installation: Installation, count: int, **detail: Any) -> None:
    """Entries, each in a transaction of its own."""
    for number in range(count):
        with writing(installation.sessions) as session:
            entry = Entry(SYSTEM, "mau.viec", "dossier", f"ho-so-{number}", "lý do MẪU", {"number": number, **detail})
            record(session, installation.keys, entry)


def verified(installation: Installation) -> Verified:
    with reading(installation.sessions) as session:
        return verify(session, installation.keys)


def findings(installation: Installation) -> list[Finding]:
    return list(verified(installation).findings)


def tamper(installation: Installation, *statements: str, **values: Any) -> None:
    """Change the log behind the service's back."""
    with writing(installation.sessions) as session:
        for statement in statements:
            _run(session, statement, values)


def _run(session: Session, statement: str, values: dict[str, Any]) -> None:
    session.execute(text(statement), values)
