"""Sketches of papers: invented pages as they might be read, without drawing them, to learn titles and types from.

Their wording is that of sketches.yaml; where lines stand, how titles break and which letters are misread is drawn
by lot, far more variously than in pages that are drawn and read back.
"""

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from classifiers.papers import PaperType
from ocr.page import Box, Line, PageReading, Word

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_CONFUSED = {
    "ế": "é",
    "ộ": "ô",
    "ữ": "ừ",
    "ị": "i",
    "ậ": "â",
    "ơ": "o",
    "ư": "u",
    "l": "1",
    "o": "0",
    "i": "í",
    "ấ": "á",
    "N": "M",
    "G": "C",
    "Đ": "D",
    "Ấ": "Á",
    "Ề": "È",
    "H": "II",
}
_NOISE = (0.0, 0.0, 0.0, 0.01, 0.03, 0.07, 0.12)
_OFTEN = (PaperType.APPLICATION_FORM, PaperType.OTHER)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A page, the title that stands on it and the type of its paper."""

    reading: PageReading
    title: str
    type: PaperType


@dataclass
class _Pen:
    """A page while it is written: `size` is its letters' height and `pace` from line to line, in page heights."""

    lot: random.Random
    landscape: bool
    size: float
    noise: float
    lines: list[Line] = field(default_factory=list)
    y: float = 0.05

    def width(self, text: str, size: float) -> float:
        wide = sum(1.25 if letter.isupper() else 0.62 if letter in " .,:;il" else 0.95 for letter in text)
        return wide * size * 0.62 * (0.71 if self.landscape else 1.41)

    def write(self, text: str, left: float, *, top: float | None = None, size: float | None = None) -> None:
        size = size or self.size
        x, y = left, (self.y if top is None else top) + self.lot.gauss(0, 0.0006)
        words = []
        for part in text.split():
            width = self.width(part, size)
            if x > 0.99:
                break
            read = _misread(part, self.noise, self.lot)
            sure = max(0.05, min(1.0, self.lot.gauss(0.95 - 2 * self.noise, 0.05)))
            if read:
                words.append(Word(read, Box(x, y, min(x + width, 1.0), min(y + size, 1.0)), sure))
            x += width + self.width(" ", size)
        if words:
            self.lines.append(Line(tuple(words), len(self.lines)))

    def centre(self, text: str, middle: float, **how: Any) -> None:
        self.write(text, max(0.02, middle - self.width(text, how.get("size") or self.size) / 2), **how)


@cache
def _wording() -> Mapping[str, Any]:
    text = Path(__file__).with_name("sketches.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def sketches(count: int, seed: int) -> Iterator[Sketch]:
    """`count` sketches; the same seed gives the same ones."""
    lot = random.Random(seed)  # noqa: S311 - no secrets
    kinds = [PaperType(name) for name in _wording()["titles"]]
    weights = [8 if kind in _OFTEN else 1 for kind in kinds]
    for _ in range(count):
        yield _sketch(lot, lot.choices(kinds, weights)[0])


def _sketch(lot: random.Random, kind: PaperType) -> Sketch:
    landscape = kind in (PaperType.DEGREE, PaperType.LAND_USE_CERTIFICATE, PaperType.DRAWING) and lot.random() < 0.6
    pen = _Pen(lot, landscape, lot.uniform(0.010, 0.017) * (1.41 if landscape else 1), lot.choice(_NOISE))
    title = ""
    if lot.random() < 0.85:
        _head(pen, kind)
        title = _title(pen, kind)
        _below_title(pen)
    _body(pen, kind, is_titled=bool(title))
    size = (2340, 1655) if landscape else (1655, 2340)
    lines = tuple(sorted(pen.lines, key=lambda line: (round(line.box.top, 2), line.box.left)))
    return Sketch(PageReading(0, *size, "ocr", blank=False, lines=_joined(lines, lot)), title, kind)


def _head(pen: _Pen, kind: PaperType) -> None:
    """The upper part: a form's number, who issues it, the nation's name, a box for a photo or a clerk."""
    lot, words = pen.lot, _wording()
    form = kind is PaperType.APPLICATION_FORM
    pen.y = lot.uniform(0.02, 0.08)
    if lot.random() < (0.6 if form else 0.2):
        for text in _form_head(lot):
            pen.write(text, lot.choice((0.12, 0.3, 0.65)), size=pen.size * 0.9)
            pen.y += pen.size * 1.4
    issued = lot.random() < (0.25 if form else 0.75)
    if lot.random() < 0.88:
        middle = lot.uniform(0.66, 0.72) if issued else lot.uniform(0.48, 0.54)
        pen.centre(_MOTTO[0], middle)
        pen.centre(_MOTTO[1], middle, top=pen.y + pen.size * 1.5)
    if issued:
        sign = lot.choice(("QĐ-UBND", "GXN", "TB-UBND", "CV", "HĐ"))
        issuer = [*lot.choice(words["issuers"]).split(" | "), f"Số: {lot.randint(1, 999)}/{sign}"]
        for place, text in enumerate(issuer):
            pen.centre(text, 0.26, top=pen.y + place * pen.size * 1.6)
        pen.y += pen.size * 1.6
    if lot.random() < 0.25:
        for place, text in enumerate(lot.choice(words["boxes"]).split(" | ")):
            pen.write(
                text,
                lot.choice((0.72, 0.06)) if not issued else 0.76,
                top=pen.y + (4 + place * 1.3) * pen.size,
                size=pen.size * 0.85,
            )
    pen.y += pen.size * 3.3
    if lot.random() < 0.5:
        pen.write(f"…, ngày {lot.randint(1, 30)} tháng {lot.randint(1, 12)} năm 20{lot.randint(10, 26)}", 0.55)
        pen.y += pen.size * 1.8


def _form_head(lot: random.Random) -> Sequence[str]:
    number = lot.choice(
        (
            f"Mẫu số {lot.randint(1, 30):02d}",
            f"Mẫu CT{lot.randint(1, 9):02d}",
            f"Mẫu số {lot.randint(1, 20)}{lot.choice('abc')}",
            f"Phụ lục {lot.choice(('I', 'II', 'III'))}-{lot.randint(1, 20)}",
        )
    )
    regulation = f"{lot.randint(1, 150)}/20{lot.randint(12, 26)}/{lot.choice(('TT-BCA', 'NĐ-CP', 'TT-BTP'))}"
    source = f"ban hành kèm theo {lot.choice(('Thông tư', 'Nghị định'))} số {regulation}"
    return lot.choice(
        ((number,), (f"{number} {source}",), (number, f"({source})"), (f"{number}. Văn bản đề nghị theo mẫu",))
    )


def _title(pen: _Pen, kind: PaperType) -> str:
    """Write a title, broken into lines, and say what it is."""
    lot = pen.lot
    if kind is PaperType.OTHER and lot.random() < 0.08:
        return _letter(pen)
    choices = _wording()["titles"][kind]
    template = lot.choices([text for _, text in choices], [weight for weight, _ in choices])[0]
    filled = _filled(template, lot)
    parts = []
    size = pen.size * lot.choice((1.0, 1.0, 1.1, 1.3, 1.6))
    middle = lot.choice((0.5, 0.5, 0.5, 0.53, 0.35)) if not pen.landscape else lot.choice((0.5, 0.7))
    pen.y += pen.size * lot.uniform(0.3, 2.5)
    small = lot.random() < 0.04
    for text in filled.split("|"):
        about = text.strip().startswith("~")
        shown = text.strip().lstrip("~")
        shown = (shown[:1].upper() + shown[1:]) if about or small else shown.upper()
        if about and lot.random() < 0.3:
            shown = f"({shown})"
        for line in _broken(shown, lot.randint(24, 60)):
            pen.centre(line, middle, size=pen.size if about else size)
            pen.y += size * lot.uniform(1.35, 1.7)
            parts.append(line)
    return " ".join(parts)


def _below_title(pen: _Pen) -> None:
    """What stands right below a title and is no part of it."""
    lot = pen.lot
    for _ in range(lot.choice((0, 0, 1, 1, 2))):
        pen.y += pen.size * lot.uniform(0, 0.9)
        pen.centre(_filled(lot.choice(_wording()["below_titles"]), lot), 0.5, size=pen.size * lot.choice((0.9, 1)))
        pen.y += pen.size * lot.uniform(1.35, 1.8)
    pen.y += pen.size * lot.uniform(0.0, 2.5)


def _letter(pen: _Pen) -> str:
    """An authority's letter has no title but what it is about, in the left column."""
    top = pen.y - pen.size * 1.5
    lines = _broken(f"V/v {_filled('{subject}', pen.lot)}", 26)
    for place, line in enumerate(lines):
        pen.centre(line, 0.26, top=top + place * pen.size * 1.35, size=pen.size * 0.92)
    pen.y = max(pen.y, top + len(lines) * pen.size * 1.35) + pen.size
    pen.write("Kính gửi: " + _filled("{issuer}", pen.lot).title(), 0.35)
    return " ".join(lines)


def _filled(template: str, lot: random.Random) -> str:
    slots = _wording()["slots"] | {"issuer": [text.replace(" | ", " ") for text in _wording()["issuers"]]}
    return re.sub(r"\{(\w+)\}", lambda match: str(lot.choice(slots[match[1]])), template)


def _broken(text: str, longest: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _body(pen: _Pen, kind: PaperType, *, is_titled: bool) -> None:
    """Lines of the paper's kind; below a title sometimes of another, since it is the title that decides."""
    lot = pen.lot
    bodies = _wording()["bodies"]
    foreign = is_titled and lot.random() < 0.25
    body = bodies[lot.choice(list(bodies))] if foreign else bodies.get(kind, bodies["other"])
    lines = [text for text in body if lot.random() < 0.7]
    left = lot.uniform(0.08, 0.18)
    for text in lines:
        if pen.y > 0.93:
            return
        if lot.random() < 0.12:
            _paragraph(pen, left)
        blank = (
            "." * lot.randint(10, 60)
            if lot.random() < 0.4
            else lot.choice(("Nguyễn Văn Mẫu", "12/3/1980", "xã Mẫu, tỉnh Mẫu", "001080000123"))
        )
        shown = text.replace("{..}", blank)
        if shown.isupper() and lot.random() < 0.6:
            pen.centre(shown, lot.choice((0.5, 0.7, 0.28)))
        else:
            pen.write(shown, left + lot.choice((0, 0, 0.03)))
        pen.y += pen.size * lot.uniform(1.4, 2.0)


def _paragraph(pen: _Pen, left: float) -> None:
    """Running text from edge to edge."""
    text = (
        ". ".join(_filled(pen.lot.choice(_wording()["sentences"]), pen.lot) for _ in range(pen.lot.randint(1, 4))) + "."
    )
    letters = max(20, int((0.9 - left) / pen.width("a", pen.size)))
    for place, line in enumerate(_broken(text, letters)):
        pen.write(line, left + (0.04 if place == 0 else 0))
        pen.y += pen.size * 1.45


def _joined(lines: Sequence[Line], lot: random.Random) -> tuple[Line, ...]:
    """Lines of two columns are often read as one."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        level = before is not None and abs(before.box.top - line.box.top) < 0.004 and before.box.right < line.box.left
        if before is not None and level and lot.random() < 0.5:
            joined[-1] = Line(before.words + line.words, before.block)
        else:
            joined.append(line)
    return tuple(joined)


def _misread(word: str, noise: float, lot: random.Random) -> str:
    """The word as a reader might give it: accents lost, letters taken for others or missed."""
    if noise == 0:
        return word
    return unicodedata.normalize("NFC", "".join(_misread_letter(letter, noise, lot) for letter in word))


def _misread_letter(letter: str, noise: float, lot: random.Random) -> str:
    chance = lot.random()
    if chance >= noise:
        return letter
    if chance < noise * 0.5:
        return unicodedata.normalize("NFD", letter)[0]
    if chance < noise * 0.85:
        return _CONFUSED.get(letter, letter)
    return "" if chance < noise * 0.95 else lot.choice("aeioun1|")
