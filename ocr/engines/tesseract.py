"""Tesseract as an engine of lines: all crops go to one run of it, as the pages of a list file."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import pytesseract

from ocr.engines.interface import Grey, LineWord
from ocr.recognition import SeenWord, words_by_page

#: Height of a line at which Tesseract reads best: its network scales lines to 36 pixels.
_HEIGHT = 48


class TesseractEngine:
    """Reads lines with Tesseract's data of a language.

    Args:
        language: Tesseract's name of it.
    """

    def __init__(self, language: str = "vie") -> None:
        self._language = language

    def read(self, crops: Sequence[Grey], alphabet: str = "") -> list[tuple[LineWord, ...]]:
        """As `LineEngine.read`."""
        if not crops:
            return []
        config = "--psm 7 --dpi 200" + (f" -c tessedit_char_whitelist={alphabet}" if alphabet else "")
        with tempfile.TemporaryDirectory(prefix="reading-") as folder:
            pages = [Path(folder) / f"{number}.pgm" for number in range(len(crops))]
            for page, crop in zip(pages, crops, strict=True):
                cv2.imwrite(str(page), _framed(crop))
            listing = Path(folder) / "lines.txt"
            listing.write_text("\n".join(map(str, pages)))
            table = pytesseract.image_to_data(
                str(listing), lang=self._language, config=config, output_type=pytesseract.Output.DICT
            )
        # on empty crops it dreams of letters
        words = {page: words for page, words in words_by_page(table).items() if _has_print(crops[page - 1])}
        return [_on_crop(words.get(number, []), crop) for number, crop in enumerate(crops, start=1)]


def _has_print(crop: Grey) -> bool:
    return int(crop.max()) - int(crop.min()) > 40


def _framed(crop: Grey) -> Grey:
    """The line at Tesseract's height, with paper around it: print at the very edge is not read."""
    scale = _HEIGHT / crop.shape[0]
    size = max(1, round(crop.shape[1] * scale)), _HEIGHT
    scaled = cv2.resize(crop, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(scaled, _AIR, _AIR, _AIR, _AIR, cv2.BORDER_CONSTANT, value=255)
    return framed.astype(crop.dtype, copy=False)


_AIR = 10


def _on_crop(words: Sequence[SeenWord], crop: Grey) -> tuple[LineWord, ...]:
    scale = _HEIGHT / crop.shape[0]
    width = max(1, round(crop.shape[1] * scale))
    return tuple(
        LineWord(
            word.text,
            min(1.0, max(0.0, (word.left - _AIR) / width)),
            min(1.0, max(0.0, (word.right - _AIR) / width)),
            word.confidence,
        )
        for word in sorted(words, key=lambda word: word.left)
    )
