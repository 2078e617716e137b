"""What tells the type of a paper: hashed words by where they stand, and cues of phrases, marks and layout."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifiers.identifying.phrases import type_by_text, type_by_title
from classifiers.identifying.title_cues import GOES_ON_CUES, START_CUES
from classifiers.identifying.titles import Title
from classifiers.papers import PaperType
from classifiers.vietnamese import fold
from classifiers.wording import contains_any, opens_with_any, wording
from ocr.page import Page, PageReading

TYPES = tuple(PaperType)
PLACES = 4096
"""Places that words are hashed to; twice as many gained nothing (weights/figures.json)."""

_WORD = re.compile(r"[a-z]{2,}")
_HEAD, _FOOT = 0.3, 0.72
_QUIET = 0.35
_MOST_WORDS = 500
_ZONES = ("title", "body", "foot", "lone head", "lone body", "lone foot")
_NUMBERED = re.compile(r"^\W*so\s*[:.]|^\W*so\s*\S{0,8}/")
_PLAIN_CUES = (
    "bias",
    "no_title",
    "unsure_title",
    "mrz_td1",
    "mrz_td3",
    "seal",
    "two_seals",
    "signature",
    "photo",
    "code",
    "boxes",
    "blanks",
    "filled",
    "handwritten",
    "hardly_any_text",
    "little_text",
    "much_text",
    "landscape",
    "nation",
    "numbered",
    "recipient",
    "form_head",
    "several_pages",
)
TYPE_CUES = (
    *_PLAIN_CUES,
    *(f"titled {kind}" for kind in TYPES),
    *(f"worded {kind}" for kind in TYPES),
)


def looked_at() -> int:
    """A checksum of what the arrays of a model stand for: the cues by name and order, and how words are hashed."""
    hashing = (PLACES, _HEAD, _FOOT, _QUIET, _MOST_WORDS, _WORD.pattern, *_ZONES)
    return zlib.crc32("\n".join((*START_CUES, "", *GOES_ON_CUES, "", *TYPE_CUES, "", *map(str, hashing))).encode())


@dataclass(frozen=True)
class TypeFeatures:
    """Places and weights of the words of a paper, and its cues in the order of TYPE_CUES."""

    places: NDArray[np.int64]
    values: NDArray[np.float32]
    cues: NDArray[np.float32]


def type_features(pages: Sequence[Page], title: Title | None) -> TypeFeatures:
    """All that tells the type of a paper of at least one page."""
    places, values = [], []
    for zone, (words, strength) in _zones(pages, title.text if title else "").items():
        found = sorted({_place(zone, word) for word in words})
        places += found
        values += [strength * max(len(found), 1) ** -0.5] * len(found)
    return TypeFeatures(np.array(places, np.int64), np.array(values, np.float32), _cues(pages, title))


def _zones(pages: Sequence[Page], title: str) -> dict[str, tuple[list[str], float]]:
    """Words and pairs of words of title, head, body and foot, and how loud they are.

    What stands below a title says less about the type than what stands on a page without one, and is learned apart.
    """
    head = [line.text for line in pages[0].reading.lines if line.box.top < _HEAD]
    foot = [line.text for line in pages[-1].reading.lines if line.box.top > _FOOT]
    body = [line.text for page in pages for line in page.reading.lines]
    in_title, in_body, in_foot, lone_head, lone_body, lone_foot = _ZONES
    if not title:
        return {
            lone_head: (list(_terms(head)), 1),
            lone_body: (list(_terms(body)), 1),
            lone_foot: (list(_terms(foot)), 1),
        }
    words = _WORD.findall(fold(title))
    opening = [" ".join(words[:count]) + "^" for count in (1, 2, 3, 4)]
    said = [*_terms([title]), *opening]
    return {in_title: (said, 1), in_body: (list(_terms(body)), _QUIET), in_foot: (list(_terms(foot)), _QUIET)}


def _terms(lines: Sequence[str]) -> Iterator[str]:
    words = _WORD.findall(fold(" ".join(lines)))[:_MOST_WORDS]
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))


def _place(zone: str, word: str) -> int:
    return zlib.crc32(f"{zone} {word}".encode()) % PLACES


def _cues(pages: Sequence[Page], title: Title | None) -> NDArray[np.float32]:
    text = title.text if title else ""
    titled = type_by_title(text) if text else None
    worded = type_by_text(" ".join(page.reading.text for page in pages))
    cues = [
        *_plain_cues(pages[0].reading, pages, title),
        *(float(kind is titled) for kind in TYPES),
        *(float(kind is worded) for kind in TYPES),
    ]
    return np.array(cues, np.float32)


def _plain_cues(first: PageReading, pages: Sequence[Page], title: Title | None) -> list[float]:
    marks = [mark.kind for page in pages for mark in page.reading.marks]
    formats = {page.reading.mrz.format for page in pages if page.reading.mrz}
    lines = [line for page in pages for line in page.reading.lines]
    top = [line.text for line in first.lines if line.box.top < _HEAD]
    cues = {
        "bias": 1,
        "no_title": title is None,
        "unsure_title": title is not None and title.strength < 0.6,
        "mrz_td1": "TD1" in formats,
        "mrz_td3": "TD3" in formats,
        "seal": "seal" in marks,
        "two_seals": marks.count("seal") > 1,
        "signature": "signature" in marks,
        "photo": "photo" in marks,
        "code": any(page.reading.codes for page in pages),
        "boxes": marks.count("empty_box") + marks.count("ticked_box") > 1,
        "blanks": min(marks.count("empty_line"), 10) / 10,
        "filled": min(marks.count("filled_line"), 10) / 10,
        "handwritten": max(page.reading.handwriting for page in pages),
        "hardly_any_text": len(lines) < 5,
        "little_text": len(lines) < 20,
        "much_text": len(lines) > 50,
        "landscape": first.width > first.height,
        "nation": any(contains_any(wording().motto, line) for line in top if len(line) > 15),
        "numbered": any(_NUMBERED.search(fold(line)) for line in top),
        "recipient": any(opens_with_any(("kinh gui",), line.text) for line in first.lines),
        "form_head": any(opens_with_any(wording().form_heads, line) for line in top[:4]),
        "several_pages": len(pages) > 1,
    }
    return [float(cues[cue]) for cue in _PLAIN_CUES]
