"""What an application form asks for in its own words: one form may serve many procedures."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper
from classifiers.vietnamese import fold, normalise
from classifiers.wording import opens_with_any
from ocr.page import Line, Mark, PageReading, Word

_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[IVX]{1,4}|[a-zđ])\s*[.)]\s*")
_FOOTNOTE = re.compile(r"\(\s*\d{1,2}\s*\)|\d?[)®°]")
_FOOTNOTE_LINE = re.compile(r"\W*(?:\w{1,2}\s+)?ban hanh kem theo\b")
_MOST_LINES = 3
_LONGEST_LABEL = 60
_MOST_WISHES = 12
_SLACK = 0.005
"""Of the height of the page: a box stands a little above or below the words beside it."""
_COVERED = 0.3
_WISH = re.compile(
    r"\b(?:de nghi|xin|yeu cau|dang ky|lam don nay|kinh mong|nguyen vong|cam ket|ve viec|thong bao)\b[^.;:?]{8,260}"
)
_ADDRESSED = re.compile(
    r"\b(?:quy|co quan|uy ban nhan dan|so|phong|trung tam|chi cuc|cuc|ban)\b.{0,60}?"
    r"\b(?=xem xet|cap|giai quyet|cho phep|chap thuan|phe duyet|tham dinh|cong nhan|dang ky|gia han|ho tro)"
)
_TICK_GLYPHS = re.compile(r"[☒☑✓✔√⊠■]|\[\s*[xXvV]\s*\]")
_EMPTY_GLYPHS = re.compile(r"[☐□]|\[\s*\]")


def requested_content(form: Paper) -> str:
    """The words after "Nội dung đề nghị" and its like, up to the next numbered entry; empty where there are none."""
    for page in form.pages:
        for index, line in enumerate(page.reading.lines):
            text = _NUMBERING.sub("", line.text)
            if _is_label(text):
                return _content(text, page.reading.lines[index + 1 :])
    return ""


def wishes(paper: Paper) -> tuple[str, ...]:
    """Passages of the body that say what is wished for ("xin cam kết ...", "đề nghị ... cấp lại ..."), folded."""
    text = " ".join(fold(paper.text).split())
    found = dict.fromkeys(_ADDRESSED.sub(" ", match[0], count=1).strip() for match in _WISH.finditer(text))
    return tuple(found)[:_MOST_WISHES]


def options(paper: Paper) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words beside boxes: those ticked, and those left empty."""
    ticked: list[str] = []
    empty: list[str] = []
    for page in paper.pages:
        for is_ticked, words in _beside_boxes(page.reading):
            (ticked if is_ticked else empty).append(words)
    return tuple(filter(None, ticked)), tuple(filter(None, empty))


def _beside_boxes(reading: PageReading) -> Iterator[tuple[bool, str]]:
    marks = [mark for mark in reading.marks if mark.kind in ("ticked_box", "empty_box")]
    for line in reading.lines:
        yield from _glyph_options(line.text)
        here = [mark for mark in marks if line.box.top - _SLACK <= mark.box.centre[1] <= line.box.bottom + _SLACK]
        for mark, words in _dealt(sorted(here, key=lambda mark: mark.box.left), line.words):
            yield mark.kind == "ticked_box", words


def _dealt(marks: Sequence[Mark], words: Sequence[Word]) -> Iterator[tuple[Mark, str]]:
    """Each box of a line with the words up to the next box, or those before it where none follow."""
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.box.left if following else 1.0
        beside = [word for word in words if word.box.overlap(mark.box) < _COVERED]  # the box is read as "D" or "K)"
        right = [word.text for word in beside if mark.box.centre[0] < word.box.centre[0] < end]
        left = [word.text for word in beside if word.box.centre[0] < mark.box.centre[0]]
        yield mark, " ".join(right or (left if len(marks) == 1 else []))


def _glyph_options(text: str) -> Iterator[tuple[bool, str]]:
    pieces = [(True, match) for match in _TICK_GLYPHS.finditer(text)]
    pieces += [(False, match) for match in _EMPTY_GLYPHS.finditer(text)]
    pieces.sort(key=lambda piece: piece[1].start())
    ends = [*(match.start() for _, match in pieces[1:]), len(text)]
    for (is_ticked, match), end in zip(pieces, ends, strict=False):
        yield is_ticked, text[match.end() : end].strip()


def _is_label(text: str) -> bool:
    """Whether a line is a label with or without its value, not a sentence that begins with the same words."""
    return (":" in text or len(text) <= _LONGEST_LABEL) and opens_with_any(_labels(), text, 0.9)


@cache
def _labels() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("request_labels.yaml").read_text(encoding="utf-8")))


def _content(label_line: str, rest: tuple[Line, ...]) -> str:
    _, colon, value = label_line.partition(":")
    parts = [value if colon else ""]
    for line in rest[:_MOST_LINES]:
        if _NUMBERING.match(line.text) or _FOOTNOTE_LINE.match(fold(line.text)):
            break
        parts.append(line.text)
    return normalise(_FOOTNOTE.sub(" ", " ".join(parts))).strip(" .…")
