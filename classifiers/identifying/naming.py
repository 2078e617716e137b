"""Papers from groups of pages: each one's type, title and form."""

from collections.abc import Sequence

from classifiers.identifying.form_numbers import Form, form_of
from classifiers.identifying.model import TypingModel
from classifiers.identifying.phrases import type_beyond_doubt
from classifiers.identifying.request_letters import is_request_letter
from classifiers.identifying.titles import Title, find_title
from classifiers.identifying.types import KnownType, likeliest_type
from classifiers.papers import Paper, PaperType
from classifiers.splitting import PaperPages, is_card_back, is_card_front, page_number
from classifiers.vietnamese import fold
from classifiers.wording import opens_with_any, wording
from ocr.page import Page

_LEAST_STRENGTH = 0.4
_PROPOSALS = ("to trinh",)
_LETTER_IS_REQUEST = 0.85
"""Judged: the invented dossiers to learn from hold no such letters."""
_HARDLY_A_WORD = 12
"""Letters on a page that shows a picture and nothing else."""


def identify(groups: Sequence[PaperPages], model: TypingModel | None = None) -> tuple[Paper, ...]:
    """Name the type, title and form of each paper; ids are p1, p2, ... in order.

    Args:
        groups: The pages of each paper, at least one.
        model: Weights; those of this package by default.
    """
    return tuple(_identify_one(f"p{number}", group, model) for number, group in enumerate(groups, start=1))


def _identify_one(identifier: str, group: PaperPages, model: TypingModel | None) -> Paper:
    form = form_of(group.pages[0])
    title = find_title(group.pages[0].reading, model)
    known = _certain_type(group) or _named_type(title) or _likeliest(group.pages, title, model)
    totals = [number.total for page in group.pages if (number := page_number(page.reading)) and number.total]
    return Paper(
        id=identifier,
        type=known.type,
        title=_printed_title(title, known.type, form, group.pages),
        pages=group.pages,
        confidence=round(known.confidence * group.confidence, 3),
        form_number=form.number,
        form_source=form.source,
        numbered_pages=max(totals, default=None),
    )


def _certain_type(group: PaperPages) -> KnownType | None:
    """Cards, passports and pictures: known by what no other paper bears."""
    pages = group.pages
    if any(page.reading.mrz and page.reading.mrz.format == "TD3" for page in pages):
        return KnownType(PaperType.PASSPORT, 0.98)
    if group.is_card or any(is_card_front(page.reading) or is_card_back(page.reading) for page in pages):
        return KnownType(PaperType.IDENTITY_CARD, 0.97)
    letters = sum(character.isalpha() for page in pages for character in page.reading.text)
    pictured = any(mark.kind == "photo" for page in pages for mark in page.reading.marks)
    return KnownType(PaperType.PHOTO, 0.8) if letters < _HARDLY_A_WORD and pictured else None


def _named_type(title: Title | None) -> KnownType | None:
    """What a long phrase of the title says beyond doubt; right in all of 227 papers where one did."""
    named = type_beyond_doubt(title.text) if title else None
    return KnownType(named, 0.98) if named else None


def _likeliest(pages: Sequence[Page], title: Title | None, model: TypingModel | None) -> KnownType:
    """By learned weights; but an organisation's letter of request is its application form."""
    known = likeliest_type(pages, title, model)
    if known.type is PaperType.OTHER and _has_no_name(title) and is_request_letter(pages):
        return KnownType(PaperType.APPLICATION_FORM, _LETTER_IS_REQUEST)
    return known


def _has_no_name(title: Title | None) -> bool:
    """Whether nothing but what it is about stands where a title would; "Tờ trình" is no more than a letter, too."""
    if title is None or title.strength < _LEAST_STRENGTH:
        return True
    return opens_with_any((*wording().abstract_openings, *_PROPOSALS), title.text, 0.9)


def _printed_title(title: Title | None, kind: PaperType, form: Form, pages: Sequence[Page]) -> str:
    """The title, or the form's name beside its number where the paper bears no other."""
    if kind is PaperType.IDENTITY_CARD:
        return _card_title(pages) or (title.text if title else "")
    if title is None or title.strength < _LEAST_STRENGTH:
        return form.name
    return form.name if form.name and opens_with_any(wording().abstract_openings, title.text, 0.9) else title.text


def _card_title(pages: Sequence[Page]) -> str:
    """The name of a card as its front bears it, without the English below or beside it."""
    for page in pages:
        for line in page.reading.lines:
            words = line.text.split()
            for count in (5, 4, 3, 2):
                if fold(" ".join(words[:count])) in wording().card_title and words[0].isupper():
                    return " ".join(words[:count])
    return ""
