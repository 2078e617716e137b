"""QR codes and barcodes on a page."""

from collections.abc import Iterable

import cv2
import numpy as np
import zxingcpp

from ocr.geometry import Transform
from ocr.page import Code
from ocr.pictures import Pixels

#: Code39 and ITF find "codes" in ruled tables; they are not used on Vietnamese papers that we know of.
_FORMATS = (
    zxingcpp.BarcodeFormat.QRCode
    | zxingcpp.BarcodeFormat.MicroQRCode
    | zxingcpp.BarcodeFormat.DataMatrix
    | zxingcpp.BarcodeFormat.Aztec
    | zxingcpp.BarcodeFormat.PDF417
    | zxingcpp.BarcodeFormat.Code128
    | zxingcpp.BarcodeFormat.EAN13
)


def find_codes(pixels: Pixels, to_page: Transform) -> tuple[Code, ...]:
    """Decodes what stands on the page: first as it is, then enlarged where something looks like a QR code.

    Args:
        pixels: Height x width x 3, RGB, the finest picture there is.
        to_page: From its pixels to fractions of the upright page.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    found = list(_decode(grey, IDENTITY_CROP, to_page))
    if not any(code.symbology == "QRCode" for code in found):
        for left, top, right, bottom in _code_like_places(grey):
            crop = cv2.resize(grey[top:bottom, left:right], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
            enlarged = list(_decode(np.asarray(crop, dtype=np.uint8), (left, top, 3.0), to_page))
            if enlarged:
                found += enlarged
                break
    return tuple({(code.symbology, code.text): code for code in found}.values())


IDENTITY_CROP = (0, 0, 1.0)


def _decode(grey: np.ndarray, crop: tuple[int, int, float], to_page: Transform) -> Iterable[Code]:
    left, top, scale = crop
    for result in zxingcpp.read_barcodes(grey, formats=_FORMATS):
        corners = [getattr(result.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
        across, down = [corner.x / scale + left for corner in corners], [corner.y / scale + top for corner in corners]
        yield Code(result.format.name, result.text, to_page.box(min(across), min(down), max(across), max(down)))


def _code_like_places(grey: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Square regions dense with edges in both directions, the densest first, at most four, with a margin."""
    height, width = grey.shape
    scale = min(1.0, 1000 / max(height, width))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    across, down = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0)), np.abs(cv2.Sobel(small, cv2.CV_32F, 0, 1))
    busy = cv2.boxFilter(np.minimum(across, 255), -1, (15, 15)) * cv2.boxFilter(np.minimum(down, 255), -1, (15, 15))
    mask = (busy > 0.35 * float(busy.max(initial=1.0))).astype(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    )
    places = []
    for x, y, w, h, area in boxes[1:]:
        if 25 <= w <= 400 and 0.6 <= w / h <= 1.6 and area > 0.6 * w * h:
            margin = 12
            box = [(x - margin) / scale, (y - margin) / scale, (x + w + margin) / scale, (y + h + margin) / scale]
            places.append(
                (area, (max(0, int(box[0])), max(0, int(box[1])), min(width, int(box[2])), min(height, int(box[3]))))
            )
    return [place for _, place in sorted(places, reverse=True)[:4]]
