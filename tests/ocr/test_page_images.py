"""Pictures of pages for people: size, direction, parts, and pages that cannot be drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import Upload, open_upload
from ocr.page_images import save_page_image
from ocr.page_views import PageView
from ocr.sandbox import Sandbox

RED, WHITE = (220, 20, 20), (255, 255, 255)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as sandbox:
        yield sandbox


@pytest.fixture
def corner_page(tmp_path: Path, sandbox: Sandbox) -> Upload:
    """A page, 600 x 900, whose upper left quarter is red."""
    page = Image.new("RGB", (600, 900), WHITE)
    page.paste(RED, (0, 0, 300, 450))
    page.save(tmp_path / "trang.png")
    return open_upload(tmp_path / "trang.png", "trang.png", sandbox=sandbox)


def drawn(upload: Upload, target: Path, view: PageView, sandbox: Sandbox) -> Image.Image:
    size = save_page_image(upload, 1, target, view, sandbox=sandbox)
    image = Image.open(target)
    assert image.size == size
    return image.convert("RGB")


def is_red(image: Image.Image, across: float, down: float) -> bool:
    pixel = image.getpixel((int(across * image.width), int(down * image.height)))
    assert isinstance(pixel, tuple)
    return pixel[0] > 150 and pixel[1] < 100


def test_the_longer_side_is_as_long_as_asked_for(corner_page: Upload, tmp_path: Path, sandbox: Sandbox) -> None:
    image = drawn(corner_page, tmp_path / "nho.jpg", PageView(300), sandbox)
    assert image.size == (200, 300)
    assert is_red(image, 0.2, 0.2)
    assert not is_red(image, 0.8, 0.2)


def test_nothing_is_drawn_larger_than_it_was_scanned(corner_page: Upload, tmp_path: Path, sandbox: Sandbox) -> None:
    assert drawn(corner_page, tmp_path / "lon.jpg", PageView(5000), sandbox).size == (600, 900)


def test_a_page_is_turned_clockwise(corner_page: Upload, tmp_path: Path, sandbox: Sandbox) -> None:
    image = drawn(corner_page, tmp_path / "ngang.jpg", PageView(900, rotation=90), sandbox)
    assert image.size == (900, 600)
    assert is_red(image, 0.8, 0.2)
    assert not is_red(image, 0.2, 0.2)


def test_a_part_is_cut_from_the_page_as_turned(corner_page: Upload, tmp_path: Path, sandbox: Sandbox) -> None:
    view = PageView(900, rotation=90, crop=(0.5, 0.0, 1.0, 0.5), encoding="png")
    image = drawn(corner_page, tmp_path / "phan.png", view, sandbox)
    assert image.size == (450, 300)
    assert is_red(image, 0.02, 0.02)
    assert is_red(image, 0.98, 0.98)


@pytest.mark.parametrize("crop", [(0.5, 0.5, 0.5, 0.5), (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0)])
def test_a_part_without_area_is_still_a_picture(
    corner_page: Upload, tmp_path: Path, sandbox: Sandbox, crop: tuple[float, float, float, float]
) -> None:
    image = drawn(corner_page, tmp_path / "rong.png", PageView(900, crop=crop, encoding="png"), sandbox)
    assert min(image.size) >= 1


def test_a_page_that_is_not_there_is_told_as_broken(corner_page: Upload, tmp_path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(UnreadableFile) as refused:
        save_page_image(corner_page, 7, tmp_path / "x.jpg", PageView(300), sandbox=sandbox)
    assert refused.value.code == "file-broken"
    assert not (tmp_path / "x.jpg").exists()
