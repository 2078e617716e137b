"""Forms that are addressed to a body that the procedure does not belong to."""

from datetime import date

import pytest
from page_builder import MOTTO, line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.findings import Component
from intake_ai.completeness.problems import Evidence
from intake_ai.completeness.problems.authorities import wrong_authorities
from intake_ai.completeness.surplus import Asked
from intake_ai.completeness.verdict import judge
from ocr.page import Page, PageRef

ROW = Requirement(0, "Đơn đề nghị")
SHOWN = Component(0, "Đơn đề nghị", "present", papers=("p1",))


def found(
    receiver,
    agency="Sở Xây dựng",
    level=("tinh",),
    *,
    shown=True,
    others=0,
    confidence=0.95,
    label="Kính gửi: ",
    **more,
):
    address = [f"{label}{text}" if not at else text for at, text in enumerate(receiver.splitlines())]
    texts = [*MOTTO, "ĐƠN ĐỀ NGHỊ", *address, "Tôi là: Nguyễn Văn Mẫu"]
    lines = [line(text, 0.05 + 0.025 * at, 0.12, confidence=confidence) for at, text in enumerate(texts)]
    form = Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (Page(PageRef("scan.pdf", 1), reading(lines)),), 0.9)
    procedure = Procedure("0.000000", "Thủ tục mẫu", agency=agency, level=level, requirements=(ROW,), **more)
    asked = (Asked(profile(procedure), (), 0.9),) * (1 + others)
    parts = (SHOWN,) if shown else ()
    evidence = Evidence(date(2026, 11, 22), form.pages, (form,), (), procedure, parts, (), (), asked=asked)
    return [(problem.kind, problem.severity, problem.values["receiver"]) for problem in wrong_authorities(evidence)]


@pytest.mark.parametrize(
    "receiver",
    ["Ủy ban nhân dân xã Mẫu", "UBND phường Mẫu", "Công an tỉnh Mẫu", "Sở Y tế tỉnh Mẫu", "Chi cục Thuế khu vực Mẫu"],
)
def test_a_receiver_of_another_level_kind_or_department_is_for_a_person(receiver):
    assert found(receiver) == [("wrong_authority", "blocking", receiver)]


@pytest.mark.parametrize(
    "receiver",
    ["Sở Xây dựng tỉnh Mẫu", "Ủy ban nhân dân tỉnh Mẫu", "Sở Giao thông vận tải tỉnh Mẫu", "Cơ quan có thẩm quyền", ""],
)
def test_the_own_authority_what_is_over_it_and_what_it_was_called_before_are_right(receiver):
    assert found(receiver) == []


@pytest.mark.parametrize(
    "more",
    [
        {"level": ("tinh", "xa")},
        {"level": ("tinh", "khac")},
        {"level": ()},
        {"context": "Nộp tại Ủy ban nhân dân cấp xã nơi có đất."},
        {"agency": ""},
        {"shown": False},
        {"confidence": 0.7},
    ],
)
def test_nothing_is_told_where_the_procedure_may_be_handed_in_there_or_the_address_is_not_sure(more):
    assert found("Ủy ban nhân dân xã Mẫu", **more) == []


def test_a_department_is_not_wrong_where_the_committee_itself_may_have_delegated():
    assert found("Sở Y tế tỉnh Mẫu", agency="Ủy ban nhân dân cấp tỉnh; Sở Xây dựng") == []


@pytest.mark.parametrize(
    "receivers",
    [
        "Sở Y tế tỉnh Mẫu; Sở Xây dựng tỉnh Mẫu",
        "Sở Y tế và Sở Xây dựng tỉnh Mẫu",
        "Ủy ban nhân dân xã Mẫu, Công an xã Mẫu",
        "Sở Y tế tỉnh Mẫu\nSở Xây dựng tỉnh Mẫu",
        "Sở Y tế tỉnh Mẫu\n- Hội đồng Mẫu",
    ],
)
def test_several_receivers_tell_nothing(receivers):
    assert found(receivers) == []


def test_an_address_goes_on_in_the_line_below_and_the_label_may_touch_it():
    assert found("Ủy ban nhân dân\nxã Mẫu", label="KÍNH GỬI:") == [
        ("wrong_authority", "blocking", "Ủy ban nhân dân xã Mẫu")
    ]


@pytest.mark.parametrize(
    ("receiver", "agency"),
    [
        ("Sở Xây dựng tỉnh Mẫu", "Sở Giao thông vận tải"),
        ("Sở Du lịch thành phố Mẫu", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hóa, Thể thao và Du lịch tỉnh Mẫu", "Sở Du lịch thành phố Mẫu"),
        ("Bảo hiểm xã hội tỉnh Mẫu", "BHXH tỉnh"),
    ],
)
def test_departments_of_before_or_of_some_cities_alone_and_short_names_tell_nothing(receiver, agency):
    assert found(receiver, agency=agency) == []


def test_it_is_reviewed_and_never_refused():
    procedure = Procedure("0.000000", "Thủ tục mẫu", agency="Sở Xây dựng", level=("tinh",), requirements=(ROW,))
    rows = [line(text, 0.1 + 0.05 * at, 0.12) for at, text in enumerate(["ĐƠN ĐỀ NGHỊ", "Kính gửi: Công an tỉnh Mẫu"])]
    form = Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (Page(PageRef("scan.pdf", 1), reading(rows)),), 0.9)
    asked = (Asked(profile(procedure), (), 1.0),)
    evidence = Evidence(date(2026, 11, 22), form.pages, (form,), (), procedure, (SHOWN,), (), (), asked=asked)
    assert judge((SHOWN,), tuple(wrong_authorities(evidence)), (), procedure_known=True) == "review"


def test_where_other_procedures_are_in_question_the_receiver_is_not_called_wrong():
    assert found("Công an tỉnh Mẫu", others=1) == []
