"""How well a page can be read: blank or not, legible from 0 to 1, and what is wrong with the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleaning import Grey, Mask
from ocr.pictures import Pixels
from ocr.recognition import SeenWord
from ocr.syllables import is_number, is_syllable

#: Scans of land papers may be tilted by less than 3 degrees (Thông tư 26/2024/TT-BTNMT).
_CROOKED = 3.0
#: A word as high as this many stored pixels is 12 point print at 75 dpi.
_TOO_FEW_PIXELS = 11.5
_FEWEST_WORDS = 10
_COARSE = 80  # dots per inch
_SURE = 0.7
#: Share of letters read surely: what is wrong with such a page does not hurt.
_READS_WELL = 0.9
#: Sharpness: see `_sharpness`.
_SOFT = 0.28
#: Median brightness: below the first nobody can read on; below the second it takes its toll on some pages.
_BLACK, _DIM = 50, 90
#: A page with so many letters read surely bears text: the shortest names.
_FEWEST_LETTERS, _SURE_TEXT = 4, 0.8
#: Grey level of ink that was meant: print that shines through stays lighter.
_DARK_INK = 140
#: Difference of the channels in the ink of a stamp or pen.
_COLOURFUL = 80
#: Share of the sheet: a stroke of an inch. 50 pages of letters and 117 of dossiers: blank ones 0, others from 0.0006.
_LEAST_INK = 0.0002
#: Inches: the rim that scanners darken, the size of dust, and holes of files (ISO 838: 6 mm wide, 12 mm from the edge).
_RIM, _DUST = 0.15, 0.06
_HOLES_WITHIN, _SMALLEST_HOLE, _LARGEST_HOLE = 0.8, 0.16, 0.34


@dataclass(frozen=True)
class Impression:
    """What the quality of a page is judged from.

    Attributes:
        grey: The upright sheet in even light, height x width, without coloured seals.
        colour: The sheet as it was cut out, height x width x 3, RGB.
        brightness: Median of the sheet before the light was made even, 0-255.
        words: Read from it, in its pixels.
        pixels_per_stored_pixel: Scale of the sheet against the picture as stored.
        dots_per_inch: Of the sheet.
        skew: Degrees.
        photographed: A tilted photo is no fault: it was rectified.
    """

    grey: Grey
    colour: Pixels
    brightness: float
    words: Sequence[SeenWord]
    pixels_per_stored_pixel: float
    dots_per_inch: float
    skew: float
    photographed: bool


def is_blank(impression: Impression) -> bool:
    """No text worth the name and no ink to speak of: dust, staples, borders and print shining through do not count."""
    letters = sum(len(word.text) for word in impression.words if word.confidence >= _SURE_TEXT and _is_text(word.text))
    if letters >= _FEWEST_LETTERS:
        return False
    ink = (impression.grey < _DARK_INK) | _coloured(impression.colour)
    return _share_of_strokes(ink, impression.dots_per_inch) < _LEAST_INK


def _is_text(text: str) -> bool:
    return (len(text) > 1 and is_syllable(text)) or is_number(text)


def _coloured(colour: Pixels) -> Mask:
    """Where ink of a strong colour lies: stamps are missing from the grey sheet. Coloured paper is none."""
    red, green, blue = cv2.split(colour)
    lightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    spread = np.asarray(cv2.subtract(lightest, darkest), np.uint8)
    return np.asarray(spread > _COLOURFUL + float(np.median(spread[::8, ::8])), np.bool_)


def _share_of_strokes(ink: Mask, dots_per_inch: float) -> float:
    """Share of the sheet under spots larger than dust that do not touch its rim and are no holes of a file."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    boxes = np.asarray(boxes[1:], dtype=np.int64)
    height, width = ink.shape
    wide, tall = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    left, top = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_TOP]
    # distance from the nearest edge of the sheet, in inches
    near = np.minimum.reduce([left, top, width - left - wide, height - top - tall]) / dots_per_inch
    large, small = np.maximum(wide, tall) / dots_per_inch, np.minimum(wide, tall) / dots_per_inch
    hole = (near < _HOLES_WITHIN) & (small > _SMALLEST_HOLE) & (large < _LARGEST_HOLE) & (small > 0.8 * large)
    strokes = (near > _RIM) & (large >= _DUST) & ~hole
    return float(boxes[strokes, cv2.CC_STAT_AREA].sum()) / float(height * width)


def legible(words: Sequence[SeenWord]) -> float:
    """Share of what was read that was read surely, by letters, 0-1."""
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) for word in words if word.confidence >= _SURE)
    return round(sure / letters, 3) if letters else 0.0


def problems_of(impression: Impression) -> tuple[str, ...]:
    """Codes of what is wrong with the picture of a page that is not blank."""
    share, brightness = legible(impression.words), impression.brightness
    found = {
        "blurred": share < _READS_WELL and _sharpness(impression.grey) < _SOFT,
        "dark": brightness < _BLACK or (brightness < _DIM and share < _READS_WELL),
        "low_resolution": _word_height(impression) < _TOO_FEW_PIXELS
        # hardly a word was read
        or (impression.dots_per_inch < _COARSE and share < _READS_WELL),
        "cut_off": _words_at_the_edge(impression) >= 3,
        "skewed": abs(impression.skew) >= _CROOKED and not impression.photographed,
    }
    return tuple(code for code, applies in found.items() if applies)


def _sharpness(grey: Grey) -> float:
    """How steep edges are, per pixel, against the contrast right there: 0.33 and more in focus, however little print.

    Scans and photos of 28 pages: 0.33 to 0.52; blurred by 2 pixels 0.22 to 0.37, by 3 0.18 to 0.30.
    """
    window = np.ones((9, 9), np.uint8)
    contrast = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window))[::2, ::2]
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    steep = cv2.dilate(cv2.magnitude(across, down), window)[::2, ::2]
    edges = contrast >= max(40.0, 0.5 * float(np.percentile(contrast, 99.9)))
    return float(np.median(steep[edges] / contrast[edges])) if edges.any() else 1.0


def _word_height(impression: Impression) -> float:
    """Median height of words in stored pixels, surely read ones first; infinite where there are too few to tell."""
    words = [word for word in impression.words if len(word.text) > 2]
    sure = [word for word in words if word.confidence >= 0.5]
    chosen = sure if len(sure) >= _FEWEST_WORDS else words
    if len(chosen) < _FEWEST_WORDS:
        return float("inf")
    return float(np.median([word.bottom - word.top for word in chosen])) / impression.pixels_per_stored_pixel


def _words_at_the_edge(impression: Impression) -> int:
    height, width = impression.grey.shape
    margin = 0.004 * width
    return sum(
        (word.left <= margin or word.right >= width - margin or word.bottom >= height - 0.003 * height)
        for word in impression.words
        if word.confidence >= 0.5 and len(word.text) > 1 and _is_text(word.text)
    )
