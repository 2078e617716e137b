"""The line recogniser's training: what it starts from, what it draws, and that it learns."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.ctc import best_path
from ocr.line_pictures import HEIGHT, line_picture, side_by_side

torch = pytest.importorskip("torch", reason="the dependency group training is not installed")

from ocr.training.lines import LineDrawer, typefaces  # noqa: E402
from ocr.training.network import LineNetwork, export, from_tesseract  # noqa: E402
from ocr.training.tesseract_weights import read_network  # noqa: E402
from ocr.training.texts import LineTexts  # noqa: E402
from ocr.training.train import Course, Material, Trainer, batches, error_rate, settings  # noqa: E402

VIETNAMESE = Path("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata")
SENTENCES = 3 * [
    "Giấy chứng nhận đăng ký kết hôn của hai bên",
    "Tờ khai theo mẫu quy định, kèm giấy tờ chứng minh nơi cư trú",
]


@pytest.fixture(scope="module")
def alphabet() -> str:
    return str(settings()["alphabet"])


@pytest.fixture(scope="module")
def network(alphabet: str) -> LineNetwork:
    return from_tesseract(read_network(VIETNAMESE), alphabet, settings()["likenesses"])


@pytest.fixture(scope="module")
def material(alphabet: str) -> Material:
    faces = typefaces([Path("/usr/share/fonts")], {"liberationserif": 1.0, "dejavuserif": 1.0}, "ẶỔđ")
    return Material(SENTENCES, faces, alphabet)


def test_the_network_starts_with_what_tesseract_knows(network: LineNetwork, alphabet: str) -> None:
    text = "Cộng hòa xã hội chủ nghĩa Việt Nam"
    font = ImageFont.truetype("LiberationSerif-Regular.ttf", 60)
    image = Image.new("L", (round(font.getlength(text)) + 40, 84), 250)
    ImageDraw.Draw(image).text((20, 62), text, fill=0, font=font, anchor="ls")
    # Tesseract's own height: at ours it has to learn anew
    crop = cv2.resize(np.asarray(image), None, fx=36 / 84, fy=36 / 84, interpolation=cv2.INTER_AREA)
    with torch.no_grad():
        scores = network.eval()(torch.tensor(crop / 125 - 1, dtype=torch.float32)[None, None])
    # at the rims, where Tesseract itself pads with noise, it may see a dash or a dot
    assert text in best_path(scores[:, 0].numpy(), alphabet)


def test_a_file_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    cut = tmp_path / "cut.traineddata"
    cut.write_bytes(VIETNAMESE.read_bytes()[:300_000])
    with pytest.raises(ValueError, match="too early"):
        read_network(cut)


def test_a_character_that_is_neither_known_nor_like_one_is_refused() -> None:
    with pytest.raises(KeyError):
        from_tesseract(read_network(VIETNAMESE), "a☃", {})


def test_texts_hold_only_characters_of_the_alphabet_and_repeat_with_their_seed(alphabet: str) -> None:
    first, again, other = (
        [texts.draw() for _ in range(200)] for texts in (LineTexts(SENTENCES, alphabet, seed) for seed in (1, 1, 2))
    )
    assert first == again
    assert first != other
    assert set("".join(first)) <= set(alphabet)
    assert all(1 <= len(text) <= 64 for text in first)


def test_drawn_lines_have_dark_print_on_light_paper_and_repeat_with_their_seed(material: Material) -> None:
    drawn = [LineDrawer(material.faces, 3).draw("Họ và tên: MẪU", "dòng khác") for _ in range(2)]
    assert np.array_equal(*drawn)
    assert drawn[0].min() < 150 < drawn[0].max()
    pictures = [LineDrawer(material.faces, seed).draw("Ổ", "ụ") for seed in range(20)]
    assert all(picture.shape[0] > 10 for picture in pictures)


def test_fonts_without_vietnamese_letters_are_not_drawn() -> None:
    assert typefaces([Path("/usr/share/fonts")], {"dejavumathtexgyre": 1.0}, "☃️一") == []


def test_a_batch_is_of_one_width_and_knows_where_each_line_ends(material: Material) -> None:
    for pictures, texts, steps in itertools.islice(batches(material, Course(batch=8), 5), 3):
        assert pictures.shape[:3] == (8, 1, HEIGHT)
        assert len(texts) == len(steps) == 8
        assert all(len(text) < step <= pictures.shape[3] // 3 for text, step in zip(texts, steps, strict=True))


def test_training_lowers_the_error_on_what_it_sees(material: Material, alphabet: str) -> None:
    network = from_tesseract(read_network(VIETNAMESE), alphabet, settings()["likenesses"])
    lines = list(itertools.islice(material.lines(9), 40))
    before = error_rate(network, lines, alphabet)
    trainer = Trainer(network, material, Course(steps=30, batch=16, rate=1e-3))
    losses = [loss for _, loss in trainer.run()]
    assert np.isfinite(losses).all()
    assert error_rate(network, lines, alphabet) < before


def test_what_is_exported_reads_as_what_was_trained(network: LineNetwork, tmp_path: Path) -> None:
    export(network, HEIGHT, tmp_path / "line.onnx")
    batch = side_by_side([line_picture(np.random.default_rng(1).integers(0, 255, (40, 300), dtype=np.uint8))] * 3)
    session = onnxruntime.InferenceSession(str(tmp_path / "line.onnx"))
    with torch.no_grad():
        expected = network(torch.from_numpy(batch)).numpy()
    np.testing.assert_allclose(session.run(None, {"pictures": batch})[0], expected, atol=1e-4)
