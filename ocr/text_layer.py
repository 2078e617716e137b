"""The text that a PDF page carries itself, used only where it says what the eye sees."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ocr.layout import rows_of, split_at_gutters
from ocr.page import Box, Line, Word, enclosing
from ocr.pictures import Picture, StoredPage, open_pdf
from ocr.skew import letter_mask
from ocr.syllables import LETTERS, is_number, is_syllable

#: Fewer letters are a stamp or a page number on a scan.
_FEWEST_LETTERS = 40
#: `FPDFPage_Flatten` says that there were annotations and that they are part of the page now.
_FLATTENED = pdfium.FLATTEN_SUCCESS


@dataclass(frozen=True)
class TextLayer:
    """Words of a page in fractions of it as displayed, and their lines in reading order."""

    words: tuple[Word, ...]
    lines: tuple[Line, ...]


def read_text_layer(page: StoredPage, picture: Picture) -> TextLayer | None:
    """The page's own text; None where there is none or it is not worth trusting.

    Not trusted: text under or over a scan (another program's OCR), text in codes of old fonts, glyphs without
    meaning ("(cid:12)"), text that stands where no ink is or leaves ink without text, text that runs sideways.

    Args:
        page: Which.
        picture: How it looks, as rendered.
    """
    if page.kind != "pdf" or not _has_text_of_its_own(page):
        return None
    from ocr.pdf_words import words_of_page  # noqa: PLC0415 - 21 MB and 0.14 s that scans need not pay

    words = [*words_of_page(page), *_stamped_words(page)]
    if not is_meaningful([word.text for word in words]) or not _matches_ink(words, picture):
        return None
    height, width = picture.pixels.shape[:2]
    lines = split_at_gutters([(number, row) for number, row in enumerate(rows_of(words))], width / height)
    return TextLayer(tuple(words), lines)


def is_meaningful(words: Sequence[str]) -> bool:
    """Whether words are Vietnamese as a person would type it, judged by letters and by syllables."""
    text = "".join(words)
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    if len(letters) < _FEWEST_LETTERS or "(cid:" in text:
        return False
    strange = sum(letter not in LETTERS for letter in letters)
    strange += sum(char == "\ufffd" or not char.isprintable() for char in text)
    spelled = [word for word in words if any(char.isalpha() for char in word)]
    valid = sum(is_syllable(word) or is_number(word) for word in spelled)
    return strange <= 0.03 * len(letters) and valid >= 0.7 * len(spelled)


def _has_text_of_its_own(page: StoredPage) -> bool:
    with open_pdf(page.path) as document:
        try:
            leaf = document[page.number - 1]
            if leaf.get_textpage().count_chars() < _FEWEST_LETTERS:
                return False
            width, height = leaf.get_size()
            return all(
                (right - left) * (top - bottom) < 0.5 * width * height
                for image in leaf.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
                for left, bottom, right, top in [image.get_bounds()]
            )
        except pypdfium2.PdfiumError:
            return False


def _stamped_words(page: StoredPage) -> list[Word]:
    """Words of annotations: the number, the date and who signed, which signing programs stamp onto letters.

    They are drawn into the page in memory, and stand behind all other characters then; the file stays as it is.
    """
    with open_pdf(page.path) as document:
        try:
            document.init_forms()
            before = document[page.number - 1].get_textpage().count_chars()
            leaf = document[page.number - 1]
            if leaf.get_rotation() or pdfium.FPDFPage_Flatten(leaf, pdfium.FLAT_NORMALDISPLAY) != _FLATTENED:
                return []
            leaf.close()
            leaf = document[page.number - 1]
            return _words_from(leaf.get_textpage(), before, leaf.get_cropbox())
        except pypdfium2.PdfiumError:
            return []


def _words_from(text: pypdfium2.PdfTextPage, first: int, sheet: tuple[float, float, float, float]) -> list[Word]:
    """The words that begin at character `first` or later, on a page with these sides (left, bottom, right, top)."""
    words: list[Word] = []
    letters: list[tuple[str, Box]] = []
    for index in range(first, text.count_chars() + 1):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index)) if index < text.count_chars() else " "
        if not letter.isspace():
            letters.append((letter, _on_sheet(text.get_charbox(index, loose=True), sheet)))
        elif letters:
            spelled = unicodedata.normalize("NFC", "".join(letter for letter, _ in letters))
            words.append(Word(spelled, enclosing([box for _, box in letters]), 1.0))
            letters = []
    return words


def _on_sheet(sides: tuple[float, float, float, float], sheet: tuple[float, float, float, float]) -> Box:
    across, down = max(sheet[2] - sheet[0], 1.0), max(sheet[3] - sheet[1], 1.0)
    left, right = ((side - sheet[0]) / across for side in (sides[0], sides[2]))
    bottom, top = ((sheet[3] - side) / down for side in (sides[1], sides[3]))
    return Box(*(round(min(max(side, 0.0), 1.0), 5) for side in (left, top, right, bottom)))


def _matches_ink(words: Sequence[Word], picture: Picture) -> bool:
    """Nine in ten words stand on ink, and nine in ten letter-sized spots of ink are under words."""
    scale = min(1.0, 1100 / max(picture.pixels.shape[:2]))
    small = cv2.resize(picture.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    letters = letter_mask(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    height, width = letters.shape
    covered: NDArray[np.bool_] = np.zeros(letters.shape, dtype=np.bool_)
    on_ink = 0
    for word in words:
        window = (
            slice(max(0, round(word.box.top * height) - 2), round(word.box.bottom * height) + 3),
            slice(max(0, round(word.box.left * width) - 2), round(word.box.right * width) + 3),
        )
        covered[window] = True
        on_ink += bool(letters[window].any())
    ink = int(np.count_nonzero(letters))
    return on_ink >= 0.9 * len(words) and int(np.count_nonzero(letters & covered)) >= 0.85 * ink
