"""Which columns of the database are sealed with keys of the installation, and for what purpose.

What is sealed with a dossier's own key stays as it is: that key alone is sealed anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import InstrumentedAttribute

from intake_ai.access.second_factor import purpose_of
from intake_ai.access.tables import PersonRow
from intake_ai.dossier.tables import DossierRow
from intake_ai.requests import answers
from intake_ai.requests.tables import AnswerRow
from intake_ai.storage.keyring import OWN_KEY


@dataclass(frozen=True)
class SealedColumn:
    """A column whose values the installation's keys seal.

    Attributes:
        sealed: The column.
        keys: Of the table, in order.
        purpose: That a value is sealed for, by the keys of its row.
    """

    sealed: InstrumentedAttribute[Any]
    keys: tuple[InstrumentedAttribute[Any], ...]
    purpose: Callable[[Row[Any]], str]


SEALED_COLUMNS = (
    SealedColumn(DossierRow.own_key, (DossierRow.id,), lambda _: OWN_KEY),
    SealedColumn(PersonRow.second_factor, (PersonRow.id,), lambda row: purpose_of(row[0])),
    SealedColumn(AnswerRow.answer, (AnswerRow.actor, AnswerRow.key), lambda _: answers.PURPOSE),
)
