"""When a paper is surplus."""

from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from intake_ai.completeness.surplus import Asked, Placed, surplus_papers
from intake_ai.extraction.fields import Field
from ocr.page import Box, PageRef

MINUTES = Paper("p2", PaperType.OTHER, "BIÊN BẢN KIỂM TRA MÔI TRƯỜNG MẪU", (page(*MOTTO, "BIÊN BẢN"),), 0.9)

NOTHING = Placed()


def procedure(*rows: str, probability: float = 1.0) -> Asked:
    profile = ProcedureProfile("1.1", "Đăng ký khai tử", rows=tuple(map(RowProfile, range(len(rows)), rows)))
    return Asked(profile, (), probability)


def found(*asked: Asked, papers=(MINUTES,), placed=NOTHING):
    return [(surplus.paper, surplus.is_sure) for surplus in surplus_papers(papers, placed, (), asked)]


def test_a_paper_that_nothing_gives_a_reason_for_is_surely_surplus():
    assert found(procedure("Tờ khai đăng ký khai tử")) == [("p2", True)]


def test_nothing_is_surplus_to_an_unknown_procedure():
    assert found() == []


def test_a_row_of_another_case_is_reason_enough():
    assert found(procedure("Tờ khai", "Biên bản kiểm tra môi trường mẫu")) == []


def test_a_paper_given_to_a_row_is_not_surplus():
    assert found(procedure("Tờ khai"), placed=Placed(frozenset({"p2"}))) == []


def test_it_is_only_mentioned_where_the_procedure_is_unsure():
    wanting = procedure("Biên bản kiểm tra môi trường mẫu", probability=0.3)
    assert found(procedure("Tờ khai", probability=0.4), wanting) == [("p2", False)]


def test_it_is_surplus_to_an_unsure_procedure_where_all_the_likely_ones_have_no_use_for_it():
    assert found(procedure("Tờ khai", probability=0.4), procedure("Đơn", probability=0.3)) == [("p2", True)]


def test_a_paper_that_another_one_lists_is_only_mentioned():
    form = Paper("p1", PaperType.APPLICATION_FORM, "TỜ KHAI", (page("Gửi kèm: biên bản kiểm tra môi trường mẫu"),), 0.9)
    assert found(procedure("Tờ khai"), papers=(form, MINUTES)) == [("p2", False)]


def test_a_row_without_a_paper_that_asks_for_any_proof_may_be_what_it_is_for():
    asked = procedure("Tờ khai", "Giấy tờ chứng minh nội dung thay đổi")
    assert found(asked) == [("p2", False)]
    assert found(asked, placed=Placed(rows=frozenset({1}))) == [("p2", True)]


def test_it_is_surplus_where_the_few_likely_procedures_agree_though_it_may_be_none_of_the_catalogue():
    assert found(procedure("Tờ khai", probability=0.3), procedure("Đơn", probability=0.01)) == [("p2", True)]
    assert found(procedure("Tờ khai", probability=0.1), procedure("Đơn", probability=0.01)) == [("p2", False)]


def test_proof_of_a_fee_paid_goes_with_any_procedure():
    receipt = Paper("p2", PaperType.OTHER, "BIÊN LAI THU PHÍ, LỆ PHÍ MẪU", (page(*MOTTO, "BIÊN LAI"),), 0.9)
    assert found(procedure("Tờ khai đăng ký khai tử"), papers=(receipt,)) == []


def named(value, paper):
    place = (PageRef("scan.pdf", 1), Box(0.1, 0.1, 0.2, 0.12))
    return Field("full_name", None, "", value, value, 0.9, "ocr", "to_check", paper, *place)


def family(*people):
    """What is said of a birth extract beside the form of Lê Thị Mẫu, whose child is Lê Văn Mẫu."""
    extract = Paper("p2", PaperType.BIRTH_CERTIFICATE, "TRÍCH LỤC KHAI SINH", (page(*MOTTO, *people),), 0.9)
    form = Paper("p1", PaperType.APPLICATION_FORM, "ĐƠN", (page("Tôi là Lê Thị Mẫu, mẹ của cháu Lê Văn Mẫu"),), 0.9)
    fields = (named("Lê Thị Mẫu", "p1"), named("Lê Văn Mẫu", "p1"))
    asked = procedure("Đơn xin phép")
    return [(each.paper, each.is_sure) for each in surplus_papers((form, extract), NOTHING, fields, (asked,))]


def test_a_paper_of_a_family_that_ties_nobody_of_the_dossier_to_another_is_surplus():
    assert family("Họ tên: Lê Thị Mẫu", "Mẹ: Vũ Thị Hoa") == [("p2", True)]


def test_a_paper_of_a_family_that_proves_who_people_of_the_form_are_to_each_other_is_only_mentioned():
    assert family("Họ tên: Lê Văn Mẫu", "Mẹ: Lê Thị Mẫu") == [("p2", False)]
