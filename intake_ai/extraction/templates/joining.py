"""Joins what a template tells of a paper with what was read without it."""

from collections.abc import Sequence
from dataclasses import replace

from classifiers.papers import Paper
from intake_ai.extraction.fields import Blank, Extracted, Field
from intake_ai.extraction.role_settling import settle_roles
from intake_ai.extraction.roles import speaking_of
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.filling import Fit
from intake_ai.extraction.templates.fitting import Templates
from intake_ai.extraction.templates.reading import FormRead, read_with_template
from ocr.page import Box, PageRef

_SAME_PLACE = 0.5
_TOUCHES = 0.3
_ALL_PRINT = 0.8


def with_template(paper: Paper, read: Extracted, templates: Templates) -> Extracted:
    """What was read of `paper`, bettered by the template that it was filled in on; as it was where none fits.

    Where both tell of one place, label, role and place are the template's. What was read where the form has print is
    dropped; all other values that the template does not tell of are kept, such as the name under a signature.
    """
    fit = templates.fit(paper)
    return read if fit is None else _joined(paper, read, read_with_template(paper, fit))


def _joined(paper: Paper, read: Extracted, form: FormRead) -> Extracted:
    own = [field for field in read.fields if not _is_print(field, form.fit, paper)]
    told = [field for field in form.fields if not _is_told_in_parts(field, own)]
    fields = [_bettered(field, own) for field in told]
    kept = [field for field in own if not any(_is_at(field, other) for other in told)]
    places: list[Field | Blank] = [*fields, *kept, *_blanks(read.blanks, form.blanks)]
    places.sort(key=lambda place: _order(place, paper))
    is_of_couple = speaking_of(paper.title, is_form=True).is_of_couple
    settled = settle_roles(places, read.told_subject, is_of_couple=is_of_couple)
    return Extracted(
        tuple(each for each in settled if isinstance(each, Field)),
        tuple(each for each in settled if isinstance(each, Blank)),
    )


def _is_print(field: Field, fit: Fit, paper: Paper) -> bool:
    """Whether the words of a value are nearly all the form's own."""
    page = next((number for number, page in enumerate(paper.pages) if page.ref == field.page), -1)
    printed = written = 0
    for index, seen in enumerate(fit.words):
        if seen.page == page and seen.key and _holds(field.box, seen.word.box):
            printed += len(seen.key) * (index in fit.printed)
            written += len(seen.key) * (index not in fit.printed)
    return printed > 0 and printed >= _ALL_PRINT * (printed + written)


def _holds(box: Box, word: Box) -> bool:
    across, down = word.centre
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _is_at(one: Field | Blank, other: Field | Blank) -> bool:
    return one.page == other.page and one.box.overlap(other.box) >= _SAME_PLACE


def _is_told_in_parts(field: Field, own: Sequence[Field]) -> bool:
    """Whether a value was read as several: number, place and date of a paper, or two values whose label was missed."""
    parts = [other for other in own if _is_at(field, other)]
    if field.kind == "other" and sum(other.kind != "other" for other in parts) > 1:
        return True
    return len({plain(other.label) for other in parts if other.label}) > 1


def _bettered(field: Field, own: Sequence[Field]) -> Field:
    """A field with the greater confidence where both read the same, and a known kind where the template has none."""
    same = [other for other in own if _is_at(field, other) and plain(other.value) == plain(field.value)]
    if not same:
        return field
    confidence = max(field.confidence, *(other.confidence for other in same))
    kinds = [other.kind for other in same if other.kind != "other"]
    kind = kinds[0] if field.kind == "other" and kinds else field.kind
    return replace(field, confidence=confidence, kind=kind, by_hand=field.by_hand or any(each.by_hand for each in same))


def _blanks(own: Sequence[Blank], told: Sequence[Blank]) -> list[Blank]:
    """The template's blanks, and of the others those that hold or may hold something where it tells of none."""
    kept = [
        blank
        for blank in own
        if blank.state != "empty"
        and not any(blank.page == other.page and blank.box.overlap(other.box) > _TOUCHES for other in told)
    ]
    return [*told, *kept]


def _order(place: Field | Blank, paper: Paper) -> tuple[int, float, float]:
    return _number(place.page, paper), round(place.box.top, 2), place.box.left


def _number(ref: PageRef, paper: Paper) -> int:
    return next((number for number, page in enumerate(paper.pages) if page.ref == ref), len(paper.pages))
