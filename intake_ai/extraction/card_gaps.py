"""Number, name, birth date and sex of a card that no code and no label told: by lines of its zone and by place."""

from collections.abc import Iterator, Sequence

from classifiers.papers import Paper
from intake_ai.extraction.agreement import CODES
from intake_ai.extraction.card_places import birth_below, heading_of, name_below, sex_below
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.parts import Part
from intake_ai.extraction.runs import Run
from intake_ai.extraction.zone_lines import Told, zone_birth, zone_name, zone_number
from intake_ai.terms import FieldKind
from ocr.page import Box, Page, Word

_CERTAINTY = 0.85
_DOUBTFUL = 0.6
"""Confidence of a printed number below which what the zone says of it is told too."""


def read_gaps(paper: Paper, found: Sequence[Field]) -> Iterator[tuple[Page, Part]]:
    """What `found` lacks of the holder, each with the page that it stands on."""
    told = {field.kind for field in found}
    numbers = [field for field in found if field.kind == "id_number" and is_personal_number(field.value)]
    zone = _first_of((page, zone_number(page)) for page in paper.pages)
    if zone is not None and _is_wanted(zone[1].value, numbers):
        yield zone[0], _as_part(zone[1])
    number = zone[1].value if zone is not None else numbers[0].value if numbers else ""
    births = _births_of_zone(paper, number)
    for page in paper.pages:
        for part in _by_place(page, numbers, told, number, births):
            told.add(part.kind)
            yield page, part
    yield from ((page, part) for page, part in births if part.kind not in told)


def _is_wanted(number: str, numbers: Sequence[Field]) -> bool:
    others = [field for field in numbers if field.value != number]
    return len(others) == len(numbers) and all(field.confidence < _DOUBTFUL for field in others)


def _births_of_zone(paper: Paper, number: str) -> list[tuple[Page, Part]]:
    return [(page, _as_part(each)) for page in paper.pages for each in zone_birth(page, number)]


def _by_place(
    page: Page, numbers: Sequence[Field], told: set[FieldKind], number: str, births: Sequence[tuple[Page, Part]]
) -> Iterator[Part]:
    """What stands below the number of a page, and below the name."""
    printed = (field.box for field in numbers if field.page == page.ref and field.source not in CODES)
    place = next(printed, None) or heading_of(page)
    zone = zone_name(page)
    name = name_below(page, place, zone.value if zone is not None else "")
    above: Box | None = name.run.box if name is not None else place
    if name is not None and "full_name" not in told:
        yield name
    if above is None:
        return
    birth = birth_below(page, above, number) if "date_of_birth" not in told else None
    certain = [part.value for _, part in births if part.kind == "date_of_birth"]
    if birth is not None and (not certain or birth.value in certain):
        yield birth
    sex = sex_below(page, above, number) if "sex" not in told else None
    if sex is not None:
        yield sex


def _first_of(told: Iterator[tuple[Page, Told | None]]) -> tuple[Page, Told] | None:
    return next(((page, each) for page, each in told if each is not None), None)


def _as_part(told: Told) -> Part:
    return Part(told.kind, "", told.value, Run((Word(told.raw, told.box, 1.0),)), _CERTAINTY)
