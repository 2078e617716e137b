"""Lays out lines of text as page readings, for tests that need no pixels."""

from collections.abc import Sequence
from dataclasses import replace

from ocr.page import Box, Line, Page, PageReading, PageRef, Word

LETTER = 0.011
LINE = 0.03


def line(text: str, top: float, left: float | None = None, confidence: float = 0.95, block: int = 0) -> Line:
    """A line of `text` at `top`; centred on the page unless `left` is given."""
    start = left if left is not None else 0.5 - len(text) * LETTER / 2
    words = []
    for word in text.split():
        width = len(word) * LETTER
        words.append(Word(word, Box(_clip(start), top, _clip(start + width), top + LINE * 0.6), confidence))
        start += width + LETTER
    return Line(tuple(words), block)


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def reading(lines: Sequence[Line], **more: object) -> PageReading:
    blank = not lines
    base = PageReading(0, 1654, 2339, "none" if blank else "ocr", blank, tuple(lines), engine="test")
    return replace(base, **more)


def page(*texts: str, file: str = "scan.pdf", number: int = 1, top: float = 0.05, **more: object) -> Page:
    """A page whose lines stand below each other; upper-case lines are centred, others start at the left margin."""
    lines = []
    for row, text in enumerate(texts):
        if text.strip():
            lines.append(line(text, top + row * LINE, None if text == text.upper() else 0.12))
    return Page(PageRef(file, number), reading(lines, **more))


MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
