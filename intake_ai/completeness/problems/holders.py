"""Whom the cards of a dossier are of, by what was surely read on them or is borne out elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.completeness.problems.printed_names import says
from intake_ai.extraction.agreement import CODES
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.people import CARDS
from intake_ai.extraction.surety import Pages, pages_of, surety
from intake_ai.terms import FieldKind

_BORNE_OUT = {"full_name": 0.8}
_BORNE_OUT_OTHERWISE = 0.9
_FAIR = 0.85
"""Confidence of the words of a name that is told elsewhere, too (as `surety`)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a card is of.

    Attributes:
        fields: Of the card, those surely read alone.
        names: All its names, also badly read ones.
    """

    fields: tuple[Field, ...]
    names: tuple[Field, ...]

    def of(self, kind: FieldKind) -> list[Field]:
        return [field for field in self.fields if field.kind == kind]

    def values(self, kind: FieldKind) -> set[str]:
        return {field.value for field in self.of(kind)}


def holders_of(fields: Sequence[Field], papers: Sequence[Paper]) -> list[Holder]:
    """The holders of cards, one for each number."""
    pages = pages_of(papers)
    others = [paper for paper in papers if paper.type not in (*CARDS, PaperType.APPLICATION_FORM)]
    told: dict[str, list[Field]] = {}
    names: dict[str, list[Field]] = {}
    for card in (paper for paper in papers if paper.type in CARDS):
        own = [field for field in fields if field.paper == card.id and not field.by_hand]
        mine = [field for field in own if _is_certain(field, pages) or _is_printed_on_any(field, others)]
        numbers = {field.value for field in mine if field.kind == "id_number" and is_personal_number(field.value)}
        if len(numbers) == 1:
            number = numbers.pop()
            told.setdefault(number, []).extend(mine)
            names.setdefault(number, []).extend(field for field in own if field.kind == "full_name")
    return [Holder(tuple(mine), tuple(names[number])) for number, mine in told.items()]


def _is_certain(field: Field, pages: Pages) -> bool:
    is_read = surety(field, pages) == "sure" or field.confidence >= _BORNE_OUT.get(field.kind, _BORNE_OUT_OTHERWISE)
    return field.source in CODES or is_read


def _is_printed_on_any(field: Field, papers: Sequence[Paper]) -> bool:
    """Whether a card's name, badly read there, stands on a paper other than the forms, fairly read."""
    wanted = fold(field.value).split()
    if field.kind != "full_name" or len(wanted) < 2:
        return False
    return any(says(line, wanted, _FAIR) for paper in papers for page in paper.pages for line in page.reading.lines)
