"""What the checks of papers find, kind by kind."""

from dataclasses import replace
from datetime import date

import pytest
from page_builder import MOTTO, line, page, reading

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.problems import Evidence, doubted_papers, expired_papers, find_problems
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.messages import LANGUAGES, text
from ocr.page import Box, Mark, Page, PageRef

DAY = date(2026, 11, 22)
PLACE = Box(0.1, 0.1, 0.2, 0.12)
NOTHING = Evidence(DAY, (), (), (), None, (), (), ())
SIGNATURE, SEAL = (Mark(kind, Box(0.64, 0.6, 0.78, 0.66)) for kind in ("signature", "seal"))


def paper(identifier, of, title, *pages):
    return Paper(identifier, of, title, pages or (page(*MOTTO, title),), 0.9)


def field(kind, value, paper_id="p1", **more):
    return Field(kind, None, "", value, value, 0.95, "ocr", "to_check", paper_id, PageRef("scan.pdf", 1), PLACE, **more)


def kinds(evidence):
    return [(problem.kind, problem.severity) for problem in find_problems(evidence)]


FORM = paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI")


def blank(kind="full_name", label="Họ và tên:", **more):
    given = {"role": "applicant", "state": "empty", "is_optional": False, **more}
    return Blank(label, kind, paper="p1", page=PageRef("scan.pdf", 1), box=PLACE, **given)


def test_blanks_that_everybody_fills_in_are_told_in_one_problem_at_the_first():
    blanks = (blank(), blank("date_of_birth", "Ngày sinh:"))
    (problem,) = find_problems(replace(NOTHING, papers=(FORM,), blanks=blanks))
    assert (problem.kind, problem.paper, problem.box) == ("unfilled_field", "p1", PLACE)
    assert problem.values["labels"] == "“Họ và tên”, “Ngày sinh”"


@pytest.mark.parametrize(
    "left",
    [
        blank(state="filled"),
        blank(state="unclear"),
        blank(is_optional=True),
        blank("email", "Thư điện tử:"),
        blank(role="deceased"),
        blank("address", "Chỗ ở (trường hợp khác nơi thường trú):"),
        blank("full_name", "Cán bộ tiếp nhận:"),
        blank("address", "đơn vị, địa chỉ đang làm)"),
    ],
)
def test_blanks_that_not_everybody_fills_in_are_not_told(left):
    assert kinds(replace(NOTHING, papers=(FORM,), blanks=(left,))) == []


def test_blanks_behind_the_signature_are_for_an_office():
    signed = [line("Người khai", 0.05, 0.6), line("(Ký, ghi rõ họ tên)", 0.08, 0.58)]
    form = paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", Page(PageRef("scan.pdf", 1), reading(signed, marks=())))
    found = find_problems(replace(NOTHING, papers=(form,), blanks=(blank(),)))
    assert "unfilled_field" not in {problem.kind for problem in found}


def certificate(*marks, title="GIẤY CHỨNG NHẬN", foot="CHỦ TỊCH", **more):
    rows = [line(title, 0.1), line("Nghệ An, ngày 30 tháng 07 năm 2023", 0.5, 0.5), line(foot, 0.53, 0.62)]
    return paper("p2", PaperType.OTHER, title, Page(PageRef("scan.pdf", 2), reading(rows, marks=marks, **more)))


SEALED = Page(PageRef("scan.pdf", 3), reading([line("Trang có dấu", 0.1)], marks=(SEAL,)))


def test_a_certificate_that_is_signed_and_bears_no_seal_in_a_scan_in_colour_is_for_a_person():
    shown = certificate(SIGNATURE)
    assert kinds(replace(NOTHING, papers=(shown,), pages=(*shown.pages, SEALED))) == [("unstamped", "check")]


def test_without_any_colour_in_the_dossier_what_is_always_sealed_is_for_a_person_all_the_same():
    shown = certificate(SIGNATURE)
    (found,) = find_problems(replace(NOTHING, papers=(shown,), pages=shown.pages))
    assert (found.kind, found.severity, found.code) == ("unstamped", "check", "unstamped-grey")
    given = (Match("p2", 0, 0.9),)
    assert doubted_papers(None, (shown,), (), given) == {"p2"}
    assert doubted_papers(None, (certificate(SIGNATURE, SEAL),), (), given) == frozenset()


def test_without_any_colour_in_the_dossier_a_seal_that_only_the_row_asks_for_is_mentioned():
    shown = certificate(SIGNATURE, title="BÁO CÁO KẾT QUẢ", foot="Người lập")
    row = Requirement(0, "Báo cáo có xác nhận của cơ quan", stamped=True)
    asked = Procedure("1.000001", "Thủ tục mẫu", requirements=(row,))
    seen = replace(NOTHING, papers=(shown,), pages=shown.pages, procedure=asked, matches=(Match("p2", 0, 0.9),))
    assert kinds(seen) == [("unstamped", "info")]
    assert doubted_papers(asked, (shown,), (), seen.matches) == frozenset()


@pytest.mark.parametrize(
    "shown",
    [
        certificate(SIGNATURE, SEAL),
        certificate(),
        certificate(SIGNATURE, legible=0.4),
        certificate(SIGNATURE, source="text_layer"),
        certificate(SIGNATURE, title="BÁO CÁO KẾT QUẢ"),
        certificate(SIGNATURE, foot="Thời gian ký: 30.07.2023"),
    ],
)
def test_what_bears_a_seal_needs_none_or_cannot_be_read_is_not_called_unstamped(shown):
    assert kinds(replace(NOTHING, papers=(shown,), pages=(*shown.pages, SEALED))) == []


def test_the_birthday_on_a_card_in_a_later_year_is_its_last_day():
    card = paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC", page("Co gia tri den", "13/05/2025"))
    born = field("date_of_birth", "13/05/2000", "p2")
    assert kinds(replace(NOTHING, papers=(card,), fields=(born,))) == [("expired", "blocking")]
    assert expired_papers((born,), DAY, (card,)) == {"p2"}
    assert kinds(replace(NOTHING, papers=(card,), fields=(replace(born, value="14/05/2000"),))) == []


def test_the_last_day_is_found_in_a_machine_readable_zone_whose_check_digit_is_right():
    born = field("date_of_birth", "09/01/1965", "p2")
    for zone, expected in (("6501093M2501095VNM<<<", [("expired", "blocking")]), ("6501093M2501096VNM<<<", [])):
        card = paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC", page(zone))
        assert kinds(replace(NOTHING, papers=(card,), fields=(born,))) == expected


@pytest.mark.parametrize(
    ("sentence", "is_expired"),
    [
        ("Thời hạn ủy quyền: từ ngày ký đến ngày 07 tháng 08 năm 2025", True),
        ("Giấy này có giá trị đến ngày 01/02/2026", True),
        ("Giấy này có giá trị đến ngày 01/02/2030", False),
        ("Căn cứ hợp đồng ký ngày 01/02/2020", False),
    ],
)
def test_a_sentence_tells_until_when_a_paper_is_valid(sentence, is_expired):
    letter = paper("p2", PaperType.POWER_OF_ATTORNEY, "GIẤY ỦY QUYỀN", page(sentence))
    assert kinds(replace(NOTHING, papers=(letter,))) == ([("expired", "blocking")] if is_expired else [])


def test_a_card_without_end_does_not_expire_by_another_date_beside_those_words():
    card = paper("p1", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
    other = replace(field("expiry_date", "07/02/2025"), label="Có giá trị đến: Không thời hạn")
    assert kinds(replace(NOTHING, papers=(card,), fields=(other,))) == []


def test_a_paper_that_days_limit_is_too_old_after_them():
    procedure = Procedure("1.1", "x", requirements=(Requirement(0, "Phiếu", validity_days=180),))
    shown = paper("p1", PaperType.OTHER, "PHIẾU")
    evidence = replace(NOTHING, procedure=procedure, papers=(shown,), matches=(Match("p1", 0, 0.9),))
    assert kinds(replace(evidence, fields=(field("issue_date", "25/05/2026"),))) == [("expired", "blocking")]
    assert kinds(replace(evidence, fields=(field("issue_date", "26/05/2026"),))) == []


CARD = paper("p2", PaperType.IDENTITY_CARD, "CĂN CƯỚC")


def births(on_form, on_card, certainty=0.95):
    pair = field("date_of_birth", on_form), field("date_of_birth", on_card, "p2")
    return replace(NOTHING, papers=(FORM, CARD), mismatches=(Mismatch("date_of_birth", *pair, "Mẫu", certainty),))


def test_a_mismatch_names_both_papers_and_stands_where_the_form_has_it():
    (problem,) = find_problems(births("27/05/2000", "13/05/2000"))
    assert (problem.kind, problem.paper) == ("mismatch", "p1")
    assert (problem.values["first_paper"], problem.values["second_paper"]) == ("TỜ KHAI", "CĂN CƯỚC")


@pytest.mark.parametrize("end", ["13/05/2040", "13/05/2025"])
def test_the_last_day_of_a_card_is_no_other_birth_date(end):
    assert kinds(births("13/05/2000", end)) == []


def test_a_birth_date_on_a_card_that_ends_on_the_other_birthday_was_misread():
    ends = field("expiry_date", "07/11/2040", "p2")
    assert kinds(replace(births("07/11/1985", "07/01/1985"), fields=(ends,))) == []
    assert kinds(replace(births("07/01/1985", "07/11/1985"), fields=(ends,))) == [("mismatch", "blocking")]


def page_of(number, words, **more):
    return Page(PageRef("scan.pdf", number), reading([line(words, 0.1, 0.1)], **more))


TEXT = " ".join(f"nội dung khoản {number} của văn bản số {number * 37} này" for number in range(8))


def test_a_second_scan_of_a_page_is_told_though_it_was_read_otherwise():
    twins = page_of(1, TEXT), page_of(2, TEXT.replace("nội dung", "nôi dunq"))
    assert kinds(replace(NOTHING, pages=twins)) == [("duplicate", "check")]


def test_one_form_filled_in_by_two_people_is_no_duplicate():
    other = " ".join(f"nội dung khoản {number + 50} của văn bản số {number * 41} này" for number in range(8))
    assert kinds(replace(NOTHING, pages=(page_of(1, TEXT), page_of(2, other)))) == []


@pytest.mark.parametrize(
    ("legible", "faults", "is_told"), [(0.5, ("blurred",), True), (0.5, ("low_resolution",), False), (0.2, (), True)]
)
def test_a_blurred_page_must_be_read_better_than_a_sharp_one(legible, faults, is_told):
    shown = page_of(1, "Một trang", legible=legible, problems=faults)
    assert (kinds(replace(NOTHING, pages=(shown,))) == [("illegible", "check")]) is is_told


def test_a_form_with_a_name_in_print_alone_satisfies_no_row_for_certain():
    rows = [line("Người khai", 0.5, 0.6), line("(Ký, ghi rõ họ tên)", 0.53, 0.58), line("Nguyễn Văn Mẫu", 0.64, 0.6)]
    form = paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", Page(PageRef("scan.pdf", 1), reading(rows)))
    assert doubted_papers(None, (form,), (), ()) == {"p1"}
    assert kinds(replace(NOTHING, papers=(form,))) == [("unsigned", "check")]


@pytest.mark.parametrize(("received", "has_basis"), [(DAY, True), (date(2026, 8, 4), False)])
def test_a_problem_bears_the_law_that_held_on_the_day_of_receipt(received, has_basis):
    evidence = replace(NOTHING, received=received, papers=(FORM,), blanks=(blank(),))
    (problem,) = find_problems(evidence)
    assert (problem.legal_basis is not None) is has_basis


def test_the_legal_basis_of_the_row_goes_first():
    row = Requirement(0, "Phiếu", validity_months=6, legal_basis="Thông tư mẫu")
    evidence = replace(NOTHING, procedure=Procedure("1.1", "x", requirements=(row,)), matches=(Match("p1", 0, 0.9),))
    (problem,) = find_problems(replace(evidence, papers=(FORM,), fields=(field("issue_date", "01/01/2026"),)))
    assert problem.legal_basis == "Thông tư mẫu"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["unfilled-field", "unstamped", "unstamped-grey", "duplicate", "too-old-for-row"])
def test_every_problem_has_a_sentence_and_a_remedy(language, code):
    values = dict.fromkeys(("title", "labels", "page", "file", "other", "other_page", "name", "day", "last"), "MẪU")
    assert "{" not in text(f"problem-{code}", language, **values) + text(f"remedy-{code}", language, **values)


def cut_off(*marks):
    """A decision whose text reaches the foot of its only page."""
    rows = [line(f"Nội dung thứ {number} của quyết định này", 0.05 + 0.05 * number, 0.12) for number in range(17)]
    shown = Page(PageRef("scan.pdf", 1), reading(rows, marks=marks))
    return paper("p1", PaperType.DECISION, "QUYẾT ĐỊNH", shown)


def test_a_paper_that_perhaps_lacks_a_page_satisfies_no_row_for_certain():
    given = (Match("p1", 0, 0.9),)
    assert kinds(replace(NOTHING, papers=(cut_off(),))) == [("missing_page", "check")]
    assert doubted_papers(None, (cut_off(),), (), given) == {"p1"}
    assert doubted_papers(None, (cut_off(SEAL),), (), given) == frozenset()


@pytest.mark.parametrize(
    ("day", "confidence", "is_doubted"),
    [("21/11/2026", 0.4, True), ("22/11/2026", 0.4, False), ("31/02/2026", 0.4, False)],
)
def test_a_paper_whose_past_last_day_was_badly_read_satisfies_no_row_for_certain(day, confidence, is_doubted):
    card = paper("p1", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
    ends = replace(field("expiry_date", day), confidence=confidence)
    found = doubted_papers(None, (card,), (ends,), (Match("p1", 0, 0.9),), received=DAY)
    assert found == (frozenset({"p1"}) if is_doubted else frozenset())
    assert expired_papers((ends,), DAY) == frozenset()


def test_a_last_day_that_was_read_badly_is_told_to_whoever_must_look_at_it():
    card = paper("p1", PaperType.IDENTITY_CARD, "CĂN CƯỚC")
    doubtful = replace(field("expiry_date", "21/11/2026"), confidence=0.3)
    (problem,) = find_problems(replace(NOTHING, papers=(card,), fields=(doubtful,)))
    assert (problem.code, problem.severity, problem.paper, problem.box) == ("perhaps-expired", "check", "p1", PLACE)
