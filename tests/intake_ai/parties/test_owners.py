"""Whose paper each paper is."""

from dataclasses import replace

import pytest

from classifiers.papers import PaperType
from ocr.page import Box

from .papers_of import card, certificate, form, owner_names

NUMBER = "001090000017"
APPLICANT = "Họ, chữ đệm, tên người yêu cầu: Nguyễn Văn Mẫu"


@pytest.mark.parametrize(
    ("kind", "texts", "owner"),
    [
        (PaperType.BIRTH_CERTIFICATE, ("Họ và tên cha: Lê Văn Mẫu", "Họ và tên trẻ: Lê Bảo Mẫu"), "Lê Bảo Mẫu"),
        (PaperType.DEGREE, ("Cho: Bà NGÔ THỊ MẪU", "HIỆU TRƯỞNG", "Lê Văn Ký"), "NGÔ THỊ MẪU"),
        (PaperType.LAND_USE_CERTIFICATE, ("Người sử dụng đất", "Ông: Trần Văn Mẫu", "CHỦ TỊCH"), "Trần Văn Mẫu"),
        (PaperType.DECISION, ("Điều 1. Công nhận ông Hồ Văn Mẫu, sinh ngày 04/05/1990",), "Hồ Văn Mẫu"),
        (PaperType.POWER_OF_ATTORNEY,
         ("Người được ủy quyền: Bùi Văn Hộ", "Bên ủy quyền: Ông Phạm Văn Mẫu"), "Phạm Văn Mẫu"),
        (PaperType.BUSINESS_REGISTRATION_CERTIFICATE,
         ("Tên công ty: CÔNG TY TNHH MẪU PHÁT", "Người đại diện: Phan Thị Mẫu"), "CÔNG TY TNHH MẪU PHÁT"),
        (PaperType.OTHER, ("Tòa án xét xử giữa nguyên đơn Dương Thị Mẫu và bị đơn Lê Văn Kia.",), "Dương Thị Mẫu"),
    ],
)  # fmt: skip
def test_the_owner_is_whom_the_paper_is_about(kind, texts, owner):
    assert owner_names(certificate(*texts, kind=kind)) == {"p2": owner}


def test_a_form_is_the_applicants_whoever_else_it_names():
    texts = ("Họ, chữ đệm, tên cha: Lê Văn Cha", APPLICANT, "Họ, chữ đệm, tên mẹ: Đỗ Thị Mẹ")
    assert owner_names(form(*texts)) == {"p1": "Nguyễn Văn Mẫu"}


def test_a_form_that_an_organisation_files_is_the_organisations():
    texts = ("Kính gửi: Sở Tài chính tỉnh Mẫu", "Tên doanh nghiệp: Công ty TNHH Mẫu Phát", "Người đại diện: Lê Văn Mẫu")
    assert owner_names(form(*texts)) == {"p1": "Công ty TNHH Mẫu Phát"}


def test_a_contract_is_the_partys_who_is_in_the_dossier():
    lease = certificate("BÊN A: Ông Trần Văn Chủ", "BÊN B: Ông Nguyễn Văn Mẫu", kind=PaperType.CONTRACT)
    assert owner_names(form(APPLICANT), lease)["p2"] == "Nguyễn Văn Mẫu"


def test_a_name_broken_over_two_lines_is_one_name():
    line = "Giao khoán đất trồng rừng của lâm trường cho ông/bà Vũ Thị"
    decision = certificate(line, "Thu Mẫu, sinh ngày 06/07/1992.", kind=PaperType.DECISION)
    assert owner_names(decision) == {"p2": "Vũ Thị Thu Mẫu"}


def test_a_paper_that_names_nobody_but_its_signer_has_no_owner():
    minutes = certificate("Kết quả: cơ sở trang bị đủ phương tiện.", "CÁN BỘ KIỂM TRA", "Đặng Thị Ký")
    assert owner_names(minutes) == {}


def test_the_owners_name_is_given_as_it_was_read_best():
    papers = (
        form("Họ, chữ đệm, tên người yêu cầu: Nguyen Van Mau", f"Số định danh cá nhân: {NUMBER}"),
        card("Nguyễn Văn Mẫu", NUMBER, "04051990"),
    )
    assert owner_names(*papers) == {"p1": "Nguyễn Văn Mẫu", "p3": "Nguyễn Văn Mẫu"}


def test_two_cards_copied_on_one_sheet_have_an_owner_each():
    husband = card("Nguyễn Văn Mẫu", NUMBER, "04051990", name="p3")
    wife = card("Trần Thị Mẫu", "001190000025", "06071992", name="p3")
    (upper,), (lower,) = (each.pages[0].reading.codes for each in (husband, wife))
    codes = (upper, replace(lower, box=Box(0.7, 0.5, 0.8, 0.6)))
    sheet = replace(husband.pages[0], reading=replace(husband.pages[0].reading, codes=codes))
    papers = tuple(replace(husband, id=name, pages=(sheet,)) for name in ("p3", "p4"))
    assert sorted(owner_names(*papers).values()) == ["Nguyễn Văn Mẫu", "Trần Thị Mẫu"]


def test_to_whom_a_form_is_addressed_does_not_own_it():
    texts = ("Kính gửi: Công ty TNHH Mẫu Nước", APPLICANT)
    assert owner_names(form(*texts)) == {"p1": "Nguyễn Văn Mẫu"}
