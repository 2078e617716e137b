"""Words from pixels by Tesseract, through pytesseract."""

import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word as Tesseract saw it: pixels of the picture it was given; `confidence` 0-1.

    Words of one text line share `line`; lines of one layout block share its first number. `alternatives` are as of
    `ocr.engines.interface.LineWord`.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Approach:
    """How to read a picture.

    Attributes:
        segmentation: Tesseract's page segmentation mode; 3 finds blocks by itself, 6 takes one block, 7 one line.
        language: Tesseract's name of it.
        alphabet: If given, the only characters to expect.
        seconds: Wall time allowed; 0 sets no limit here (the sandbox has one).
    """

    segmentation: int = 3
    language: str = "vie"
    alphabet: str = ""
    seconds: float = 0


WHOLE_PAGE = Approach()


def recognise(grey: Grey, dots_per_inch: float, approach: Approach = WHOLE_PAGE) -> list[SeenWord]:
    """Reads a picture.

    Args:
        grey: Height x width, dark print on light ground.
        dots_per_inch: Told to Tesseract, which guesses otherwise.
        approach: How.

    Raises:
        RuntimeError: Tesseract took too long or failed.
    """
    import pytesseract  # noqa: PLC0415 - 0.06 s that most pages need not pay

    config = f"--psm {approach.segmentation} --dpi {round(dots_per_inch)}"
    if approach.alphabet:
        config += f" -c tessedit_char_whitelist={approach.alphabet}"
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        # an uncompressed file: handing over an array costs 0.1 s a page for saving it as PNG (design.md)
        path = Path(folder) / "page.pgm"
        cv2.imwrite(str(path), grey)
        table = pytesseract.image_to_data(
            str(path),
            lang=approach.language,
            config=config,
            timeout=approach.seconds,
            output_type=pytesseract.Output.DICT,
        )
    return [word for words in words_by_page(table).values() for word in words]


def words_by_page(table: dict[str, list[str | int | float]]) -> dict[int, list[SeenWord]]:
    """Tesseract's table as words of each page, counted from 1, in its order; pages without words are left out."""
    pages: dict[int, list[SeenWord]] = {}
    for page, word in _words_of(table):
        pages.setdefault(page, []).append(word)
    return pages


def _words_of(table: dict[str, list[str | int | float]]) -> Iterator[tuple[int, SeenWord]]:
    for index, text in enumerate(table["text"]):
        cleaned = "".join(unicodedata.normalize("NFC", str(text)).split())
        if not cleaned:
            continue
        left, top, width, height = (int(table[key][index]) for key in ("left", "top", "width", "height"))
        block, paragraph, line = (int(table[key][index]) for key in ("block_num", "par_num", "line_num"))
        confidence = round(max(0.0, float(table["conf"][index])) / 100, 4)
        word = SeenWord(cleaned, left, top, left + width, top + height, confidence, (block, paragraph, line))
        yield int(table["page_num"][index]), word
