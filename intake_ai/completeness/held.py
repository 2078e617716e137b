"""What is kept of the applicant elsewhere: papers and results of earlier dossiers, papers on VNeID, data looked up.

Nothing is fetched here: whoever has a store, or an officer who looked, hands these in as values.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Requirement

Place = Literal["store", "vneid", "database"]


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper of the applicant that the authority has, or can open, without his handing it in.

    Attributes:
        name: As it is called ("Giấy chứng nhận đăng ký hộ kinh doanh").
        number: The paper's own number, empty where unknown.
        place: store: of earlier dossiers and their results; vneid: shown by the applicant there; database: looked up.
        type: OTHER where nobody knows.
        result: Code of the result that it is, empty where it is none or nobody knows.
        procedure: Code of the procedure whose result it is, empty likewise.
        valid_until: Last day of its validity, None where it has no end.
    """

    name: str
    number: str = ""
    place: Place = "store"
    type: PaperType = PaperType.OTHER
    result: str = ""
    procedure: str = ""
    issued: date | None = None
    valid_until: date | None = None

    def is_valid(self, on: date) -> bool:
        return self.valid_until is None or on <= self.valid_until


def stands_in(held: HeldPaper, row: Requirement) -> bool:
    """Whether the catalogue names what is held as a result that replaces the row's paper (MA_KQ_THAYTHE)."""
    return held.result != "" and held.result in row.replaced_by
