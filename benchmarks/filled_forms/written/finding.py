"""Lay filled forms out with LibreOffice, and find each value on the pages by the colour of its letters."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from benchmarks.filled_forms.office import NoOffice
from benchmarks.filled_forms.written.letters import shade
from classifiers.synthetic.sheet import MM_PER_POINT, Box, Colour, union

RISE, FALL = 0.82, 0.2
"""Parts of the size of letters above and below their line."""
HYPHEN = 2
"""What pdfium tells for a hyphen at the end of a line."""
SAME_LINE = 1.5
"""Millimetres: digits in boxes and raised letters stand a little apart."""


@dataclass(frozen=True)
class Letter:
    """A letter on a page, with the box around it in millimetres."""

    text: str
    box: Box
    colour: Colour


def laid_out(documents: Mapping[str, str]) -> dict[str, bytes]:
    """PDFs of flat OpenDocument texts by name, all in one run of LibreOffice.

    Raises:
        NoOffice: LibreOffice is not installed.
    """
    office = shutil.which("soffice")
    if office is None:
        raise NoOffice("install LibreOffice (Debian: libreoffice-writer)")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in documents.items():
            Path(folder, f"{name}.fodt").write_text(text, "utf-8")
        subprocess.run(  # noqa: S603 - the program found on the path, with our own arguments
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                *(f"{folder}/{name}.fodt" for name in documents),
            ],
            check=True,
            capture_output=True,
            timeout=60 + 30 * len(documents),
        )
        return {name: Path(folder, f"{name}.pdf").read_bytes() for name in documents}


def letters_of(page: pypdfium2.PdfPage) -> list[Letter]:
    """The letters of a page that are not white space."""
    text_page = page.get_textpage()
    height = page.get_height()
    found = []
    for number in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, number)
        letter = "-" if code == HYPHEN else chr(code)
        if letter.isspace() or not letter.isprintable():
            continue
        found.append(Letter(letter, _box(text_page, number, height), _colour(text_page, number)))
    return found


def _box(text_page: pypdfium2.PdfTextPage, number: int, height: float) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, number, left, right, bottom, top)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, number, x, y)
    size = pdfium.FPDFText_GetFontSize(text_page, number)
    line = height - y.value
    box = (left.value, line - RISE * size, right.value, line + FALL * size)
    return (box[0] * MM_PER_POINT, box[1] * MM_PER_POINT, box[2] * MM_PER_POINT, box[3] * MM_PER_POINT)


def _colour(text_page: pypdfium2.PdfTextPage, number: int) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text_page, number, red, green, blue, alpha)
    return (red.value, green.value, blue.value)


@dataclass(frozen=True)
class Found:
    """A piece of a value on the pages: page from 0, letters without white space, a box for each line."""

    page: int
    text: str
    lines: tuple[Box, ...]


def found_in(pdf: bytes, marks: Sequence[int], ink: Colour) -> dict[int, list[Found]]:
    """Where the letters of each mark stand; a piece that runs on over a page has two places."""
    marked = {shade(ink, mark): mark for mark in marks}
    found: dict[int, list[Found]] = {mark: [] for mark in marks}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            letters: dict[int, list[Letter]] = {}
            for letter in letters_of(page):
                if letter.colour in marked:
                    letters.setdefault(marked[letter.colour], []).append(letter)
            for mark, own in letters.items():
                text = "".join(letter.text for letter in own)
                found[mark].append(Found(number, text, lines_of([letter.box for letter in own])))
    return found


def lines_of(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """One box around all that stands on one line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1][3] - box[3]) < SAME_LINE:
            lines[-1] = union((lines[-1], box))
        else:
            lines.append(box)
    return tuple(lines)
