import unicodedata
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.mrz import check_digit
from ocr.opening import Upload, open_upload
from ocr.page import PageReading
from ocr.reader import ReadingOptions, read_page, read_uploads
from ocr.sandbox import Sandbox

Draw = Callable[..., Image.Image]
SIGNATURE = [(700, 640), (740, 560), (760, 660), (800, 590), (830, 650), (900, 600), (960, 640), (690, 655)]


def read(image: Image.Image, folder: Path, sandbox: Sandbox, name: str = "trang.png") -> PageReading:
    path = folder / name
    image.save(path, dpi=(200, 200))
    return read_page(open_upload(path, name, sandbox=sandbox), 1, sandbox=sandbox)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_was_stored(
    tmp_path: Path, sandbox: Sandbox, draw: Draw, rotation: int
) -> None:
    reading = read(draw().rotate(rotation, expand=True), tmp_path, sandbox)
    assert reading.rotation == rotation  # Pillow turns counter-clockwise, the reading says how to turn back
    assert "sinh ngày 01/02/1990" in reading.text
    assert (reading.width, reading.height) == (1240, 1000)
    first = next(word for word in reading.words if word.text == "ỦY")
    assert first.box.left == pytest.approx(120 / 1240, abs=0.02)
    assert first.box.top == pytest.approx(95 / 1000, abs=0.03)
    assert reading.text == unicodedata.normalize("NFC", reading.text)


def test_a_crooked_scan_is_read_and_boxes_point_into_the_stored_page(
    tmp_path: Path, sandbox: Sandbox, draw: Draw
) -> None:
    straight = read(draw(), tmp_path, sandbox, "a.png")
    crooked = read(draw().rotate(-4, fillcolor="white"), tmp_path, sandbox, "b.png")
    assert "skewed" in crooked.problems
    assert "chịu trách nhiệm" in crooked.text
    place = next(word for word in straight.words if word.text == "nhiệm").box.centre
    found = next(word for word in crooked.words if word.text == "nhiệm").box.centre
    angle = np.deg2rad(4)
    x, y = (place[0] - 0.5) * 1240, (place[1] - 0.5) * 1000
    turned = (x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle))
    assert found == pytest.approx((turned[0] / 1240 + 0.5, turned[1] / 1000 + 0.5), abs=0.01)


def test_a_photographed_sheet_is_rectified_and_boxes_point_into_the_photo(
    tmp_path: Path, sandbox: Sandbox, draw: Draw
) -> None:
    page = np.asarray(draw())
    corners = np.array([(150, 120), (1350, 180), (1310, 1180), (110, 1120)], dtype=np.float32)
    size = np.array([(0, 0), (1240, 0), (1240, 1000), (0, 1000)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(size, corners)
    table = np.full((1300, 1500, 3), (70, 50, 40), dtype=np.uint8)
    photo = cv2.warpPerspective(page, matrix, (1500, 1300), dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    shade = np.linspace(1.0, 0.55, 1500)[None, :, None]
    reading = read(Image.fromarray((photo * shade).astype(np.uint8)), tmp_path, sandbox)
    assert "Trung tâm Phục vụ hành chính công" in reading.text
    word = next(word for word in reading.words if word.text == "ỦY")
    expected = cv2.perspectiveTransform(np.array([[(150.0, 115.0)]]), matrix)[0, 0]
    centre = word.box.centre[0] * 1500, word.box.centre[1] * 1300
    assert centre == pytest.approx(tuple(expected), abs=25)


def test_exif_orientation_is_applied_before_anything_else(tmp_path: Path, sandbox: Sandbox, draw: Draw) -> None:
    path = tmp_path / "dien-thoai.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # stored turned; to be shown turned clockwise by 90 degrees
    draw().rotate(90, expand=True).save(path, exif=exif)
    reading = read_page(open_upload(path, path.name, sandbox=sandbox), 1, sandbox=sandbox)
    assert (reading.rotation, reading.width, reading.height) == (0, 1240, 1000)


def test_a_blank_page_is_blank_despite_dust_borders_and_print_shining_through(
    tmp_path: Path, sandbox: Sandbox, draw: Draw
) -> None:
    back = np.asarray(draw().transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(3)))
    pale = Image.fromarray((255 - (255 - back.astype(float)) * 0.12).astype(np.uint8))
    pen = ImageDraw.Draw(pale)
    pen.rectangle((1215, 0, 1240, 1000), fill="black")
    for x, y in ((300, 300), (800, 120), (500, 900)):
        pen.ellipse((x, y, x + 4, y + 4), fill="black")
    reading = read(pale, tmp_path, sandbox)
    assert reading.blank
    assert reading.lines == ()


def test_a_single_short_line_is_not_blank(tmp_path: Path, sandbox: Sandbox, draw: Draw, sketch: type) -> None:
    assert not read(draw(sketch(lines=["Nguyễn Thị Mẫu"])), tmp_path, sandbox).blank


@pytest.mark.parametrize("ink", ["black", "#203a9e", "#8a8a8a"])
def test_a_signature_is_found_where_it_is(tmp_path: Path, sandbox: Sandbox, draw: Draw, sketch: type, ink: str) -> None:
    reading = read(draw(sketch(strokes=[SIGNATURE], ink=ink)), tmp_path, sandbox)
    (mark,) = [mark for mark in reading.marks if mark.kind == "signature"]
    assert mark.box.left == pytest.approx(690 / 1240, abs=0.02)
    assert mark.box.bottom == pytest.approx(660 / 1000, abs=0.02)


def test_print_alone_is_no_signature(tmp_path: Path, sandbox: Sandbox, draw: Draw) -> None:
    assert not [mark for mark in read(draw(), tmp_path, sandbox).marks if mark.kind == "signature"]


def test_a_red_seal_is_found_and_the_name_under_it_is_read(
    tmp_path: Path, sandbox: Sandbox, draw: Draw, sketch: type
) -> None:
    page = draw(sketch(lines=["", "", "", "CHỦ TỊCH", "", "Nguyễn Thị Mẫu"], size=(1240, 900)))
    stamp = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(stamp)
    for radius, width in ((130, 7), (85, 3)):
        pen.ellipse((270 - radius, 400 - radius, 270 + radius, 400 + radius), outline="#e03030", width=width)
    sealed = Image.fromarray(np.minimum(np.asarray(page), np.asarray(stamp)))
    reading = read(sealed, tmp_path, sandbox)
    (seal,) = [mark for mark in reading.marks if mark.kind == "seal"]
    assert seal.box.centre == pytest.approx((270 / 1240, 400 / 900), abs=0.02)
    assert "Nguyễn Thị Mẫu" in reading.text


def test_header_cells_side_by_side_are_lines_of_their_own(tmp_path: Path, sandbox: Sandbox, draw: Draw) -> None:
    page = draw()
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 1240, 1000), fill="white")
    font = ImageFont.truetype("DejaVuSerif.ttf", 26)
    for y, left, right in (
        (90, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (140, "XÃ TÂN MẪU", "Độc lập - Tự do - Hạnh phúc"),
    ):
        pen.text((90, y), left, font=font, fill="black")
        pen.text((560, y), right, font=font, fill="black")
    texts = [line.text for line in read(page, tmp_path, sandbox).lines]
    assert "ỦY BAN NHÂN DÂN" in texts
    assert "Độc lập - Tự do - Hạnh phúc" in texts


def test_a_qr_code_is_decoded_with_its_place(tmp_path: Path, sandbox: Sandbox, draw: Draw) -> None:
    page = draw()
    code = segno.make("001090000001||Nguyễn Thị Mẫu|01021990|Nữ|MẪU|01012022", error="m")
    code.save(str(tmp_path / "qr.png"), scale=4)
    page.paste(Image.open(tmp_path / "qr.png").convert("RGB"), (880, 600))
    (found,) = read(page, tmp_path, sandbox).codes
    assert (found.symbology, found.text.split("|")[2]) == ("QRCode", "Nguyễn Thị Mẫu")
    assert found.box.left == pytest.approx(900 / 1240, abs=0.03)


def test_the_zone_of_an_identity_card_is_read(tmp_path: Path, sandbox: Sandbox, draw: Draw, sketch: type) -> None:
    page = draw(sketch(lines=["Ngày, tháng, năm cấp: 01/01/2022", "CỤC TRƯỞNG CỤC CẢNH SÁT"], size=(1240, 800)))
    font = ImageFont.truetype("LiberationMono-Bold.ttf", 44)
    short, number, birth, expiry = "090000001", "001090000001", "900201", "300201"
    first = f"IDVNM{short}{check_digit(short)}{number}<<{check_digit(number)}"
    dates = f"{birth}{check_digit(birth)}", f"{expiry}{check_digit(expiry)}"
    composite = check_digit(first[5:] + "".join(dates) + "<" * 11)
    zone = (first, f"{dates[0]}F{dates[1]}VNM{'<' * 11}{composite}", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(zone):
        pen.text((150, 420 + 74 * number), line, font=font, fill="black")
    found = read(page, tmp_path, sandbox).mrz
    assert found is not None
    assert (found.format, found.lines[:2], found.valid) == ("TD1", zone[:2], True)
    assert found.lines[2].startswith("NGUYEN<<TH")  # no check digit covers the name


def test_leader_dots_do_not_become_words(tmp_path: Path, sandbox: Sandbox, draw: Draw, sketch: type) -> None:
    lines = ["Họ và tên: Nguyễn Thị Mẫu" + "." * 40, "Nơi cư trú: " + "." * 70, "Dân tộc: Kinh" + "." * 50]
    reading = read(draw(sketch(lines=lines)), tmp_path, sandbox)
    assert "Nguyễn Thị Mẫu" in reading.text
    assert reading.text.count(".") <= 3


def test_a_blurred_page_is_called_blurred(tmp_path: Path, sandbox: Sandbox, draw: Draw) -> None:
    sharp, blurred = (
        read(draw(), tmp_path, sandbox),
        read(draw().filter(ImageFilter.GaussianBlur(6)), tmp_path, sandbox, "mo.png"),
    )
    assert sharp.problems == ()
    assert sharp.legible > 0.9
    assert "blurred" in blurred.problems
    assert blurred.legible < sharp.legible


def test_bad_files_and_pages_cost_the_others_nothing(tmp_path: Path, letter: Path, draw: Draw) -> None:
    (tmp_path / "rong.pdf").write_bytes(b"")
    pages = [draw(), Image.new("L", (4000, 4000)), draw()]
    pages[0].save(tmp_path / "ba.tif", save_all=True, append_images=pages[1:])
    told: list[tuple[int, int]] = []
    files = [(tmp_path / "rong.pdf", "rong.pdf"), (tmp_path / "ba.tif", "ba.tif"), (letter, "don.png")]
    options = ReadingOptions(Limits(pixels=5_000_000), processes=2)
    result = read_uploads(files, options, lambda done, total: told.append((done, total)))
    empty, tiff, png = result.uploads
    assert isinstance(empty, UnreadableFile)
    assert isinstance(tiff, Upload)
    assert isinstance(png, Upload)
    assert [(page.ref.file, page.ref.page) for page in result.pages] == [
        ("ba.tif", 1),
        ("ba.tif", 2),
        ("ba.tif", 3),
        ("don.png", 1),
    ]
    assert [page.reading.source for page in result.pages] == ["ocr", "none", "ocr", "ocr"]
    assert result.pages[1].reading.problems == ("too_large",)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
