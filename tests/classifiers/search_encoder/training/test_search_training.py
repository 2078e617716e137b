import json
import random
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.search_encoder.builtin import BuiltinEncoder
from classifiers.search_encoder.training.corpus import Taught, read_catalogue, sentences
from classifiers.search_encoder.training.held_out import split_questions
from classifiers.search_encoder.training.pairs import PairMaker
from classifiers.search_encoder.training.typing_slips import keystrokes, with_slips
from classifiers.search_encoder.training.vocabulary import SPECIAL, make_tokenizer

ACTS = ("khai sinh", "khai tử", "kết hôn", "giám hộ", "nhận con", "tàu cá", "giống cây", "mã số thuế")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.jsonl"
    records = [
        {
            "code": f"9.0000{number:02}",
            "name": f"Đăng ký {act} lần {number}",
            "field": "Hộ tịch",
            "papers": [{"name": f"Tờ khai đăng ký {act} theo mẫu số {number} quy định"}, {"name": None}],
            "cases": [{"case": None}],
            "results": [f"Giấy xác nhận {act}"],
            "steps": f"Bước 1: Người dân nộp hồ sơ {act}.\nBước 2: Cán bộ kiểm tra hồ sơ {act}.",
            "provincial_core": number % 2 == 0,
        }
        for number, act in enumerate(ACTS)
    ]
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return file


@pytest.fixture
def questions() -> dict[str, list[str]]:
    return {f"9.0000{n:02}": [f"làm {act} ở đâu", f"tôi cần {act}", f"nhà tôi có {act}"] for n, act in enumerate(ACTS)}


def test_held_back_questions_are_not_learned_and_of_all_kinds(questions: dict[str, list[str]]):
    learned, held_back = split_questions(questions)
    assert len(held_back) == 3
    assert {questions[code].index(question) for code, question in held_back.items()} == {0, 1, 2}
    assert all(question not in learned[code] for code, question in held_back.items())
    assert sum(map(len, learned.values())) + len(held_back) == 3 * len(ACTS)
    assert split_questions({"9.000001": ["một câu"]}) == ({"9.000001": ["một câu"]}, {})


def test_sentences_are_folded_and_stand_once(catalogue: Path):
    found = sentences(read_catalogue(catalogue, {}))
    assert len(found) == len(set(found))
    assert "to khai dang ky tau ca theo mau so 5 quy dinh" in found
    assert all(sentence.isascii() for sentence in found)


def test_the_tokenizer_takes_whole_syllables_accents_aside(catalogue: Path):
    tokenizer = make_tokenizer(sentences(read_catalogue(catalogue, {})), 1000)
    assert tokenizer.encode("Đăng ký KHAI SINH").tokens == ["[CLS]", "dang", "ky", "khai", "sinh", "[SEP]"]
    assert [tokenizer.token_to_id(piece) for piece in SPECIAL] == list(range(len(SPECIAL)))


def test_batches_hold_every_question_once_a_pass_and_no_name_twice(catalogue: Path, questions: dict[str, list[str]]):
    procedures = read_catalogue(catalogue, questions)
    batches = list(PairMaker(procedures, {}, 1).batches(4, 2))
    asked = batches[::2]
    assert all(len(batch) == 4 for batch in batches)
    assert len({pair.question.lower() for batch in asked for pair in batch}) >= 20
    for pair in (pair for batch in asked for pair in batch):
        assert pair.meant != pair.question  # a question is not its own answer
    assert batches == list(PairMaker(procedures, {}, 1).batches(4, 2))


def test_procedures_of_one_name_never_stand_against_each_other():
    document = {"name": "Đăng ký khai sinh", "rows": "", "results": "", "field": "", "cases": "", "context": ""}
    twins = [Taught(f"9.00000{n}", document, core=True, asked=("làm khai sinh",)) for n in range(3)]
    assert all(len(batch) == 1 for batch in PairMaker(twins, {}, 1).batches(2, 1))


def test_keystrokes_are_what_the_input_methods_want():
    assert keystrokes("đăng ký kết hôn", "telex") == "ddawng kys keets hoon"
    assert keystrokes("đăng ký kết hôn", "vni") == "d9a8ng ky1 ke6t1 ho6n"


@given(text=st.from_regex(r"[a-zđêô]{1,8}( [a-zđêô]{1,8}){0,5}", fullmatch=True), seed=st.integers(0, 10**6))
def test_slips_leave_some_text(text: str, seed: int):
    slipped = with_slips(text, random.Random(seed))  # noqa: S311  # not for secrets
    assert len(slipped) <= 3 * len(text) + 9
    assert unicodedata.is_normalized("NFC", slipped)


def test_a_small_training_writes_an_encoder_that_runs_the_same_from_the_same_seed(
    catalogue: Path, questions: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from classifiers.search_encoder.training.__main__ import main  # noqa: PLC0415  # takes seconds

    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        "".join(json.dumps({"code": c, "asked": q}) + "\n" for c, q in questions.items()), encoding="utf-8"
    )
    small = ["--layers", "1", "--width", "64", "--passes", "2", "--batch", "4", "--questions", str(asked)]
    vectors = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        monkeypatch.setattr(sys, "argv", ["training", str(catalogue), str(folder), *small])
        main()
        vectors.append(BuiltinEncoder(folder).vectors(["khai sinh", "tàu cá"]))
    assert (vectors[0] == vectors[1]).all()
    figures = json.loads((tmp_path / "one" / "figures.json").read_text(encoding="utf-8"))
    assert figures["seed"] == 1
    assert figures["questions_held_back"] == 3
    assert 0 <= figures["top-1"] <= figures["top-5"] <= 1
