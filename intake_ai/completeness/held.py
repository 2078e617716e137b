"""What is kept of the applicant elsewhere: papers and results of earlier dossiers, papers on VNeID, data looked up.

Nothing is fetched here: whoever has a store, or an officer who looked, hands these in as values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, fit
from classifiers.ranking.profiles import RowProfile
from intake_ai.catalogue.models import Requirement
from intake_ai.completeness.ages import last_valid_day

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


def best_held(held: Iterable[HeldPaper], row: Requirement, profile: RowProfile, received: date) -> HeldPaper | None:
    """What of the applicant's is the row's paper or stands in for it, valid on the day of receipt; None where nothing.

    A code tells it for certain, a name by the measure that papers are told by.
    """
    valid = [paper for paper in held if paper.is_valid(received) and not _is_too_old(paper, row, received)]
    rated = [(_fit(paper, row, profile), index) for index, paper in enumerate(valid)]
    best, index = max(rated, default=(0.0, 0), key=lambda rating: (rating[0], -rating[1]))
    return valid[index] if best >= SATISFIES else None


def _fit(held: HeldPaper, row: Requirement, profile: RowProfile) -> float:
    if stands_in(held, row) or (held.procedure and held.procedure in row.result_of):
        return 1.0
    return fit(Paper("", held.type, held.name, (), 1.0), profile)


def _is_too_old(held: HeldPaper, row: Requirement, received: date) -> bool:
    """Whether the row limits the age of its paper and this one is older, or of unknown age."""
    if row.validity_months is None and row.validity_days is None:
        return False
    last = last_valid_day(held.issued, row) if held.issued else None
    return last is None or received > last
