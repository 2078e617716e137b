"""Proposes for badly read values of a card what other papers say of its holder; a person confirms them at the picture.

A name that was read unsurely gets the accents that other papers print it with. A name or birth date that could not be
read at all is taken from papers that state the card's number, where what stands in its place comes near to it. Nothing
is proposed over a reading of other letters or figures: papers that differ must be seen to differ.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper
from intake_ai.extraction.card_places import heading_of, lines_below
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number
from intake_ai.extraction.people import CARDS, Mention, mentions_of
from intake_ai.extraction.runs import plain, run_of
from intake_ai.extraction.surety import Pages, pages_of, surety
from intake_ai.extraction.zone_lines import zone_name
from intake_ai.terms import FieldKind
from ocr.page import Box, Line, Page

_CONFIDENCE = 0.6
"""Assumed, as it is for handwriting."""
_LEAST_LIKE = 0.5
"""Of what stands in the place of an unread value; it only finds the place, the number tells the person."""
_DATE = len("04/05/1990")


@dataclass(frozen=True)
class _Card:
    """A card with what was read from it, and the persons as the other papers of the dossier name them."""

    paper: Paper
    own: Sequence[Field]
    others: Sequence[Mention]
    pages: Pages

    @property
    def numbers(self) -> frozenset[str]:
        told = (field.value for field in self.own if field.kind == "id_number")
        return frozenset(filter(is_personal_number, told))

    def donor(self, kind: FieldKind, *, letters: str = "") -> Field | None:
        """The one value of a kind that others print: with these letters, else of whom the card's number names."""
        if letters:
            named = [mention for mention in self.others if letters in map(plain, mention.values(kind))]
        else:
            named = [mention for mention in self.others if self.numbers & set(mention.values("id_number"))]
        told = [field for mention in named for field in mention.fields if field.kind == kind and not field.by_hand]
        told = [each for each in told if surety(each, self.pages) != "weak" and letters in ("", plain(each.value))]
        return told[0] if len({each.value.casefold() for each in told}) == 1 else None


def complete_cards(fields: Sequence[Field], papers: Sequence[Paper]) -> tuple[Field, ...]:
    """`fields` with proposals for the cards among `papers`; further ones stand behind those of their card."""
    pages = pages_of(papers)
    completed: list[Field] = list(fields)
    for paper in papers:
        if paper.type in CARDS:
            own = [field for field in fields if field.paper == paper.id]
            others = [each for other in papers if other.id != paper.id for each in mentions_of(other, fields)]
            completed = _completed(completed, _Card(paper, own, others, pages))
    return tuple(completed)


def _completed(fields: Sequence[Field], card: _Card) -> list[Field]:
    kept = [_with_accents(field, card) if field.paper == card.paper.id else field for field in fields]
    last = max((place for place, field in enumerate(kept) if field.paper == card.paper.id), default=len(kept) - 1)
    return [*kept[: last + 1], *_unread(card), *kept[last + 1 :]]


def _with_accents(field: Field, card: _Card) -> Field:
    """A name that was read unsurely, as the one other spelling of the same letters has it."""
    if field.kind != "full_name" or field.status != "to_check" or field.source != "ocr":
        return field
    donor = card.donor("full_name", letters=plain(field.value)) if surety(field, card.pages) != "sure" else None
    if donor is None or donor.value.casefold() == field.value.casefold():
        return field
    return replace(field, value=donor.value.upper(), source=donor.source, confidence=_CONFIDENCE)


def _unread(card: _Card) -> Iterator[Field]:
    """Name and birth date of the holder, where the card's print or zone tells whose it is but not these."""
    told = {field.kind for field in card.own}
    for page in card.paper.pages:
        place = next((each.box for each in card.own if each.kind == "id_number" and each.page == page.ref), None)
        place = place or heading_of(page)
        for found in _unread_on(page, place, card) if place is not None else ():
            if found.kind not in told:
                told.add(found.kind)
                yield found


def _unread_on(page: Page, place: Box, card: _Card) -> Iterator[Field]:
    lines = lines_below(page, place)
    zone = zone_name(page)
    name = card.donor("full_name", letters=plain(zone.value)) if zone is not None else card.donor("full_name")
    if name is not None and (line := _nearest(lines, name)) is not None:
        yield _proposed(name, name.value.upper(), line, page, card)
    birth = card.donor("date_of_birth")
    fits = birth is not None and any(fits_birth(number, birth.value) for number in card.numbers)
    if birth is not None and fits and len(birth.value) == _DATE and (line := _nearest(lines, birth)) is not None:
        yield _proposed(birth, birth.value, line, page, card)


def _nearest(lines: Sequence[Line], donor: Field) -> Line | None:
    """The line that comes nearest to a value."""
    best = max(lines, key=lambda line: _likeness(line, donor), default=None)
    return best if best is not None and _likeness(best, donor) >= _LEAST_LIKE else None


def _likeness(line: Line, donor: Field) -> float:
    if donor.kind == "full_name":
        return fuzz.ratio(plain(line.text), plain(donor.value)) / 100
    figures, value = (re.sub(r"\D", "", text) for text in (line.text, donor.value))
    return Levenshtein.normalized_similarity(figures[-len(value) :], value)


def _proposed(donor: Field, value: str, line: Line, page: Page, card: _Card) -> Field:
    return replace(
        donor, role="owner", label="", value=value, raw=line.text, confidence=_CONFIDENCE, status="to_check",
        paper=card.paper.id, page=page.ref, box=run_of(line.words).box, suggestions=(),
    )  # fmt: skip
