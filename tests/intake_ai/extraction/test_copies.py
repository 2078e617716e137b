"""A second copy of a paper is no other paper that bears its values out."""

from classifiers.papers import Paper
from intake_ai.extraction import extract_fields, find_people
from intake_ai.extraction.agreement import agreement_of
from intake_ai.extraction.copies import originals
from intake_ai.extraction.fields import Field

from .paper_builder import card, form

FORM = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Họ, chữ đệm, tên: Trần Thị Mẫu",
    "Ngày sinh: 04/05/1990",
    "Số định danh cá nhân: 001190012345",
    "Nơi cư trú: Thôn 1, xã A, tỉnh B",
)
OTHER = ("ĐƠN ĐỀ NGHỊ XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Tôi tên là: Trần Thị Mẫu", "Số điện thoại: 0912345678")


def support(papers: list[Paper], kind: str) -> str:
    fields = extract_fields(papers)
    field = next(each for each in fields if each.kind == kind)
    return agreement_of(fields, find_people(fields, papers), papers).support(field)


def test_two_copies_of_a_form_are_one_paper() -> None:
    assert originals([form(*FORM), form(*FORM, name="p2")], []) == {"p1": "p1", "p2": "p1"}


def test_a_copy_read_a_little_differently_is_still_one() -> None:
    again = form(*FORM[:4], "Noi cư trú: Thân 1, xã A, tinh B", name="p2")
    assert originals([form(*FORM), again], [])["p2"] == "p1"


def test_one_form_filled_in_for_two_people_is_two_papers() -> None:
    child = form(FORM[0], "Họ, chữ đệm, tên: Lê Văn Thử", "Ngày sinh: 06/07/2020", *FORM[4:], name="p2")
    assert originals([form(*FORM), child], []) == {"p1": "p1", "p2": "p2"}


def test_cards_with_one_number_are_copies() -> None:
    rows = ("CĂN CƯỚC CÔNG DÂN", "Số / No.: 001190012345")
    cards = [card(*rows, name="p1"), card("CAN CUOC", rows[1], "8c3 ,15", name="p2")]
    fields: tuple[Field, ...] = extract_fields(cards)
    assert originals(cards, fields) == {"p1": "p1", "p2": "p1"}


def test_a_value_that_only_a_copy_repeats_is_repeated_by_no_other_paper() -> None:
    assert support([form(*FORM), form(*FORM, name="p2")], "full_name") == "place"


def test_a_value_that_another_paper_repeats_is_borne_out_by_it() -> None:
    assert support([form(*FORM), form(*OTHER, name="p2")], "full_name") == "paper"
