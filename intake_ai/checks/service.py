"""What can be done with citizens' checks: begun, handed over at the counter; they are erased by the purge of work."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake_ai.access.rates import Rate, take
from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.checks.errors import ChecksTooMany, CodeUnknown, ConsentOutdated
from intake_ai.checks.tables import CheckRow
from intake_ai.dossier.errors import DossierConflict
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.telling import tell
from intake_ai.dossier.values import NewDossier
from intake_ai.messages import Language
from intake_ai.storage.installation import Installation
from intake_ai.storage.times import in_utc

CONSENT = "2026-11"
"""Version of the text that citizens agree to (`check-consent` in intake_ai.messages): raised whenever it changes."""
SECRET_PREFIX = "check_"  # noqa: S105  what secrets of checks begin with, itself none
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of codes that people read out and type: none that looks like another."""
_CODE_LENGTH = 8
_CODE_LASTS = timedelta(minutes=15)
_PURPOSE = "check-code"
_BUSY_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that was begun; `secret` opens it and is kept nowhere."""

    dossier: DossierRow
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeoverCode:
    """A short code for the counter."""

    code: str = field(repr=False)
    expires_at: datetime


class CheckService:
    """Citizens' checks in one transaction.

    Args:
        session: Of the transaction, from `writing`.
        installation: Where blobs and keys are.
    """

    def __init__(self, session: Session, installation: Installation) -> None:
        self._session, self._installation = session, installation

    def admit(self, address: str) -> None:
        """Count a check that somebody begins.

        Args:
            address: Of the network that they come from.

        Raises:
            ChecksTooMany: From there, or from everywhere together.
        """
        settings, now = self._installation.settings, datetime.now(UTC)
        rate = Rate("check", settings.checks_per_hour, timedelta(hours=1))
        wait = take(self._session, self._installation.keys, rate, address, now)
        if wait:
            raise ChecksTooMany(wait)
        most = settings.checks_at_once
        if most and DossierRepository(self._session).count_checks(now) >= most:
            raise ChecksTooMany(_BUSY_SECONDS, "check-busy")

    def begin(self, consent: str, procedure: str | None, language: Language) -> Begun:
        """Makes an open dossier that its secret alone opens, for as long as the settings say.

        Args:
            consent: Version of the text that the citizen agreed to.
            procedure: That they chose; None lets the pages tell.
            language: Of the report.

        Raises:
            ConsentOutdated: It is not the text in force.
        """
        if consent != CONSENT:
            raise ConsentOutdated
        now = datetime.now(UTC)
        secret = f"{SECRET_PREFIX}{secrets.token_urlsafe(32)}"
        new = NewDossier(
            received=vietnamese_today(),
            purpose="citizen",
            priority="citizen",
            channel="online",
            language=language,
            procedure=procedure,
            expires_at=now + timedelta(minutes=self._installation.settings.check_minutes),
            token_hash=secret_hash(secret),
        )
        dossier = DossierService(self._session, self._installation).create(new, None)
        self._session.add(CheckRow(dossier_id=dossier.id, consent=consent, consented_at=now))
        self._session.flush()
        return Begun(dossier, secret)

    def code(self, identifier: str) -> TakeoverCode:
        """A new code for the counter; one that was shown before is good no longer.

        Raises:
            DossierUnknown: There is no such check.
            CodeUnknown: It is no check.
        """
        DossierRepository(self._session).locked(identifier)
        row = self._session.get(CheckRow, identifier)
        if row is None:
            raise CodeUnknown
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        row.code_hash = self._hash(code)
        row.code_expires_at = datetime.now(UTC) + _CODE_LASTS
        return TakeoverCode(f"{code[:4]}-{code[4:]}", row.code_expires_at)

    def take_over(self, code: str, by: str) -> DossierRow:
        """Makes the check of a code a dossier of the centre: the citizen's secret opens it no longer.

        Args:
            code: As the citizen shows it; hyphens, spaces and small letters do not matter.
            by: Person at the counter.

        Raises:
            CodeUnknown: No check has it, or its time is over.
            DossierConflict: The check was just erased.
        """
        row = self._session.scalar(select(CheckRow).where(CheckRow.code_hash == self._hash(_plain(code))))
        now = datetime.now(UTC)
        if row is None or row.code_expires_at is None or in_utc(row.code_expires_at) <= now:
            raise CodeUnknown
        dossier = DossierRepository(self._session).locked(row.dossier_id)
        if dossier.expires_at is None or in_utc(dossier.expires_at) <= now:
            raise DossierConflict("dossier-erased")
        dossier.purpose, dossier.priority, dossier.channel = "counter", "counter", "direct"
        dossier.token_hash, dossier.expires_at, dossier.created_by = None, None, by
        row.code_hash, row.code_expires_at = None, None
        tell(self._session, dossier, "taken-over")
        return dossier

    def _hash(self, code: str) -> str:
        """Keyed: codes are short, and whoever has the database alone must not find them by trying all."""
        return self._installation.keys.mac(code.encode(), _PURPOSE).hex()


def secret_hash(secret: str) -> str:
    """What a check is found by (`DossierRow.token_hash`)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
