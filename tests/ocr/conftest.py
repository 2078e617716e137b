"""Small pages drawn for the tests, and a sandbox that all of them share."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.limits import Limits
from ocr.sandbox import Sandbox

pillow_heif.register_heif_opener()

LETTER = [
    "ỦY BAN NHÂN DÂN XÃ MẪU",
    "Kính gửi: Trung tâm Phục vụ hành chính công",
    "Tôi tên là Nguyễn Thị Mẫu, sinh ngày 01/02/1990,",
    "đề nghị cấp bản sao trích lục khai sinh cho con.",
    "Tôi cam đoan những lời khai trên là đúng sự thật",
    "và chịu trách nhiệm trước pháp luật.",
]


@dataclass(frozen=True)
class Sketch:
    """What to draw: text lines from the top at 200 dpi, and strokes as chains of points in pixels."""

    lines: Sequence[str] = field(default_factory=lambda: list(LETTER))
    size: tuple[int, int] = (1240, 1000)
    strokes: Sequence[Sequence[tuple[int, int]]] = ()
    ink: str = "black"


def _draw(sketch: Sketch | None = None) -> Image.Image:
    sketch = sketch or Sketch()
    page = Image.new("RGB", sketch.size, "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSerif.ttf", 32)
    for number, line in enumerate(sketch.lines):
        pen.text((120, 90 + 62 * number), line, font=font, fill="black")
    for stroke in sketch.strokes:
        pen.line(stroke, fill=sketch.ink, width=4, joint="curve")
    return page


@pytest.fixture(scope="session")
def draw() -> Callable[[Sketch | None], Image.Image]:
    return _draw


@pytest.fixture(scope="session")
def sketch() -> type[Sketch]:
    return Sketch


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(), processes=1) as shared_by_tests:
        yield shared_by_tests


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("letter") / "letter.png"
    _draw().save(path)
    return path
