"""Problems of the papers handed in."""

from dataclasses import replace
from datetime import date

import pytest
from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.findings import Component
from intake_ai.completeness.problems import Evidence, as_date, find_problems
from intake_ai.completeness.surplus import Asked
from intake_ai.extraction.fields import Field
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.parties import Party, Stranger
from intake_ai.parties.namings import Naming
from ocr.page import Box, PageRef

DAY = date(2026, 11, 22)
PROCEDURE = Procedure("1.000656", "Thủ tục đăng ký khai tử", requirements=(Requirement(0, "Tờ khai đăng ký khai tử"),))
NOTHING = Evidence(DAY, (), (), (), PROCEDURE, (), (), ())


def paper(identifier, paper_type, title, *pages, **more):
    return Paper(identifier, paper_type, title, pages or (page(*MOTTO, title),), 0.9, **more)


def field(kind, value, paper_id="p1", confidence=0.9, **more):
    place = (PageRef("scan.pdf", 1), Box(0.1, 0.1, 0.2, 0.12))
    return Field(kind, None, "", value, value, confidence, "ocr", "to_check", paper_id, *place, **more)


def kinds(evidence):
    return [(problem.kind, problem.severity) for problem in find_problems(evidence)]


def test_nothing_wrong_finds_nothing():
    assert kinds(NOTHING) == []


@pytest.mark.parametrize(
    ("day", "expected"), [("21/11/2026", [("expired", "blocking")]), ("22/11/2026", []), ("01/01/2030", [])]
)
def test_a_card_is_expired_from_the_day_after_its_last(day, expected):
    card = paper("p1", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
    assert kinds(replace(NOTHING, papers=(card,), fields=(field("expiry_date", day),))) == expected


@pytest.mark.parametrize(("issued", "is_old"), [("21/05/2026", True), ("22/05/2026", False), ("01/11/2026", False)])
def test_a_paper_valid_for_six_months_is_too_old_after_six(issued, is_old):
    procedure = Procedure("1.1", "x", requirements=(Requirement(0, "Giấy xác nhận", validity_months=6),))
    certificate = paper("p1", PaperType.OTHER, "GIẤY XÁC NHẬN")
    evidence = replace(
        NOTHING,
        procedure=procedure,
        papers=(certificate,),
        matches=(Match("p1", 0, 0.9),),
        fields=(field("issue_date", issued),),
    )
    assert (("expired", "blocking") in kinds(evidence)) is is_old


def test_the_page_that_the_numbering_misses_is_named():
    last = page("Điều 3", *[""] * 28, "TRANG 2/2")
    decision = paper("p1", PaperType.DECISION, "QUYẾT ĐỊNH", last, numbered_pages=2)
    found = find_problems(replace(NOTHING, papers=(decision,), matches=(Match("p1", 0, 0.9),)))
    assert [(problem.kind, problem.values["absent"]) for problem in found] == [("missing_page", "1")]


def test_a_paper_that_opens_with_a_later_article_lacks_its_first_page():
    last = page("Điều 3. Công chức Tư pháp chịu trách nhiệm thi hành", "Nơi nhận:")
    decision = paper("p1", PaperType.DECISION, "", last)
    found = find_problems(replace(NOTHING, papers=(decision,), matches=(Match("p1", 0, 0.9),)))
    assert [(problem.kind, problem.values["article"]) for problem in found] == [("missing_page", 3)]


def test_a_paper_with_all_its_pages_lacks_none():
    pages = [page("Điều 1", *[""] * 28, f"TRANG {number}/2") for number in (1, 2)]
    decision = paper("p1", PaperType.DECISION, "QUYẾT ĐỊNH", *pages, numbered_pages=2)
    assert kinds(replace(NOTHING, papers=(decision,), matches=(Match("p1", 0, 0.9),))) == []


@pytest.mark.parametrize(("certainty", "expected"), [(0.62, "mismatch"), (0.5, "other")])
def test_two_numbers_of_one_person_that_may_be_misread_are_for_a_person_to_compare(certainty, expected):
    numbers = field("id_number", "001090000017"), field("id_number", "001090000071", "p2")
    mismatch = Mismatch("id_number", *numbers, "Nguyễn Văn Mẫu", certainty)
    assert kinds(replace(NOTHING, mismatches=(mismatch,))) == [(expected, "blocking")]


CARD = paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
FORM = paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI")


@pytest.mark.parametrize(
    ("written", "by_hand", "expected"),
    [
        ("001090000017", True, [("other", "blocking")]),  # a hand's figures may be misread as those of the card
        ("0O1O9000O01?", True, [("other", "blocking")]),
        ("00109000001", False, [("other", "blocking")]),
        ("001190000025", False, []),
    ],
)
def test_a_number_that_only_a_person_can_compare_keeps_the_dossier_from_complete(written, by_hand, expected):
    fields = (field("id_number", written, by_hand=by_hand), field("id_number", "001090000017", "p2", 0.99))
    assert kinds(replace(NOTHING, papers=(FORM, CARD), fields=fields)) == expected


def test_a_number_that_was_read_surely_on_the_form_needs_no_person():
    form = paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", page("Số định danh: 001 090 000 017"))
    fields = (field("id_number", "O01O9", by_hand=True), field("id_number", "001090000017", "p2", 0.99))
    assert kinds(replace(NOTHING, papers=(form, CARD), fields=fields)) == []


def asked(procedure):
    return (Asked(profile(procedure), procedure.results, 1.0),)


def test_a_paper_that_nothing_asks_for_is_surplus():
    degree = paper("p2", PaperType.DEGREE, "BẰNG TỐT NGHIỆP ĐẠI HỌC")
    assert kinds(replace(NOTHING, papers=(degree,), asked=asked(PROCEDURE))) == [("surplus_paper", "check")]


def test_a_paper_that_the_procedure_speaks_of_is_only_mentioned():
    related = paper("p2", PaperType.OTHER, "TRÍCH LỤC KHAI TỬ")
    procedure = replace(PROCEDURE, results=("Trích lục khai tử",))
    evidence = replace(NOTHING, procedure=procedure, papers=(related,), asked=asked(procedure))
    assert kinds(evidence) == [("surplus_paper", "info")]


def test_a_card_is_never_surplus():
    card = paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
    assert kinds(replace(NOTHING, papers=(card,), asked=asked(PROCEDURE))) == []


APPLICANT, OTHER = (Party((Naming("p1", name, False, frozenset({"holder"}), 0.9, PageRef("scan.pdf", 1), (0, 0.1)),))
                    for name in ("Nguyễn Văn Mẫu", "Trần Thị Khác Hẳn"))  # fmt: skip


@pytest.mark.parametrize(("is_sure", "severity"), [(True, "check"), (False, "info")])
def test_a_strangers_paper_is_told_once_with_both_names(is_sure, severity):
    certificate = paper("p2", PaperType.MARITAL_STATUS_CERTIFICATE, "GIẤY XÁC NHẬN")
    strange = (Stranger("p2", OTHER, APPLICANT, is_sure),)
    (problem,) = find_problems(replace(NOTHING, papers=(certificate,), strangers=strange))
    assert (problem.kind, problem.severity, problem.paper) == ("foreign_paper", severity, "p2")
    assert (problem.values["person"], problem.values["about"]) == ("Trần Thị Khác Hẳn", "Nguyễn Văn Mẫu")


@pytest.mark.parametrize(("is_sure", "expected"), [(True, []), (False, [("surplus_paper", "check")])])
def test_what_only_may_be_a_strangers_is_told_as_surplus_too_where_nothing_asks_for_it(is_sure, expected):
    certificate = paper("p2", PaperType.MARITAL_STATUS_CERTIFICATE, "GIẤY XÁC NHẬN")
    strange = (Stranger("p2", OTHER, APPLICANT, is_sure),)
    found = kinds(replace(NOTHING, papers=(certificate,), strangers=strange, asked=asked(PROCEDURE)))
    assert [each for each in found if each[0] == "surplus_paper"] == expected


@pytest.mark.parametrize(("fit", "shown", "expected"), [(0.3, (), 1), (0.9, (), 0), (0.3, ("p2",), 0)])
def test_a_paper_that_hardly_suits_a_row_is_surplus_unless_it_is_shown_there(fit, shown, expected):
    degree = paper("p2", PaperType.DEGREE, "BẰNG TỐT NGHIỆP ĐẠI HỌC")
    row = Component(0, "Giấy tờ", "to_check" if shown else "not_applicable", papers=shown)
    seen = replace(NOTHING, papers=(degree,), asked=asked(PROCEDURE), matches=(Match("p2", 0, fit),), components=(row,))
    assert [kind for kind, _ in kinds(seen)].count("surplus_paper") == expected


def test_a_page_scanned_twice_is_mentioned():
    text = "nội dung của một trang đủ dài để so sánh với trang khác của cùng hồ sơ này " * 4
    twins = (page(text, number=1), page(text, number=2))
    assert kinds(replace(NOTHING, pages=twins)) == [("duplicate", "check")]


@pytest.mark.parametrize("text", ["31/02/2026", "2026", "", "a/b/c", "1/2/3/4", "00/00/0000"])
def test_what_is_no_day_of_the_calendar_is_no_date(text):
    assert as_date(text) is None
