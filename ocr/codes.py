"""QR codes and barcodes on a page.

Decoders are slow on whole pages and most pages have no code. So only the quick ones see the whole page; the others see
the places where edges stand as densely as in a code, which a map of one cell per square millimetre shows.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.geometry import Transform
from ocr.page import Code
from ocr.pictures import Pixels

_Grey = NDArray[np.uint8]
_Map = NDArray[np.float32]
_Place = tuple[int, int, int, int]
_Formats = zxingcpp.BarcodeFormats
_KIND = zxingcpp.BarcodeFormat
#: On a page of 200 dpi the decoders of these take 6 ms together, that of each other kind 5 to 15.
_ANYWHERE = _Formats((_KIND.QRCode, _KIND.MicroQRCode, _KIND.Aztec))
#: Code39 and ITF find "codes" in ruled tables; they are not used on Vietnamese papers that we know of.
_BARS = _Formats((_KIND.Code128, _KIND.EAN13, _KIND.PDF417))
_DATA_MATRIX = _Formats((_KIND.DataMatrix,))
_SQUARE = _Formats((_KIND.QRCode, _KIND.MicroQRCode, _KIND.Aztec, _KIND.DataMatrix))
#: Pixels of a cell of the edge map: a millimetre at 200 dpi.
_CELL = 8
#: Mean step between neighbouring pixels across the faintest bars that a decoder still reads, and how often more it is
#: than along them; text reaches 1.5. Measured on 120 letters with codes of all kinds pasted in: all bars are found.
_FAINTEST_BARS, _BARS_ACROSS_TO_ALONG = 6.0, 1.7
#: Cells: the narrower and the longer side of a barcode, the side of a square code, the margin that decoders want.
_BARS_NARROW, _BARS_LONG, _SQUARE_SIDES, _MARGIN = 3, 10, (6, 60), 2
_FAINTEST_SQUARE, _SQUARE_TO_DENSEST = 5.0, (0.7, 0.4)
_MOST_PLACES_OF_BARS, _MOST_PLACES_OF_SQUARES = 8, 3

#: Pixels of a side that the decoder takes; no page with a code on it is so long (benchmarks/fuzz_opening.py).
_LONGEST = 65_000


def find_codes(pixels: Pixels, to_page: Transform) -> tuple[Code, ...]:
    """Decodes what stands on the page, dark on light, in any direction.

    Args:
        pixels: Height x width x 3, RGB, the finest picture there is.
        to_page: From its pixels to fractions of the upright page.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    height, width = grey.shape
    if min(height, width) < 2 * _CELL:
        return ()
    page = 0, 0, width, height
    found = _decode(grey, page, 1.0, _ANYWHERE, to_page)
    across, down = _edges(grey)
    for place in _places_like_bars(across, down):
        found += _decode(grey, place, 1.0, _BARS, to_page) or _decode(grey, place, 2.0, _BARS, to_page)
    if not any(code.symbology == "QRCode" for code in found):
        found += _first_square(grey, _places_like_squares(across, down), to_page)
    # nobody prints them on office papers that we know of: no more is spent on them
    found = found or _decode(grey, page, 0.5, _DATA_MATRIX, to_page)
    return tuple({(code.symbology, code.text): code for code in found}.values())


def _first_square(grey: _Grey, places: list[_Place], to_page: Transform) -> list[Code]:
    """What the first of the places holds, enlarged: small and faint codes are lost on the whole page."""
    for place in places:
        if found := _decode(grey, place, 3.0, _SQUARE, to_page):
            return found
    return []


def _decode(grey: _Grey, place: _Place, scale: float, formats: _Formats, to_page: Transform) -> list[Code]:
    left, top, right, bottom = place
    if scale * max(right - left, bottom - top) > _LONGEST:
        return []
    crop = np.ascontiguousarray(grey[top:bottom, left:right])
    if scale != 1.0:
        crop = np.asarray(
            cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA),
            dtype=np.uint8,
        )
    codes = []
    for result in zxingcpp.read_barcodes(crop, formats=formats, try_invert=False):
        corners = [getattr(result.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
        across, down = [corner.x / scale + left for corner in corners], [corner.y / scale + top for corner in corners]
        box = to_page.box(min(across), min(down), max(across), max(down))
        codes.append(Code(result.format.name, result.text, box))
    return codes


def _edges(grey: _Grey) -> tuple[_Map, _Map]:
    """Mean step from a pixel to the next, to the right and downwards, around each cell of the page."""
    rows, columns = (max(1, side // _CELL) for side in grey.shape)
    steps = cv2.absdiff(grey[:, 1:], grey[:, :-1]), cv2.absdiff(grey[1:], grey[:-1])
    across, down = (
        cv2.resize(step, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) for step in steps
    )
    return np.asarray(cv2.blur(across, (5, 5)), np.float32), np.asarray(cv2.blur(down, (5, 5)), np.float32)


def _places_like_bars(across: _Map, down: _Map) -> list[_Place]:
    """Regions where edges stand densely in one direction alone."""
    places = []
    for dense, sparse in ((across, down), (down, across)):
        mask = (dense > _FAINTEST_BARS) & (dense > _BARS_ACROSS_TO_ALONG * sparse)
        for area, (x, y, w, h) in _regions(mask, cv2.MORPH_OPEN):
            if max(w, h) >= _BARS_LONG and min(w, h) >= _BARS_NARROW and area > 0.5 * w * h:
                places.append((area, (x, y, w, h)))
    return _largest(places, _MOST_PLACES_OF_BARS)


def _places_like_squares(across: _Map, down: _Map) -> list[_Place]:
    """Square regions where edges stand densely in both directions; at two heights, as text may touch the lower."""
    both = np.minimum(across, down)
    least, most = _SQUARE_SIDES
    places = []
    for share in _SQUARE_TO_DENSEST:
        mask = both > max(_FAINTEST_SQUARE, share * float(both.max()))
        of_this_share = [
            (area, (x, y, w, h))
            for area, (x, y, w, h) in _regions(mask, cv2.MORPH_CLOSE)
            if least <= w <= most and 0.6 <= w / h <= 1.6 and area > 0.6 * w * h
        ]
        places += _largest(of_this_share, _MOST_PLACES_OF_SQUARES)
    return places


def _regions(mask: NDArray[np.bool_], morphology: int) -> Iterator[tuple[int, _Place]]:
    """Area and left, top, width, height of each connected region, opened or closed first, in cells."""
    tidied = cv2.morphologyEx(mask.astype(np.uint8), morphology, np.ones((3, 3), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(tidied)
    for x, y, width, height, area in found[1:]:
        yield int(area), (int(x), int(y), int(width), int(height))


def _largest(places: list[tuple[int, _Place]], most: int) -> list[_Place]:
    """The largest of regions in cells, as left, top, right, bottom in pixels with a margin."""
    return [
        (
            max(0, x - _MARGIN) * _CELL,
            max(0, y - _MARGIN) * _CELL,
            (x + w + _MARGIN) * _CELL,
            (y + h + _MARGIN) * _CELL,
        )
        for _, (x, y, w, h) in sorted(places, reverse=True)[:most]
    ]
