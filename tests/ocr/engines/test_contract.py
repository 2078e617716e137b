"""What every engine that reads lines must do, run against each of them."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines import load_engine, version_of
from ocr.engines.interface import Grey, LineEngine
from ocr.errors import EngineMissing

_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"


def line(text: str, size: int = 34) -> Grey:
    """A crop of a printed line."""
    font = ImageFont.truetype(_FONT, size)
    image = Image.new("L", (round(font.getlength(text)) + size, round(1.5 * size)), 250)
    ImageDraw.Draw(image).text((size // 2, 1.1 * size), text, fill=10, font=font, anchor="ls")
    return np.asarray(image)


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image-to-text model of the Hugging Face library, untrained and a few kilobytes large."""
    torch = pytest.importorskip("torch", reason="the dependency group models is not installed")
    transformers = pytest.importorskip("transformers", reason="the dependency group models is not installed")
    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(1)
    encoder = transformers.ViTConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        image_size=(32, 128),
        patch_size=16,
    )
    decoder = transformers.TrOCRConfig(
        vocab_size=300,
        d_model=16,
        decoder_layers=1,
        decoder_attention_heads=2,
        decoder_ffn_dim=16,
        cross_attention_hidden_size=16,
        max_position_embeddings=128,
    )
    together = transformers.VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder)
    model = transformers.VisionEncoderDecoderModel(together)
    for settings in (model.config, model.generation_config):
        settings.decoder_start_token_id, settings.pad_token_id, settings.eos_token_id = 0, 1, 2
    model.save_pretrained(folder)
    images = transformers.ViTImageProcessor(size={"height": 32, "width": 128})
    transformers.TrOCRProcessor(image_processor=images, tokenizer=_tokenizer()).save_pretrained(folder)
    return folder


def _tokenizer() -> object:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: PLC0415
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(), decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(["Họ và tên: MẪU 0123456789"], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


@pytest.fixture(scope="module", params=["network", "tesseract", "transformers"])
def engine(request: pytest.FixtureRequest) -> LineEngine:
    """Each engine in turn."""
    name = str(request.param)
    if name == "transformers":
        name = f"transformers:{request.getfixturevalue('tiny_transformer')}"
    return load_engine(name)


@pytest.fixture(scope="module", params=["network", "tesseract"])
def trained_engine(request: pytest.FixtureRequest) -> LineEngine:
    """The engines that can read."""
    return load_engine(str(request.param))


def test_gives_an_answer_for_every_crop_in_their_order(engine: LineEngine) -> None:
    assert len(engine.read([line("Họ và tên"), line("một"), np.full((30, 300), 255, np.uint8)])) == 3


def test_reads_nothing_when_given_nothing(engine: LineEngine) -> None:
    assert engine.read([]) == []


def test_words_are_whole_composed_and_in_place(engine: LineEngine) -> None:
    for words in engine.read([line("Giấy khai sinh số 12"), line("Nơi cư trú", 20)]):
        for word in words:
            assert word.text == unicodedata.normalize("NFC", word.text)
            assert word.text.split() == [word.text]
            assert 0 <= word.left <= word.right <= 1
            assert 0 <= word.confidence <= 1
        lefts = [word.left for word in words]
        assert lefts == sorted(lefts)


def test_writes_only_characters_of_the_alphabet(engine: LineEngine) -> None:
    (words,) = engine.read([line("Số 0123 của MẪU")], alphabet="0123456789")
    assert set("".join(word.text for word in words)) <= set("0123456789")


def test_reads_the_same_twice(engine: LineEngine) -> None:
    crops = [line("Ủy ban nhân dân tỉnh"), line("Độc lập")]
    assert engine.read(crops) == engine.read(crops)


def test_a_crop_of_a_few_pixels_does_no_harm(engine: LineEngine) -> None:
    assert len(engine.read([np.zeros((1, 1), np.uint8), np.full((3, 2), 90, np.uint8)])) == 2


@pytest.mark.parametrize("name", ["network", "tesseract", "transformers:a-model"])
def test_its_version_is_known_without_loading_it(name: str) -> None:
    assert version_of(name).split()


@pytest.mark.parametrize("text", ["Giấy chứng nhận đăng ký kết hôn", "ỦY BAN NHÂN DÂN PHƯỜNG", "Ngày 15/08/2024"])
def test_reads_clean_print_letter_for_letter(trained_engine: LineEngine, text: str) -> None:
    (words,) = trained_engine.read([line(text)])
    assert " ".join(word.text for word in words) == text


def test_an_empty_crop_has_no_words(trained_engine: LineEngine) -> None:
    assert trained_engine.read([np.full((40, 400), 250, np.uint8)]) == [()]


def test_words_stand_where_they_are_printed(trained_engine: LineEngine) -> None:
    (words,) = trained_engine.read([line("Họ và tên chủ hộ")])
    font = ImageFont.truetype(_FONT, 34)
    width = line("Họ và tên chủ hộ").shape[1]
    start = 17
    for word in words:
        assert word.left * width == pytest.approx(start, abs=8)
        start_of_next = start + font.getlength(word.text + " ")
        assert word.right * width == pytest.approx(start_of_next - font.getlength(" "), abs=8)
        start = round(start_of_next)


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(EngineMissing, match="nonsense"):
        load_engine("nonsense")


def test_a_model_that_cannot_be_found_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing):
        load_engine(f"transformers:{tmp_path / 'none'}")
