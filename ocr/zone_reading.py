"""Finds where a machine-readable zone stands on a page and reads it again, with its own alphabet and a fitting size."""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleaning import Grey, even_light
from ocr.geometry import Transform, scaling, shift
from ocr.mrz import looks_like_zone, parse_zone
from ocr.page import MachineReadableZone
from ocr.pictures import Pixels
from ocr.recognition import Approach, SeenWord, recognise

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_ZONE = Approach(segmentation=6, language="eng", alphabet=_ALPHABET)
#: Pixels from one line of the zone to the next at which Tesseract reads it best (24 cards: 40 to 60 alike).
_PITCHES = (48, 34)

Rectangle = tuple[float, float, float, float]


def read_zone(
    words: Sequence[SeenWord], stored: Pixels, to_stored: Transform, to_page: Transform
) -> MachineReadableZone | None:
    """The zone of a page, None where no line looks like one.

    Args:
        words: Of the upright sheet.
        stored: The picture as stored, in which the zone is finest.
        to_stored: From pixels of the upright sheet to pixels of `stored`.
        to_page: From pixels of the upright sheet to fractions of the page.
    """
    texts, place = _lines_like_a_zone(words)
    if place is None:
        return None
    zones = []
    for pitch in _PITCHES:
        strip = upright_crop(stored, to_stored, place, pitch / _line_pitch(texts, place))
        lines: dict[tuple[int, int, int], list[str]] = {}
        for word in recognise(strip, 300, _ZONE):
            lines.setdefault(word.line, []).append(word.text)
        zones.append(parse_zone(["".join(line) for line in lines.values()]))
        if zones[-1] is not None and zones[-1][2]:
            break
    zones.append(parse_zone(texts))  # with the whole alphabet of the page: I and T are confused, so it comes last
    found = [zone for zone in zones if zone is not None]
    if not found:
        return None
    format_, lines_read, valid = max(found, key=lambda zone: zone[2])
    return MachineReadableZone(format_, lines_read, to_page.box(*place), valid)


def _lines_like_a_zone(words: Sequence[SeenWord]) -> tuple[list[str], Rectangle | None]:
    """Texts of the lines from the first to the last that look like a zone, and the rectangle around them."""
    lines: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    suspects = [line for line in lines.values() if any(looks_like_zone(word.text) for word in line)]
    if not suspects:
        return [], None
    left, right = (
        pick(getattr(w, side) for line in suspects for w in line) for pick, side in ((min, "left"), (max, "right"))
    )
    top, bottom = min(w.top for line in suspects for w in line), max(w.bottom for line in suspects for w in line)
    height = float(np.median([word.bottom - word.top for line in suspects for word in line]))
    # a line above or below may have been read as rubbish: three lines at most, one pitch to either side
    slack = max(0.3, 3 - (bottom - top) / (1.7 * height)) * 1.7 * height if len(suspects) < 3 else 0.6 * height
    texts = ["".join(word.text for word in line) for line in suspects]
    # the ends of weak lines are often not read at all: room for what lacks to 30 characters, and a little more
    lacking = max(0, 30 - max(len(text) for text in texts)) / 30
    before, after = 0.05 * (right - left), (0.05 + 1.3 * lacking) * (right - left)
    return texts, (left - before, top - slack, right + after, bottom + slack)


def _line_pitch(texts: Sequence[str], place: Rectangle) -> float:
    """Distance of the lines: a zone's characters are as wide as 0.6 of their height, lines 1.7 heights apart."""
    longest = max(len(text) for text in texts)
    return max(4.0, (place[2] - place[0]) / max(longest, 28) * 2.1)


def upright_crop(stored: Pixels, to_stored: Transform, place: Rectangle, scale: float) -> Grey:
    """A place of the upright sheet cut from the picture as stored, `scale` times as large as on the sheet."""
    width, height = place[2] - place[0], place[3] - place[1]
    to_strip = shift(-place[0], -place[1]).then(scaling(scale, scale))
    matrix = to_stored.inverse().then(to_strip).matrix
    size = max(1, round(width * scale)), max(1, round(height * scale))
    strip = cv2.warpPerspective(stored, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    # the red channel: MRZ print is black, patterns and stamps across it are mostly red
    return even_light(np.ascontiguousarray(strip[:, :, 0]).astype(np.uint8))
