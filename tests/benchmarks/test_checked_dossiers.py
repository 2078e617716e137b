import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.checked_dossiers.complete import complete
from benchmarks.checked_dossiers.defects import DEFECTS, left_out
from benchmarks.checked_dossiers.labels import Labelled, RowLabel, due_of, read_labels, side
from benchmarks.checked_dossiers.papers import allowed_age, raw, wanted
from benchmarks.checked_dossiers.people import cast_in_force, with_old_card
from benchmarks.checked_dossiers.plans import Checked
from benchmarks.checked_dossiers.sheets import empty_lines, is_ink, is_seal
from benchmarks.checked_dossiers.writing import Writer, laid_out, truth_of
from benchmarks.held_out_dossiers import faces
from benchmarks.held_out_dossiers.flow import words_of
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import Mark, Placed
from intake_ai.catalogue.models import Case, Procedure, Requirement

ROWS = (
    "Đơn đề nghị cấp Giấy phép nuôi ong lấy mật trên mái nhà theo Mẫu số 03",
    "Bản sao Quyết định giao mái nhà cho tổ ong",
    "Giấy khám sức khỏe của người nuôi ong được cấp trong thời hạn 06 tháng",
    "Báo cáo về đàn ong",
    "Thẻ căn cước để đối chiếu",
    "Sơ đồ vị trí đặt tổ ong",
    "Ảnh chụp tổ ong",
)


@pytest.fixture(autouse=True)
def faces_of_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The benchmark's own families need packages that a machine for tests may lack."""
    monkeypatch.setattr(faces, "families", lambda: (("Liberation Serif",), ("Liberation Sans",)))


def bees() -> Procedure:
    rows = tuple(Requirement(place, words) for place, words in enumerate(ROWS))
    return Procedure(
        "9.000001",
        "Cấp Giấy phép nuôi ong lấy mật trên mái nhà",
        field="Chăn nuôi",
        agency="Ủy ban nhân dân cấp xã",
        subjects=("Công dân Việt Nam",),
        requirements=rows,
    )


def label(row: int, **changes: object) -> RowLabel:
    return replace(RowLabel(row, "paper", "always", None, (), False, False), **changes)


def labels() -> Labelled:
    rows = (
        *(label(row) for row in range(4)),
        label(4, present_only=True),
        label(5, choice="A"),
        label(6, choice="A"),
    )
    return Labelled("9.000001", "mine", rows, {})


def dossier(number: int = 0) -> Checked:
    plan = complete(bees(), labels(), f"x{number}", 1)
    assert plan is not None
    return plan


def made(kind: str) -> tuple[Checked, Checked]:
    """A complete dossier and what was made wrong of it."""
    for number in range(12):
        plan = dossier(number)
        wrong = DEFECTS[kind](plan)
        if wrong is not None:
            return plan, wrong
    raise AssertionError(f"no {kind} in twelve dossiers")


def text_of(plan: Checked, template: str) -> str:
    piece = next(piece for piece in plan.pieces if piece.template == template)
    return " ".join(words_of(sheet) for sheet in piece.ready.sheets)


def test_one_row_of_each_choice_is_due_and_what_is_only_shown_is_not():
    for number in range(6):
        due = due_of(labels(), bees(), seeded("due", number))
        assert set(due.rows) in ({0, 1, 2, 3, 5}, {0, 1, 2, 3, 6})
        assert due.shown == (4,)


def test_rows_of_one_alternative_case_alone_are_due():
    rows = tuple(Requirement(place, words, case=place % 2) for place, words in enumerate(ROWS[:4]))
    procedure = replace(bees(), requirements=rows, cases=(Case(0, "a", "alternative"), Case(1, "b", "alternative")))
    told = Labelled("9.000001", "mine", tuple(label(row) for row in range(4)), {0: "alternative", 1: "alternative"})
    assert {due_of(told, procedure, seeded("case", number)).rows for number in range(12)} == {(0, 2), (1, 3)}


def test_doubtful_rows_are_never_left_out():
    told = replace(labels(), rows=tuple(replace(row, unsure=row.row == 3) for row in labels().rows))
    plan = complete(bees(), told, "x0", 1)
    assert plan is not None
    assert plan.doubtful == (3,)
    assert all(3 not in each.missing for each in left_out(plan))


def test_labels_are_read_with_options_as_names_or_as_a_count(tmp_path: Path):
    file = tmp_path / "mine.jsonl"
    row = {"index": 0, "kind": "paper", "need": "always", "choice": None, "present_only": False}
    lines = [{"code": "1", "cases": [], "rows": [row | {"options": options}]} for options in (["A", "B"], 0)]
    file.write_text("\n".join(json.dumps(line | {"code": str(place)}) for place, line in enumerate(lines)))
    told = read_labels([file])
    assert [told[code].rows[0].options for code in ("0", "1")] == [("A", "B"), ()]
    assert {side(str(code)) for code in range(20)} == {0, 1}


def test_a_complete_dossier_holds_a_paper_for_every_row_due_and_nothing_wrong():
    plan = dossier()
    assert {piece.row for piece in plan.pieces if piece.row is not None} >= set(plan.required)
    assert plan.complete
    assert not plan.defects
    assert not plan.missing
    health = text_of(plan, "health")
    assert "sức khỏe" in health.lower()
    assert plan.cast.applicant.expires is None or plan.cast.applicant.expires > plan.cast.today


def test_every_required_row_is_left_out_once_alone():
    plan = dossier()
    singles = [each for each in left_out(plan) if len(each.missing) == 1]
    assert sorted(each.missing[0] for each in singles) == sorted(set(plan.required) - set(plan.twins))
    for each in singles:
        assert all(piece.row not in each.missing for piece in each.pieces)
        assert set(each.required) == set(plan.required)


def test_pages_that_dossiers_share_have_the_same_bytes(tmp_path: Path):
    plan = dossier(1)
    short = next(iter(left_out(plan)))
    writer = Writer(tmp_path)
    pages = [json.loads((writer.write(each) / "pages.json").read_text()) for each in (plan, short)]
    keys = [{key for _, _, key in named} for named in pages]
    assert keys[1] < keys[0]
    truth = json.loads((tmp_path / short.name / "truth.json").read_text())
    assert all((tmp_path / short.name / file).exists() for file in truth["files"])


def test_an_unsigned_form_bears_no_ink_of_the_applicant():
    plan, wrong = made("form_unsigned")
    before, after = (each.form for each in (plan, wrong))
    assert before is not None
    assert after is not None
    ink = [sum(is_ink(mark) for sheet in form.ready.sheets for mark in sheet.marks) for form in (before, after)]
    assert ink[1] < ink[0]


def test_an_expired_card_is_the_same_persons_and_ran_out_before_the_dossier():
    for number in range(40):
        cast = cast_in_force(bees(), f"{number}")
        old = with_old_card(cast)
        if old is not None:
            expires = old.applicant.expires
            assert expires is not None
            assert expires < cast.today
            assert old.applicant.number == cast.applicant.number
            return
    raise AssertionError("nobody renewed a card")


@pytest.mark.parametrize("kind", ["id_mismatch", "birth_mismatch", "name_mismatch"])
def test_a_mismatch_stands_on_the_form_and_not_on_the_card(kind: str):
    _, wrong = made(kind)
    detail = wrong.defects[0]["detail"]
    form = text_of(wrong, "form").lower()
    card = text_of(wrong, "card").lower()
    assert detail["form"].lower() in form
    assert detail["form"].lower() not in card
    assert detail["card_or_paper"].lower() in card


def test_a_missing_page_can_be_told_from_those_that_are_left():
    _, wrong = made("missing_page")
    piece = wrong.piece(str(wrong.defects[0]["piece"]))
    assert len(piece.kept) == len(piece.ready.sheets) - 1
    if piece.numbers == "of":
        text = words_of(piece.ready.sheets[piece.kept[0]])
        assert f"/{len(piece.ready.sheets)}" in text.replace(" ", "")


def test_a_strangers_paper_names_nobody_of_the_dossier():
    plan, wrong = made("other_person_page")
    piece = wrong.piece("other_person_page")
    text = " ".join(words_of(sheet) for sheet in piece.ready.sheets)
    assert plan.cast.applicant.name not in text
    assert plan.cast.applicant.name.upper() not in text
    assert piece.ready.paper.foreign


def test_nothing_is_surplus_where_a_row_could_mean_any_paper():
    rows = (*bees().requirements, Requirement(7, "Các giấy tờ khác có liên quan"))
    plan = dossier()
    assert DEFECTS["surplus_paper"](replace(plan, procedure=replace(bees(), requirements=rows))) is None


def test_a_value_that_was_left_out_leaves_dots():
    plan, wrong = made("blank_left_empty")
    value = str(wrong.defects[0]["detail"])
    form = wrong.form
    assert form is not None
    assert not any(each.text.startswith(value) for sheet in form.ready.sheets for each in sheet.values)
    assert len(empty_lines(form.ready.sheets)) >= len(empty_lines(plan.form.ready.sheets))  # type: ignore[union-attr]


def test_an_unstamped_paper_bears_no_seal():
    plan, wrong = made("paper_unstamped")
    piece = wrong.piece(str(wrong.defects[0]["piece"]))
    assert not any(is_seal(mark) for sheet in piece.ready.sheets for mark in sheet.marks)
    assert any(is_seal(mark) for each in plan.pieces for sheet in each.ready.sheets for mark in sheet.marks)


def with_certified_row(kind: str, row: str) -> tuple[Checked, Checked]:
    rows = (*(Requirement(place, words) for place, words in enumerate((ROWS[0], row, *ROWS[2:]))),)
    for number in range(12):
        plan = complete(replace(bees(), requirements=rows), labels(), f"x{number}", 1)
        assert plan is not None
        wrong = DEFECTS[kind](plan)
        if wrong is not None:
            return plan, wrong
    raise AssertionError(f"no {kind} in twelve dossiers")


def test_a_certified_copy_says_so_with_a_seal_in_colour_over_a_copy_without():
    _, copied = with_certified_row("certified_copy", "Bản sao có chứng thực Quyết định giao mái nhà cho tổ ong")
    piece = copied.piece(str(copied.defects[0]["piece"]))
    marks = [mark for sheet in piece.ready.sheets for mark in sheet.marks if is_seal(mark)]
    assert copied.complete
    assert "SCT/BS" in " ".join(words_of(sheet) for sheet in piece.ready.sheets)
    assert [is_coloured(mark) for mark in marks] == [False, True]


def test_a_plain_copy_bears_no_colour_and_no_words_of_certification():
    _, copied = with_certified_row("plain_copy", "Bản sao có chứng thực Quyết định giao mái nhà cho tổ ong")
    piece = copied.piece(str(copied.defects[0]["piece"]))
    marks = [mark for sheet in piece.ready.sheets for mark in sheet.marks if is_ink(mark)]
    assert not copied.complete
    assert marks
    assert not any(map(is_coloured, marks))
    assert "SCT/BS" not in " ".join(words_of(sheet) for sheet in piece.ready.sheets)


def test_a_plain_copy_is_no_defect_where_the_row_takes_the_original_to_compare():
    rows = (ROWS[0], "Bản sao có chứng thực hoặc bản chính để đối chiếu Quyết định giao mái nhà", *ROWS[2:])
    procedure = replace(bees(), requirements=tuple(Requirement(place, words) for place, words in enumerate(rows)))
    plan = complete(procedure, labels(), "x0", 1)
    assert plan is not None
    assert DEFECTS["plain_copy"](plan) is None


def is_coloured(mark: Mark) -> bool:
    assert isinstance(mark, Placed)
    channels = np.asarray(mark.picture.convert("RGB"), dtype=int)
    return int((channels.max(axis=2) - channels.min(axis=2)).max()) > 0


def test_the_truth_names_the_place_of_a_defect():
    _, wrong = made("surplus_paper")
    truth = truth_of(wrong, list(laid_out(wrong)))
    at = truth["defects"][0]["paper"]
    assert truth["papers"][at]["surplus"]
    assert truth["papers"][at]["pages"]
    assert not truth["clean"]
    assert truth["complete"]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Giấy khám sức khỏe được cấp trong thời hạn 06 tháng", 180),
        ("Giấy xác nhận (không quá 30 ngày kể từ ngày cấp)", 30),
        ("Bản sao Quyết định thành lập", None),
    ],
)
def test_how_old_a_paper_may_be_is_read_from_its_row(words: str, days: int | None):
    assert allowed_age(words) == days


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("Các tài liệu sau: + Hợp đồng thuê tàu ngầm; + Hóa đơn", "hợp đồng thuê tàu ngầm"),
        ("Đơn đề nghị cấp/cấp lại Giấy phép bay đêm theo Mẫu số 1", "đơn đề nghị cấp/cấp lại giấy phép bay đêm"),
        ("Bảng kê máy móc hiện có của xưởng", "bảng kê máy móc hiện có của xưởng"),
    ],
)
def test_a_paper_bears_the_name_that_its_row_gives_it(row: str, title: str):
    found = wanted(raw(Requirement(0, row), ()), seeded("title"))
    assert found.concept.title.lower() == title
