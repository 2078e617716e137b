"""Tells the audit log what the machine proposed, beside which stands what an officer then decided."""

from sqlalchemy.orm import Session

from intake_ai.access.rules import SYSTEM
from intake_ai.audit.recording import Entry, record
from intake_ai.dossier.tables import DossierRow
from intake_ai.storage.keyring import Keyring

PROPOSED = "report.propose"


def record_proposal(session: Session, keys: Keyring, dossier: DossierRow) -> None:
    """Note the report in force of a dossier of the centre; a citizen's check is nobody's decision, and leaves nothing.

    Args:
        session: Of the transaction that makes the report the one in force.
        keys: Of the installation.
        dossier: With the report, its verdict and the procedure that it names.
    """
    if dossier.purpose != "counter" or dossier.report is None:
        return
    detail = {
        "run": dossier.run,
        "report": dossier.report,
        "verdict": dossier.verdict,
        "procedure": dossier.found_procedure,
    }
    record(session, keys, Entry(SYSTEM, PROPOSED, "dossier", dossier.id, detail=detail))
