"""Finds the dossiers that hold data of a person, by identity number, without keeping the number."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from intake_ai.dossier.report import Report
from intake_ai.privacy.tables import PersonIndexRow
from intake_ai.storage.keyring import Keyring

_KINDS = frozenset({"id_number", "tax_code"})
"""Since 1 July 2025 a person's tax code is the identity number."""
_NUMBER = re.compile(r"\d{9}|\d{12}")
"""Of an old identity card (CMND), or an identity number (CCCD, căn cước)."""
_GAPS = re.compile(r"[\s.\-]")


def index_people(session: Session, keys: Keyring, dossier_id: str, report: Report) -> None:
    """Note whose data a dossier holds, in place of what was noted before; called whenever a report is kept.

    Args:
        session: Of the transaction that keeps the report.
        keys: Of the installation.
        dossier_id: Which.
        report: With the corrections of officers in it. What it suggests in place of a doubtful number counts too:
            better find one dossier too many than miss one.
    """
    hashes = {number_hash(keys, number) for number in _numbers(report)}
    session.execute(delete(PersonIndexRow).where(PersonIndexRow.dossier_id == dossier_id))
    session.add_all(PersonIndexRow(dossier_id=dossier_id, number_hash=found) for found in sorted(hashes))


def dossiers_of(session: Session, keys: Keyring, number: str) -> Sequence[str]:
    """Ids of the dossiers that hold data of the person with this identity number."""
    wanted = PersonIndexRow.number_hash == number_hash(keys, as_number(number))
    return session.scalars(select(PersonIndexRow.dossier_id).where(wanted).order_by(PersonIndexRow.dossier_id)).all()


def forget_people(session: Session, dossier_id: str) -> None:
    """Note no longer whose data a dossier holds."""
    session.execute(delete(PersonIndexRow).where(PersonIndexRow.dossier_id == dossier_id))


def number_hash(keys: Keyring, number: str) -> str:
    """What the index knows a number by."""
    return keys.mac(number.encode(), "person-index").hex()


def as_number(written: str) -> str:
    """A number as written, without spaces, dots and dashes."""
    return _GAPS.sub("", written)


def is_number(written: str) -> bool:
    """Whether this can be the number of a person's card."""
    return _NUMBER.fullmatch(as_number(written)) is not None


def _numbers(report: Report) -> Iterator[str]:
    for field in report.fields:
        if field.kind in _KINDS:
            yield from (as_number(value) for value in (field.value, *field.suggestions) if is_number(value))
