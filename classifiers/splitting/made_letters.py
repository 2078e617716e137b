"""Invented official letters with annexes and drafts as their readings would be, for training alone.

Dossiers hold few letters, and of dossiers the examples are made. These are laid out as text, not drawn and read back:
they teach what belongs to a letter, while what readings look like is learned from the examples.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from classifiers.learning.examples import Example, TruePaper
from classifiers.papers import PaperType
from ocr.page import Box, Line, Mark, Page, PageReading, PageRef, Word

_LETTER, _LINE = 0.0098, 0.0195
_BODY_END = 0.92
_LETTERS_LOST = 0.015


@cache
def _parts() -> dict[str, Any]:
    parts: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("made_letters.yaml").read_text(encoding="utf-8"))
    return parts


@dataclass
class _Sheet:
    """A page that is being laid out from top to bottom."""

    top: float = 0.07
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def write(self, text: str, left: float = 0.15, step: float = 1.0) -> None:
        self.lines.append(_line(text, left, self.top))
        self.top += _LINE * step

    def centre(self, text: str, around: float = 0.5, step: float = 1.0) -> None:
        self.write(text, max(0.02, around - len(text) * _LETTER / 2), step)


def made_letters(count: int, rng: random.Random) -> Iterator[Example]:
    """Letters, each one paper whatever comes with it."""
    for number in range(count):
        sheets = _letter(rng)
        fate = rng.random()
        if fate < 0.3:
            sheets += _draft(rng)
        elif fate < 0.75:
            sheets += _annex(rng, len(sheets))
        pages = tuple(_page(sheet, place, rng) for place, sheet in enumerate(sheets, start=1))
        truth = TruePaper(PaperType.OTHER, "", tuple(range(len(pages))), None, "")
        yield Example(f"letter {number}", pages, (truth,), None, delivery="pdf")


def _letter(rng: random.Random) -> list[_Sheet]:
    kind = rng.choice(_parts()["letters"])
    sheets = [_head(rng, f"{rng.randint(3, 980)}/{kind['sign']}-UBND", rng.randint(1, 28))]
    if kind["title"]:
        sheets[0].centre(kind["title"])
    sheets[0].centre(rng.choice(_parts()["subjects"]), step=2)
    _body(sheets, rng, rng.randint(4, 130))
    _signature(sheets, rng)
    _numbered(sheets, rng, 0)
    return sheets


def _draft(rng: random.Random) -> list[_Sheet]:
    """What a letter proposes: a document with its own head, whose number is still open."""
    kind = rng.choice(_parts()["drafts"])
    sheets = [_head(rng, f"   /{rng.choice(('2026/', ''))}{kind['sign']}-HĐND", None)]
    if rng.random() < 0.6:
        sheets[0].centre("DỰ THẢO", rng.choice((0.25, 0.5)))
    sheets[0].centre(kind["title"])
    sheets[0].centre(rng.choice(_parts()["subjects"]), step=2)
    _body(sheets, rng, rng.randint(8, 90), articles=True)
    _signature(sheets, rng, signed=False)
    _numbered(sheets, rng, 0)
    return sheets


def _annex(rng: random.Random, before: int) -> list[_Sheet]:
    sheets = [_Sheet()]
    sheets[0].centre(rng.choice(_parts()["annexes"]))
    if rng.random() < 0.5:
        sheets[0].centre(rng.choice(_parts()["subjects"])[7:].upper())
    if rng.random() < 0.85:
        source = rng.choice(("Công văn", "Quyết định", "Tờ trình", "Kế hoạch"))
        sheets[0].centre(f"(Kèm theo {source} số {rng.randint(3, 980)}/CV-UBND)")
    rows = rng.randint(3, 70)
    for row in range(1, rows + 1):
        if sheets[-1].top > _BODY_END:
            sheets.append(_Sheet())
        sheets[-1].write(f"{row} {rng.choice(_parts()['names'])} {rng.choice(_parts()['phrases'])[:30]}", 0.12)
    _numbered(sheets, rng, rng.choice((0, before)))
    return sheets


def _head(rng: random.Random, number: str, day: int | None) -> _Sheet:
    sheet = _Sheet(top=rng.uniform(0.05, 0.1))
    top = sheet.top
    sheet.centre(rng.choice(_parts()["issuers"]), 0.27)
    sheet.centre(rng.choice(_parts()["places"]), 0.27, 1.5)
    sheet.write(f"Số: {number}", 0.17)
    sheet.top = top
    sheet.centre("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.67)
    sheet.centre("Độc lập - Tự do - Hạnh phúc", 0.67, 1.5)
    sheet.centre(f"Mẫu An, ngày {day or '    '} tháng {rng.randint(1, 12) if day else '   '} năm 2026", 0.67, 2.5)
    return sheet


def _body(sheets: list[_Sheet], rng: random.Random, lines: int, articles: bool = False) -> None:
    heading = 1
    for row in range(lines):
        if sheets[-1].top > _BODY_END:
            sheets.append(_Sheet())
        text = ", ".join(rng.sample(_parts()["phrases"], 2))
        starts = rng.random() < 0.3 or (articles and row == 0)
        if starts:
            label = f"Điều {heading}. " if articles else rng.choice((f"{heading}. ", "- ", ""))
            text, heading = f"{label}{text.capitalize()}", heading + (label[:1] in ("Đ", str(heading)[:1]))
        ends = rng.random() < 0.3
        sheets[-1].write(
            text[:60].rsplit(" ", 1)[0] + "." if ends else f"{text:<74}"[:76].strip(), 0.2 if starts else 0.15
        )


def _signature(sheets: list[_Sheet], rng: random.Random, signed: bool = True) -> None:
    if sheets[-1].top > 0.75:
        sheets.append(_Sheet())
    sheet = sheets[-1]
    top = sheet.top + _LINE
    for text in ("Nơi nhận:", "- Như trên;", "- Lưu: VT."):
        sheet.write(text, 0.15)
    sheet.top = top
    sheet.centre(f"TM. {rng.choice(_parts()['issuers'])}", 0.72)
    sheet.centre(rng.choice(_parts()["signers"]), 0.72, 5)
    if signed:
        sheet.marks.append(Mark("seal", Box(0.55, top, 0.7, min(1.0, top + 0.1)), 0.9, "round"))
        sheet.marks.append(Mark("signature", Box(0.62, top, 0.8, min(1.0, top + 0.08)), 0.9))
        sheet.centre(rng.choice(_parts()["names"]), 0.72)


def _numbered(sheets: list[_Sheet], rng: random.Random, before: int) -> None:
    """Numbers the pages from the second on in the middle of the upper margin, as the decree has it, or not at all."""
    if rng.random() < 0.2:
        return
    for number, sheet in enumerate(sheets, start=before + 1):
        if number > 1 and rng.random() > 0.05:
            sheet.lines.insert(0, _line(str(number), 0.5, 0.035))


def _line(text: str, left: float, top: float) -> Line:
    words = []
    for word in text.split():
        right = min(1.0, left + len(word) * _LETTER)
        words.append(Word(word, Box(min(left, 1.0), top, right, min(1.0, top + 0.0125)), 0.9))
        left = min(1.0, right + _LETTER)
    return Line(tuple(words))


def _page(sheet: _Sheet, number: int, rng: random.Random) -> Page:
    lines = tuple(Line(tuple(_misread(word, rng) for word in line.words)) for line in sheet.lines if line.words)
    reading = PageReading(0, 1654, 2339, "ocr", False, lines, marks=tuple(sheet.marks), engine="made")
    return Page(PageRef("letter.pdf", number), reading)


def _misread(word: Word, rng: random.Random) -> Word:
    text = "".join("" if rng.random() < _LETTERS_LOST else letter for letter in word.text) or word.text
    return Word(text, word.box, word.confidence)
