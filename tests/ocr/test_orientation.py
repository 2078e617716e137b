"""Which way up pages are that can hardly be read: small print, scanned coarsely in black and white."""

from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.engine import chosen_engine
from ocr.engines import load_engine
from ocr.line_reading import words_of_crops
from ocr.orientation import Direction, likely_direction, read_upright, sense_of, turned
from ocr.page import Rotation
from ocr.page_reading import read_picture
from ocr.pictures import Picture
from ocr.recognition import SeenWord

READ = partial(words_of_crops, load_engine())
Pixels = NDArray[np.uint8]
DRAWN_DPI, COARSE_DPI = 150, 72
CARD = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "SOCIALIST REPUBLIC OF VIET NAM",
    "CĂN CƯỚC / IDENTITY CARD",
    "Số định danh cá nhân / Personal identification number",
    "001190000001",
    "Họ, chữ đệm và tên khai sinh / Full name",
    "NGUYỄN THỊ MẪU",
    "Ngày, tháng, năm sinh / Date of birth  01/02/1990",
    "Giới tính / Sex  Nữ   Quốc tịch / Nationality  Việt Nam",
]
ZONE = ["IDVNM1900000018001190000001<<8", "9002014F3002011VNM<<<<<<<<<<<4", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"]


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(Path("/usr/share/fonts").rglob(name)), size)


def copied_card(threshold: int, zone: list[str]) -> Pixels:
    """An A4 sheet with a card on it in 7 point print, in black and white at 72 dots per inch."""
    sheet = Image.new("L", (1240, 1754), 250)
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(CARD):
        pen.text((300, 200 + 30 * number), line, fill=20, font=font("LiberationSans-Regular.ttf", 14))
    for number, line in enumerate(zone):
        pen.text((300, 700 + 44 * number), line, fill=20, font=font("LiberationMono-Bold.ttf", 28))
    scale = COARSE_DPI / DRAWN_DPI
    coarse = cv2.resize(np.array(sheet), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.where(coarse < threshold, 0, 255).astype(np.uint8)


def word(text: str, confidence: float, *, level: bool = True) -> SeenWord:
    long = 20 * len(text)
    return SeenWord(text, 0, 0, long if level else 20, 20 if level else long, confidence, (0, 0, 0))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(("threshold", "zone"), [(150, ZONE), (190, [])])
def test_a_card_that_can_hardly_be_read_is_turned_upright_all_the_same(
    rotation: Rotation, threshold: int, zone: list[str]
) -> None:
    stored = turned(copied_card(threshold, zone), rotation)
    reading = read_picture(Picture(np.dstack([stored] * 3), COARSE_DPI), chosen_engine())
    assert reading.rotation == (360 - rotation) % 360


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_lines_across_tell_the_way_up_where_the_skew_took_the_wrong_axis(rotation: Rotation) -> None:
    page = Image.new("L", (1000, 1400), 250)
    for number, line in enumerate(CARD * 3):
        ImageDraw.Draw(page).text((100, 100 + 40 * number), line, fill=20, font=font("LiberationSans-Regular.ttf", 24))
    direction = likely_direction(turned(np.array(page), rotation), rotation in {0, 180}, READ)
    assert direction.sure
    assert direction.order[0] == (360 - rotation) % 360


def test_many_words_that_make_some_sense_beat_a_few_that_make_more() -> None:
    many = [word("phường", 0.2) for _ in range(60)]
    few = [word("no", 0.45) for _ in range(20)]
    upright = read_upright(Direction((0, 180, 90, 270), sure=False), lambda turn: {0: many, 90: few}.get(turn, few[:4]))
    assert sense_of(few) > sense_of(many)
    assert upright.rotation == 0


def test_the_filler_of_a_machine_readable_zone_makes_sense_however_doubtful() -> None:
    assert sense_of([word("NGUYEN<<THI<M4U<<<<<", 0.05)]) == 1
    assert sense_of([word("NGUYEN<<THI<M4U<<<<<", 0.05, level=False)]) == 0
    assert sense_of([word("NGUYEN<THI", 0.05)]) == 0
