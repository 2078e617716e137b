from collections.abc import Callable

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from ocr.codes import find_codes
from ocr.geometry import scaling
from ocr.page import Code

Grey = NDArray[np.uint8]
TEXTS = {
    "QRCode": "001090000001|Nguyễn Thị Mẫu|01021990|Nữ",
    "Code128": "H99-0001",
    "EAN13": "8930000000019",
    "PDF417": "MAU 2026 000001 NGUYEN THI MAU",
    "DataMatrix": "MAU-0001-2026",
    "Aztec": "MAU-0001-2026",
}


#: Pixels of a module; a DataMatrix is looked for less closely than the others.
MODULES = {"DataMatrix": 5}


def drawn(symbology: str, module: int) -> Grey:
    """The code, each of its modules so many pixels wide, bars 60 pixels high."""
    barcode = zxingcpp.create_barcode(TEXTS[symbology], getattr(zxingcpp.BarcodeFormat, symbology))
    image = np.array(zxingcpp.write_barcode_to_image(barcode, scale=module, add_quiet_zones=True), dtype=np.uint8)
    return image[:60] if symbology in {"Code128", "EAN13"} else image


def on_page(page: Image.Image, code: Grey, left: int, top: int) -> NDArray[np.uint8]:
    pixels = np.array(page)
    pixels[top : top + code.shape[0], left : left + code.shape[1]] = code[..., None]
    return pixels


def codes_of(pixels: NDArray[np.uint8]) -> dict[str, Code]:
    height, width = pixels.shape[:2]
    return {code.symbology: code for code in find_codes(pixels, scaling(1 / width, 1 / height))}


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("symbology", TEXTS)
def test_every_kind_of_code_is_found_whichever_way_it_stands(
    draw: Callable[[None], Image.Image], symbology: str, turns: int
) -> None:
    code = np.ascontiguousarray(np.rot90(drawn(symbology, MODULES.get(symbology, 3)), turns))
    found = codes_of(on_page(draw(None), code, 600, 480))[symbology]
    assert found.text == TEXTS[symbology]
    assert found.box.left * 1240 == pytest.approx(600, abs=45)
    assert (found.box.bottom * 1000 - 480) / code.shape[0] == pytest.approx(1, abs=0.4)


def test_a_faint_and_noisy_code_beside_text_is_read(draw: Callable[[None], Image.Image]) -> None:
    faint = 120 + drawn("QRCode", 3) * (90 / 255)
    noisy = cv2.GaussianBlur(faint, (0, 0), 0.9) + np.random.default_rng(5).normal(0, 4, faint.shape)
    found = codes_of(on_page(draw(None), np.clip(noisy, 0, 255).astype(np.uint8), 760, 130))
    assert found["QRCode"].text == TEXTS["QRCode"]


def test_a_ruled_table_is_no_code(draw: Callable[[None], Image.Image]) -> None:
    pixels = np.array(draw(None))
    pixels[500:900:12, 200:1000] = 0
    pixels[500:900, 200:1000:40] = 0
    pixels[300:470, 900:1100:6] = 0
    assert not codes_of(pixels)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 7)])
def test_slivers_of_a_page_hold_no_code(size: tuple[int, int]) -> None:
    assert not codes_of(np.zeros((*size, 3), dtype=np.uint8))


def test_a_strip_too_long_for_the_decoder_has_no_codes() -> None:
    assert find_codes(np.full((4, 70_000, 3), 255, np.uint8), scaling(1 / 70_000, 1 / 4)) == ()
