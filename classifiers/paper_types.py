"""What each paper is: its type, its title as printed and its form's number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.splitting import PaperPages, is_card_back, is_card_front, page_number
from classifiers.titles import Title, find_title
from classifiers.vietnamese import fold, normalise
from classifiers.wording import similarity, word_likeness
from ocr.page import Page

_FORM_NUMBER = re.compile(
    r"\b(?:mẫu|mau|biểu)\s*(?:số)?\s*[:.]?\s*([A-Z]{0,4}\s?\d{1,3}[a-zđ]?(?:[-/.][\wĐđ]{1,12}){0,3})", re.IGNORECASE
)
_FORM_CODE = re.compile(r"\b(CT\s?\d{2}|TK\d?-TS|DC\d{2}|NA\d{1,2}|LLTP\s?\d?|[A-Z]\d{2}[a-z]?-[A-Z]{2,4})\b")
_TITLE_LIKENESS = 0.86
_SKIPPED_WORDS = 3
_PUNCTUATION = re.compile(r"[^\w\s]+")


@dataclass(frozen=True, slots=True)
class TypeWording:
    """Folded phrases of one type."""

    type: PaperType
    title: tuple[str, ...]
    text: tuple[str, ...]


@cache
def type_wordings() -> tuple[TypeWording, ...]:
    entries = yaml.safe_load(Path(__file__).with_name("paper_types.yaml").read_text(encoding="utf-8"))
    return tuple(
        TypeWording(PaperType(name), tuple(lists.get("title", ())), tuple(lists.get("text", ())))
        for name, lists in entries.items()
    )


def identify(groups: Sequence[PaperPages]) -> tuple[Paper, ...]:
    """Name the type and title of each paper; ids are p1, p2, ... in order."""
    return tuple(_identify_one(f"p{number}", group) for number, group in enumerate(groups, start=1))


def _identify_one(identifier: str, group: PaperPages) -> Paper:
    title = _paper_title(group.pages)
    paper_type, sure = paper_type_of(group.pages, title.text if title else "")
    totals = [number.total for page in group.pages if (number := page_number(page.reading)) and number.total]
    return Paper(
        id=identifier,
        type=paper_type,
        title=title.text if title and title.strength >= 0.25 else "",
        pages=group.pages,
        confidence=round(sure * group.confidence, 3),
        form_number=form_number(group.pages[0]),
        numbered_pages=max(totals, default=None),
    )


def _paper_title(pages: Sequence[Page]) -> Title | None:
    """The strongest title on the first page; later pages hold only titles of parts."""
    return find_title(pages[0].reading) if pages else None


def paper_type_of(pages: Sequence[Page], title: str) -> tuple[PaperType, float]:
    """Type of a paper and its confidence (0-1), from its title first and its words second."""
    if any(is_card_front(page.reading) or is_card_back(page.reading) for page in pages):
        return PaperType.IDENTITY_CARD, 0.97
    named = _type_by_title(_plain(title))
    if named:
        return named, 0.95 if len(title) > 6 else 0.8
    worded = _type_by_text(_plain(" ".join(page.reading.text for page in pages)))
    return (worded, 0.7) if worded else (PaperType.OTHER, 0.8 if title else 0.5)


def form_number(page: Page) -> str:
    """The number that a form carries in its upper margin ("CT01", "02a"), empty where none."""
    head = normalise(" ".join(line.text for line in page.reading.lines if line.box.top < 0.2))
    match = _FORM_CODE.search(head) or _FORM_NUMBER.search(head)
    return re.sub(r"\s", "", match[1]) if match else ""


def _type_by_title(title: str) -> PaperType | None:
    """The type whose phrase the title opens with, a word or two aside; the longest phrase that fits wins."""
    words = title.split()
    fits = [
        (len(phrase), wording.type)
        for wording in type_wordings()
        for phrase in wording.title
        for start in range(min(_SKIPPED_WORDS, len(words)))
        if word_likeness(phrase.split(), words[start:]) >= _TITLE_LIKENESS
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _type_by_text(text: str) -> PaperType | None:
    hits = [
        (sum(similarity(phrase, text) >= 0.9 for phrase in wording.text), wording.type)
        for wording in type_wordings()
        if wording.text
    ]
    count, best = max(hits, key=lambda hit: hit[0])
    return best if count >= 2 else None


def _plain(text: str) -> str:
    return normalise(_PUNCTUATION.sub(" ", fold(text)))
