"""When a paper is a stranger's, and above all when it is not."""

from dataclasses import replace

import pytest

from classifiers.papers import PaperType
from intake_ai.parties import Party, find_parties, owners
from intake_ai.parties import strangers as find_strangers

from .papers_of import card, certificate, form, read, strangers_of

FORM = form("Họ, chữ đệm, tên người yêu cầu: Nguyễn Văn Mẫu", "Số định danh cá nhân: 001090000017")
OTHERS = "Họ và tên: Trần Thị Khác"


def test_a_certificate_of_somebody_whom_no_other_paper_names_is_a_strangers():
    (stranger,) = strangers_of(FORM, certificate(OTHERS))
    assert (stranger.paper, stranger.person.name, stranger.about.name, stranger.is_sure) == (
        "p2", "Trần Thị Khác", "Nguyễn Văn Mẫu", True,
    )  # fmt: skip


def test_a_card_that_no_paper_speaks_of_is_only_for_a_person_to_look_at():
    (stranger,) = strangers_of(FORM, card("Trần Thị Khác", "001190000025", "04051990"))
    assert not stranger.is_sure


@pytest.mark.parametrize(
    "text",
    [
        "Họ và tên: NGUYỄN VĂN MÂU",
        "Họ và tên: Nguyễn Văn Mâu",
        "Xác nhận ông Nguyễn Văn Mẫu, sinh năm 1990, là cha của Trần Thị Khác",
        "Căn cước số 001090000017 đã được đối chiếu với hồ sơ của Trần Thị Khác",
    ],
)
def test_a_paper_that_names_the_applicant_anywhere_is_none(text):
    assert strangers_of(FORM, certificate(OTHERS, text)) == ()


def test_who_is_named_beside_the_applicant_on_one_paper_belongs_with_all_their_papers():
    birth = certificate(
        "Họ và tên trẻ: Nguyễn Bảo Mẫu", "Họ và tên cha: Nguyễn Văn Mẫu", "Họ và tên mẹ: Trần Thị Khác",
        kind=PaperType.BIRTH_CERTIFICATE, name="p4",
    )  # fmt: skip
    assert strangers_of(FORM, certificate(OTHERS), birth) == ()


def test_an_agent_named_in_a_power_of_attorney_belongs():
    power = certificate(
        "Bên ủy quyền: Ông Nguyễn Văn Mẫu", "Bên được ủy quyền: Bà Trần Thị Khác",
        kind=PaperType.POWER_OF_ATTORNEY, name="p4",
    )  # fmt: skip
    assert strangers_of(FORM, power, card("Trần Thị Khác", "001190000025", "04051990")) == ()


@pytest.mark.parametrize(
    "text",
    ["CHỦ TỊCH", "Công chứng viên Trần Thị Khác", "Bác sĩ Trần Thị Khác", "Đại diện: Bà Trần Thị Khác - Giám đốc"],
)
def test_who_acts_by_office_makes_no_stranger(text):
    assert strangers_of(FORM, certificate("Kết quả: đạt yêu cầu.", text)) == ()


def test_an_official_who_signed_two_papers_ties_neither_to_the_other():
    mine = certificate("Họ và tên: Nguyễn Văn Mẫu", "CHỦ TỊCH", "Lê Văn Ký", name="p4")
    (stranger,) = strangers_of(FORM, mine, certificate(OTHERS, "CHỦ TỊCH", "Lê Văn Ký"))
    assert stranger.paper == "p2"


def test_two_papers_of_one_unknown_person_are_only_for_a_person_to_look_at():
    papers = (certificate(OTHERS), certificate(OTHERS, name="p4", title="BẰNG MẪU"))
    assert [stranger.is_sure for stranger in strangers_of(FORM, *papers)] == [False, False]


def test_nothing_is_said_without_a_form():
    assert strangers_of(certificate("Họ và tên: Nguyễn Văn Mẫu", name="p1"), certificate(OTHERS)) == ()


def test_a_handwritten_name_is_compared_generously():
    hand = form("Họ, chữ đệm, tên người yêu cầu: Nguyên Vãn Mâu", handwriting=0.7)
    assert strangers_of(hand, certificate("Họ và tên: Nguyễn Vân Mẫu")) == ()


def test_without_a_form_the_first_paper_that_names_who_handed_in_a_card_tells_whom_the_dossier_is_about():
    letter = certificate("Người đại diện: Nguyễn Văn Mẫu", "Đề nghị cấp lại giấy phép", name="p1")
    holder = card("Nguyễn Văn Mẫu", "001090000017", "04051990")
    (stranger,) = strangers_of(letter, certificate(OTHERS), holder)
    assert (stranger.paper, stranger.about.name) == ("p2", "Nguyễn Văn Mẫu")
    assert strangers_of(certificate("Đề nghị cấp lại giấy phép", name="p1"), certificate(OTHERS), holder) == ()


def test_an_official_who_bears_the_name_of_somebody_on_the_form_ties_nothing():
    asked = form("Họ, chữ đệm, tên người yêu cầu: Nguyễn Văn Mẫu", "Họ và tên con: Trần Thị Mẫu Mai")
    strange = certificate(OTHERS, "Kết quả: đạt yêu cầu.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH Trần Thị Mẫu Mai")
    assert [each.paper for each in strangers_of(asked, strange)] == ["p2"]


@pytest.mark.parametrize(("confidence", "strangers"), [(0.99, ["p2"]), (0.8, [])])
def test_what_was_taken_for_handwriting_tells_a_stranger_where_it_was_read_as_surely_as_print(confidence, strangers):
    papers = FORM, certificate(OTHERS)
    fields = [
        replace(field, by_hand=True, confidence=0.45) if field.paper == "p2" and field.kind == "full_name" else field
        for field in read(*papers)
    ]
    parties = [
        Party(tuple(replace(n, confidence=confidence) if n.paper == "p2" else n for n in party.namings))
        for party in find_parties(papers, fields)
    ]
    assert [each.paper for each in find_strangers(papers, parties, owners(papers, parties))] == strangers
