"""Every encoder keeps the same promises, whatever it is made of."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from classifiers.search_encoder import WEIGHTS, load_encoder
from classifiers.search_encoder.builtin import BuiltinEncoder
from classifiers.search_encoder.hugging_face import HuggingFaceEncoder
from classifiers.search_encoder.interface import EncoderMissing, TextEncoder
from classifiers.search_encoder.vectors import VectorIndex

TEXTS = ("Đăng ký khai sinh", "", "🙂", "cấp giấy phép xây dựng " * 500, "đăng ký kết hôn có yếu tố nước ngoài")


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with random weights, saved as the Hugging Face library saves models."""
    import torch  # noqa: PLC0415  # takes seconds
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("model")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "đăng", "ký", "khai", "sinh", "kết", "hôn", "cấp", "giấy"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=64, **sizes)).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), strip_accents=False, model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", params=["built-in", "transformers"])
def encoder(request: pytest.FixtureRequest) -> TextEncoder:
    if request.param == "built-in":
        return BuiltinEncoder(WEIGHTS)
    return HuggingFaceEncoder(str(request.getfixturevalue("tiny_model")))


def test_vectors_have_length_one_and_one_width(encoder: TextEncoder):
    vectors = encoder.vectors(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: TextEncoder):
    together = encoder.vectors(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        # numbers of eight bits are scaled by what is in the batch
        assert float(encoder.vectors([text])[0] @ vector) > 0.98


def test_no_texts_give_no_vectors(encoder: TextEncoder):
    assert len(encoder.vectors([])) == 0


def test_the_built_in_encoder_brings_needs_to_their_procedures():
    encoder = load_encoder()
    assert encoder is not None
    names = ("Đăng ký khai sinh", "Đăng ký khai tử", "Cấp giấy phép xây dựng", "Đăng ký thành lập hộ kinh doanh")
    needs = ("vợ tôi mới đẻ em bé", "ông nội vừa mất", "muốn cất thêm căn nhà", "mở tiệm tạp hóa nhỏ bán ở nhà")
    nearness = encoder.vectors(needs) @ encoder.vectors(names).T
    assert nearness.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_the_built_in_encoder_does_not_mind_accents():
    encoder = load_encoder()
    assert encoder is not None
    one, other = encoder.vectors(["Đăng ký lại khai sinh", "dang ky lai khai sinh"])
    assert float(one @ other) > 0.999


def test_figures_stand_beside_the_weights():
    figures = json.loads((WEIGHTS / "figures.json").read_text(encoding="utf-8"))
    assert figures["bytes"] == (WEIGHTS / "encoder.onnx").stat().st_size < 25_000_000


def test_none_is_no_encoder():
    assert load_encoder("none") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("word2vec", "encoder-unknown"),
        ("transformers:/nowhere/model", "encoder-unusable"),
        ("transformers:./nowhere", "encoder-unusable"),
        ("transformers:", "encoder-unusable"),
    ],
)
def test_what_cannot_be_used_is_told_by_a_code(name: str, code: str):
    with pytest.raises(EncoderMissing) as raised:
        load_encoder(name)
    assert raised.value.code == code


def test_a_folder_with_something_else_is_told_by_a_code(tmp_path: Path):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderMissing) as raised:
        load_encoder(f"transformers:{tmp_path}")
    assert raised.value.code == "encoder-unusable"


class LetterEncoder:
    """Counts letters: enough to tell texts apart."""

    name = "letters"

    def vectors(self, texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        counts = np.array([[text.count(letter) for letter in "abcđê"] for text in texts], np.float32).reshape(-1, 5)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)


DOCUMENTS = ({"name": "aaa", "asked": "ccc\nbbb"}, {"name": "đđđ"}, {"name": "ê", "rows": "ab"})


def test_the_nearest_of_a_procedures_texts_counts():
    index = VectorIndex.fit(DOCUMENTS, LetterEncoder())
    texts, asked = index.nearness(LetterEncoder().vectors(["b"])[0])
    assert texts.tolist() == pytest.approx([0, 0, 2**-0.5])
    assert asked.tolist() == [1, -1, -1]


def test_saved_vectors_answer_as_before_and_broken_ones_are_a_value_error(tmp_path: Path):
    index = VectorIndex.fit(DOCUMENTS, LetterEncoder())
    index.save(tmp_path)
    question = LetterEncoder().vectors(["abê"])[0]
    for before, after in zip(index.nearness(question), VectorIndex.load(tmp_path).nearness(question), strict=True):
        assert np.allclose(before, after, atol=1e-3)
    file = tmp_path / "vectors.npz"
    whole = file.read_bytes()
    for kept in (0, 30, len(whole) // 2, len(whole) - 10):
        file.write_bytes(whole[:kept])
        with pytest.raises(ValueError, match="no vectors"):
            VectorIndex.load(tmp_path)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        VectorIndex.load(tmp_path)


def test_no_documents_and_no_questions_make_an_index(tmp_path: Path):
    VectorIndex.fit([], LetterEncoder()).save(tmp_path)
    assert len(VectorIndex.load(tmp_path)) == 0
    index = VectorIndex.fit([{"name": "a"}], LetterEncoder())
    assert index.nearness(LetterEncoder().vectors(["a"])[0])[1].tolist() == [-1]
