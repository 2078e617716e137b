import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.catalogue.versions.difference import changed_words, difference, procedure_change


def procedure(*rows: str, cases: tuple[str, ...] = ("",), **changes) -> Procedure:
    requirements = tuple(Requirement(number, name, case=0, originals=1) for number, name in enumerate(rows))
    listed = tuple(Case(index, name, "common") for index, name in enumerate(cases))
    return Procedure("9.000001", "Thủ tục thử MẪU", cases=listed, requirements=requirements, **changes)


def of_code(code: str, *rows: str) -> Procedure:
    return replace(procedure(*rows), code=code)


def test_another_order_of_rows_is_no_change():
    old = procedure("Đơn đề nghị", "Giấy ủy quyền", "Bản sao hộ chiếu")
    new = procedure("Bản sao hộ chiếu", "Đơn đề nghị", "Giấy ủy quyền")
    assert not procedure_change(old, new).is_change


@pytest.mark.parametrize("other", ["đơn đề nghị", "Đơn đề nghị.", " Đơn  đề nghị ;"])
def test_case_spaces_and_a_stop_at_the_end_are_no_change(other: str):
    assert not procedure_change(procedure("Đơn đề nghị"), procedure(other)).is_change


def test_a_row_with_other_words_is_the_same_row_and_the_words_are_told():
    old = procedure("Bản sao giấy khai sinh của con", "Đơn đề nghị cấp giấy phép theo Mẫu số 01")
    new = procedure("Đơn đề nghị cấp giấy phép theo Mẫu số 02", "Bản sao giấy khai sinh của con")
    change = procedure_change(old, new)
    assert (change.rows_added, change.rows_removed) == ((), ())
    (row,) = change.rows_changed
    assert (row.old.row, row.new.row, row.words) == (1, 0, (("01", "02"),))


def test_rows_unlike_each_other_are_one_removed_and_one_added():
    change = procedure_change(procedure("Bản vẽ mặt bằng"), procedure("Giấy ủy quyền cho người nộp hồ sơ"))
    assert [row.name for row in change.rows_removed] == ["Bản vẽ mặt bằng"]
    assert [row.name for row in change.rows_added] == ["Giấy ủy quyền cho người nộp hồ sơ"]
    assert change.rows_changed == ()


def test_a_papers_own_code_makes_a_reworded_row_the_same():
    def coded(name: str) -> Procedure:
        return replace(procedure(), requirements=(Requirement(0, name, case=0, paper_code="KQ01"),))

    change = procedure_change(coded("Tờ khai đăng ký thuế"), coded("Tờ khai thuế điện tử của hộ"))
    assert len(change.rows_changed) == 1


def test_counts_forms_and_cases_of_a_row_are_told():
    old = replace(procedure(cases=("Một", "Hai")), requirements=(Requirement(0, "Đơn", case=0, originals=1),))
    row = Requirement(0, "Đơn", case=1, copies=2, form_file="mau.docx")
    (change,) = procedure_change(old, replace(old, requirements=(row,))).rows_changed
    assert {(one.attribute, one.old, one.new) for one in change.attributes} == {
        ("originals", "1", "0"),
        ("copies", "0", "2"),
        ("form_file", "", "mau.docx"),
        ("case", "Một", "Hai"),
    }


def test_a_renamed_case_is_told_once_and_not_for_each_of_its_rows():
    old = procedure("Đơn", "Ảnh", cases=("Trường hợp cấp lần đầu",))
    new = procedure("Đơn", "Ảnh", cases=("Trường hợp cấp mới lần đầu",))
    change = procedure_change(old, new)
    assert change.cases_renamed == (("Trường hợp cấp lần đầu", "Trường hợp cấp mới lần đầu"),)
    assert change.rows_changed == ()


def test_name_fee_and_time_are_told():
    old = procedure(fees=("trực tiếp: phí 1",), processing_times=("3 ngày",))
    new = replace(old, name="Thủ tục khác", fees=("trực tiếp: phí 2",), processing_times=("5 ngày",))
    assert [one.attribute for one in procedure_change(old, new).attributes] == ["name", "fees", "processing_times"]


def test_fees_that_one_export_does_not_have_at_all_are_no_change():
    old = {"9.000001": procedure(fees=("trực tiếp: phí 1",))}
    assert difference(old, {"9.000001": procedure()}).changed == ()


def test_procedures_added_and_removed_are_counted_with_their_rows():
    old = {code: of_code(code, "Đơn", "Ảnh") for code in ("9.000001", "9.000002")}
    new = {code: of_code(code, "Đơn", "Ảnh") for code in ("9.000002", "9.000003")}
    found = difference(old, new)
    assert [one.code for one in found.added] == ["9.000003"]
    assert [one.code for one in found.removed] == ["9.000001"]
    assert (found.procedures, found.rows, found.rows_lost, found.rows_gained) == (2, 4, 2, 2)
    assert found.changed == ()


def test_words_put_in_and_taken_out_are_told_apart():
    assert changed_words("Đơn đề nghị", "Đơn đề nghị (nếu có)") == (("", "(nếu có)"),)
    assert changed_words("Bản sao Đơn", "Đơn") == (("Bản sao", ""),)


names = st.lists(st.text("abcdđê 12", min_size=1, max_size=40), max_size=8)


@given(names, st.randoms(use_true_random=False))
def test_no_shuffle_is_a_change(rows: list[str], chance: random.Random):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert not procedure_change(procedure(*rows), procedure(*shuffled)).is_change


@given(names, names)
def test_every_row_is_accounted_for_once(old: list[str], new: list[str]):
    change = procedure_change(procedure(*old), procedure(*new))
    removed = {row.row for row in change.rows_removed}
    added = {row.row for row in change.rows_added}
    changed = {(row.old.row, row.new.row) for row in change.rows_changed}
    assert not removed & {pair[0] for pair in changed}
    assert not added & {pair[1] for pair in changed}
    assert len(old) - len(removed) == len(new) - len(added)


def test_a_short_name_that_was_made_more_exact_is_the_same_row():
    change = procedure_change(procedure("Đơn", "Bản vẽ"), procedure("Bản vẽ", "Đơn có xác nhận của cơ quan quản lý"))
    assert [row.words for row in change.rows_changed] == [(("", "có xác nhận của cơ quan quản lý"),)]
    assert (change.rows_added, change.rows_removed) == ((), ())
