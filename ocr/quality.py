"""How well a page can be read: blank or not, legible from 0 to 1, and what is wrong with the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleaning import Grey
from ocr.recognition import SeenWord
from ocr.syllables import is_number, is_syllable

#: Scans of land papers may be tilted by less than 3 degrees (Thông tư 26/2024/TT-BTNMT).
_CROOKED = 3.0
#: A word as high as this many stored pixels is 12 point print at 90 dpi.
_TOO_FEW_PIXELS = 13.0
_SURE = 0.7


@dataclass(frozen=True)
class Impression:
    """What the quality of a page is judged from.

    Attributes:
        grey: The upright sheet in even light, height x width.
        brightness: Median of the sheet before the light was made even, 0-255.
        words: Read from it, in its pixels.
        pixels_per_stored_pixel: Scale of the sheet against the picture as stored.
        dots_per_inch: Of the sheet.
        skew: Degrees.
        photographed: A tilted photo is no fault: it was rectified.
    """

    grey: Grey
    brightness: float
    words: Sequence[SeenWord]
    pixels_per_stored_pixel: float
    dots_per_inch: float
    skew: float
    photographed: bool


def is_blank(impression: Impression) -> bool:
    """No text worth the name and no ink to speak of: dust, staples, borders and print shining through do not count."""
    letters = sum(len(word.text) for word in impression.words if word.confidence >= 0.5 and _is_text(word.text))
    if letters >= 8:
        return False
    return _strong_ink(impression.grey, impression.dots_per_inch) < 0.0006


def _is_text(text: str) -> bool:
    return (len(text) > 1 and is_syllable(text)) or is_number(text)


def _strong_ink(grey: Grey, dots_per_inch: float) -> float:
    """Share of the sheet under dark spots larger than dust that do not touch its rim."""
    ink = (grey < 140).astype(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = grey.shape
    rim = round(0.15 * dots_per_inch)
    left, top = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_TOP]
    right, bottom = left + boxes[:, cv2.CC_STAT_WIDTH], top + boxes[:, cv2.CC_STAT_HEIGHT]
    inner = (left > rim) & (top > rim) & (right < width - rim) & (bottom < height - rim)
    large = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) >= 0.06 * dots_per_inch
    chosen = inner & large
    chosen[0] = False
    areas = np.asarray(boxes, dtype=np.int64)[chosen, cv2.CC_STAT_AREA]
    return float(areas.sum()) / float(height * width)


def legible(words: Sequence[SeenWord]) -> float:
    """Share of what was read that was read surely, by letters, 0-1."""
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) for word in words if word.confidence >= _SURE)
    return round(sure / letters, 3) if letters else 0.0


def problems_of(impression: Impression) -> tuple[str, ...]:
    """Codes of what is wrong with the picture of a page that is not blank."""
    share = legible(impression.words)
    found = {
        "blurred": share < 0.75 and _sharpness(impression.grey) < 0.16,
        "dark": share < 0.85 and impression.brightness < 90,
        "low_resolution": _word_height(impression) < _TOO_FEW_PIXELS,
        "cut_off": _words_at_the_edge(impression) >= 3,
        "skewed": abs(impression.skew) >= _CROOKED and not impression.photographed,
    }
    return tuple(code for code, applies in found.items() if applies)


def _sharpness(grey: Grey) -> float:
    """Steepest edges against the full contrast of the print, per pixel: 0.3 and more when in focus."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    steep = float(np.percentile(cv2.magnitude(across, down), 99))
    contrast = float(np.percentile(grey, 90)) - float(np.percentile(grey, 0.5))
    return steep / max(contrast, 1.0)


def _word_height(impression: Impression) -> float:
    """Median height of surely read words in stored pixels; infinite where there are too few to tell."""
    heights = [word.bottom - word.top for word in impression.words if word.confidence >= 0.5 and len(word.text) > 2]
    return float(np.median(heights)) / impression.pixels_per_stored_pixel if len(heights) >= 10 else float("inf")


def _words_at_the_edge(impression: Impression) -> int:
    height, width = impression.grey.shape
    margin = 0.004 * width
    return sum(
        (word.left <= margin or word.right >= width - margin or word.bottom >= height - 0.003 * height)
        for word in impression.words
        if word.confidence >= 0.5 and len(word.text) > 1 and _is_text(word.text)
    )
