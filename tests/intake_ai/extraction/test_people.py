"""One person over many papers: who is the same, what agrees, and which difference is a real one."""

from dataclasses import replace

import pytest
from page_builder import page

from classifiers.papers import Paper
from classifiers.people import PersonMention
from intake_ai.extraction import extract_fields, find_mismatches, find_people, person_mentions
from intake_ai.extraction.fields import Field
from ocr.page import Box, Code, PageReading

from .paper_builder import SEAL, card, form, paper, the, values

NUMBER = "001190012345"
SLIP = "001190012375"
LOOK_ALIKE = "001190812345"


def qr(number: str = NUMBER, name: str = "Trần Thị Mẫu", born: str = "04051990") -> Code:
    return Code("QRCode", f"{number}||{name}|{born}|Nữ|Thôn 1, xã A, tỉnh B|11022022", Box(0.7, 0.1, 0.8, 0.2))


def declared(*numbers: str, name: str = "Trần Thị Mẫu", **more: object) -> Paper:
    """A form whose applicant states these numbers."""
    texts = [text for number in numbers for text in (f"Họ và tên: {name}", f"Số định danh cá nhân: {number}")]
    return paper(page(*texts, file="p1.pdf", marks=(SEAL,), **more), name="p1")


def both(*papers: Paper) -> tuple[Field, ...]:
    return extract_fields(papers)


def test_a_name_on_form_and_card_is_one_person() -> None:
    papers = (form("Họ và tên: Trần Thị Mẫu"), card(codes=(qr(),)))
    people = find_people(both(*papers), papers)
    assert [{mention.paper for mention in person.mentions} for person in people] == [{"p1", "p2"}]


def test_one_name_with_two_birth_years_is_two_people() -> None:
    papers = (form("Họ và tên: Trần Thị Mẫu", "Năm sinh: 1961"), card(codes=(qr(),)))
    assert len(find_people(both(*papers), papers)) == 2


def test_one_name_with_quite_another_number_is_two_people() -> None:
    papers = (declared("068085998877"), card(codes=(qr(),)))
    assert len(find_people(both(*papers), papers)) == 2
    assert find_mismatches(both(*papers), papers) == ()


def test_a_number_that_differs_from_the_card_is_a_mismatch_and_a_conflict_at_both_places() -> None:
    papers = (declared(SLIP, SLIP), card(codes=(qr(),)))
    fields = both(*papers)
    (mismatch,) = find_mismatches(fields, papers)
    assert (mismatch.kind, mismatch.first.value, mismatch.second.value) == ("id_number", NUMBER, SLIP)
    assert mismatch.person == "Trần Thị Mẫu"
    assert mismatch.certainty > 0.9
    assert {field.status for field in fields if field.kind == "id_number"} == {"conflict"}


def test_the_same_mismatch_is_found_in_settled_fields_again() -> None:
    papers = (declared(SLIP), card(codes=(qr(),)))
    fields = both(*papers)
    assert find_mismatches(fields, papers) == find_mismatches(fields, papers) != ()


def test_two_readings_on_one_form_that_differ_from_each_other_are_slips() -> None:
    papers = (declared(SLIP, LOOK_ALIKE), card(codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_the_surer_the_reading_the_surer_the_mismatch() -> None:
    once = find_mismatches(both(declared(SLIP), card(codes=(qr(),))), (declared(SLIP), card(codes=(qr(),))))
    twice_declared = declared(SLIP, SLIP)
    twice = find_mismatches(both(twice_declared, card(codes=(qr(),))), (twice_declared, card(codes=(qr(),))))
    assert 0.5 < once[0].certainty < twice[0].certainty


def test_a_number_that_the_form_states_rightly_elsewhere_was_misread_and_is_no_mismatch() -> None:
    papers = (declared(SLIP, NUMBER), card(codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_a_doubtful_reading_of_a_digit_that_looks_alike_is_no_mismatch() -> None:
    doubtful = declared(LOOK_ALIKE)
    lines = doubtful.pages[0].reading.lines
    weak = tuple(replace(each, words=tuple(replace(word, confidence=0.6) for word in each.words)) for each in lines)
    reading: PageReading = replace(doubtful.pages[0].reading, lines=weak)
    papers = (replace(doubtful, pages=(replace(doubtful.pages[0], reading=reading),)), card(codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_a_number_that_cannot_be_the_persons_by_its_structure_was_misread() -> None:
    papers = (declared("001180012345"), card(codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_print_of_a_card_that_its_own_code_contradicts_is_no_mismatch() -> None:
    told = form("Họ và tên: Trần Thị Mẫu", f"Số định danh cá nhân: {NUMBER}", "Ngày sinh: 04/05/1990")
    papers = (told, card("Ngày sinh / Date of birth: 04/01/1990", codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_birth_dates_that_two_papers_state_differently_beside_one_number_are_a_mismatch() -> None:
    told = form("Họ và tên: Trần Thị Mẫu", f"Số định danh cá nhân: {NUMBER}", "Ngày sinh: 14/05/1990")
    papers = (told, card(codes=(qr(),)))
    (mismatch,) = find_mismatches(both(*papers), papers)
    assert (mismatch.kind, mismatch.first.value, mismatch.second.value) == ("date_of_birth", "04/05/1990", "14/05/1990")


def test_another_sex_than_the_code_states_is_a_mismatch() -> None:
    told = form("Họ và tên: Trần Thị Mẫu", f"Số định danh cá nhân: {NUMBER}", "Giới tính: Nam")
    papers = (told, card(codes=(qr(),)))
    assert [mismatch.kind for mismatch in find_mismatches(both(*papers), papers)] == ["sex"]


def test_a_name_with_another_letter_beside_one_number_is_in_conflict_and_no_mismatch() -> None:
    papers = (declared(NUMBER, name="Trần Thị Mẫn"), card(codes=(qr(),)))
    fields = both(*papers)
    assert find_mismatches(fields, papers) == ()
    assert {field.status for field in fields if field.kind == "full_name"} == {"conflict"}


def test_handwriting_never_raises_a_mismatch() -> None:
    papers = (declared(SLIP, SLIP, handwriting=0.6), card(codes=(qr(),)))
    assert find_mismatches(both(*papers), papers) == ()


def test_the_persons_of_each_paper_are_handed_to_the_classifiers() -> None:
    papers = (declared(NUMBER), card(codes=(qr(),)))
    assert person_mentions(both(*papers), papers) == {
        "p1": (PersonMention("Trần Thị Mẫu", NUMBER, ""),),
        "p2": (PersonMention("Trần Thị Mẫu", NUMBER, "04/05/1990"),),
    }


def test_what_a_qr_code_confirms_is_accepted_on_the_form() -> None:
    fields = both(declared(NUMBER), card(codes=(qr(),)))
    assert {field.status for field in fields if field.kind in ("id_number", "full_name")} == {"accepted"}


def test_what_nothing_confirms_is_to_be_checked() -> None:
    assert {field.status for field in both(declared(NUMBER))} == {"to_check"}


def test_handwriting_is_never_accepted_though_a_qr_code_says_the_same() -> None:
    fields = both(declared(NUMBER, handwriting=0.6), card(codes=(qr(),)))
    on_form = [field for field in fields if field.paper == "p1"]
    assert on_form
    assert all(field.by_hand and field.status == "to_check" for field in on_form)


def test_a_form_is_to_be_checked_where_marks_were_not_looked_for() -> None:
    unmarked = paper(page("Họ và tên: Trần Thị Mẫu", f"Số định danh cá nhân: {NUMBER}", file="p1.pdf"), name="p1")
    fields = both(unmarked, card(codes=(qr(),)))
    assert {field.status for field in fields if field.paper == "p1"} == {"to_check"}
    assert {field.status for field in fields if field.source == "qr"} == {"accepted"}


def test_two_papers_that_state_one_number_confirm_each_other() -> None:
    second = paper(page("Họ và tên: Trần Thị Mẫu", f"Số định danh cá nhân: {NUMBER}", file="p3.pdf"), name="p3")
    fields = both(declared(NUMBER), second)
    assert [field.status for field in fields if field.kind == "id_number"] == ["accepted", "accepted"]


def test_one_paper_that_states_a_number_twice_does_not_confirm_itself() -> None:
    fields = both(declared(NUMBER, NUMBER))
    assert {field.status for field in fields} == {"to_check"}


@pytest.mark.parametrize(("text", "status"), [("04/05/1990", "accepted"), ("04/05/1991", "to_check")])
def test_a_birth_date_is_accepted_only_where_the_card_says_it_too(text: str, status: str) -> None:
    fields = both(form(f"Họ và tên: Trần Thị Mẫu    Ngày sinh: {text}"), card(codes=(qr(),)))
    births = [field for field in fields if field.kind == "date_of_birth" and field.paper == "p1"]
    assert [(field.value, field.status) for field in births] == [(text, status)]


def test_accents_that_ocr_lost_are_taken_from_the_qr_code_but_not_accepted() -> None:
    fields = both(form("Họ và tên: Trần Thi Mẫu"), card(codes=(qr(),)))
    name = next(field for field in fields if field.kind == "full_name" and field.paper == "p1")
    assert (name.value, name.raw, name.status) == ("Trần Thị Mẫu", "Trần Thi Mẫu", "to_check")


def test_a_text_layer_is_accepted_where_its_structure_can_be_checked() -> None:
    born_digital = paper(
        page("Họ và tên: Trần Thị Mẫu", "Ngày sinh: 04/05/1990", f"Số định danh cá nhân: {NUMBER}", source="text_layer")
    )
    fields = both(born_digital)
    assert the("id_number", fields).status == "accepted"
    assert {the(kind, fields).status for kind in ("date_of_birth", "full_name")} == {"to_check"}
    assert {field.source for field in fields} == {"text_layer"}


def test_fields_keep_the_order_of_the_papers() -> None:
    papers = (form("Họ và tên: Trần Thị Mẫu", "Giới tính: Nữ"), card(codes=(qr(),)))
    assert [field.paper for field in both(*papers)] == ["p1", "p1", *["p2"] * 6]
    assert values(both(*papers))[:2] == [("full_name", "Trần Thị Mẫu"), ("sex", "Nữ")]


def test_print_that_the_code_on_the_same_card_contradicts_is_held_for_misread() -> None:
    fields = both(card("Ngày sinh / Date of birth: 04/05/1996", codes=(qr(),)))
    printed = next(field for field in fields if field.kind == "date_of_birth" and field.source == "ocr")
    assert (printed.status, printed.confidence < 0.2) == ("to_check", True)


def test_a_year_alone_confirms_nothing() -> None:
    fields = both(form("Họ và tên: Trần Thị Mẫu", "Năm sinh: 1990"), card(codes=(qr(),)))
    assert {field.status for field in fields if field.value == "1990"} == {"to_check"}


def test_an_address_that_a_code_cuts_off_is_to_be_checked() -> None:
    cut = Code("QRCode", f"{NUMBER}||Trần Thị Mẫu|04051990|Nữ|Thôn 1|11022022", Box(0.7, 0.1, 0.8, 0.2))
    statuses = {field.kind: field.status for field in both(card(codes=(cut,)))}
    assert (statuses["address"], statuses["full_name"]) == ("to_check", "accepted")


def test_the_first_line_of_an_address_that_the_code_beside_it_states_whole_is_to_be_checked() -> None:
    front = ("CĂN CƯỚC CÔNG DÂN", "Họ và tên / Full name:", "TRẦN THỊ MẪU", "Nơi thường trú / Place of residence:")
    papers = (form("Họ và tên: Trần Thị Mẫu", "Địa chỉ: Tổ 5 Khu Mẫu"), card(*front, "Tổ 5 Khu Mẫu", codes=(at(),)))
    statuses = {(field.paper, field.source): field.status for field in both(*papers) if field.kind == "address"}
    assert statuses == {("p1", "ocr"): "accepted", ("p2", "qr"): "accepted", ("p2", "ocr"): "to_check"}


def at() -> Code:
    text = f"{NUMBER}||Trần Thị Mẫu|04051990|Nữ|Tổ 5 Khu Mẫu, xã A, tỉnh B|11022022"
    return Code("QRCode", text, Box(0.7, 0.1, 0.8, 0.2))
