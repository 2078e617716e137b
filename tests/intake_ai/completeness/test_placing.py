"""Papers that only the check can give to their rows."""

from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.placing import Placing, is_called_as
from intake_ai.completeness.situation import Situation

FORM = PaperType.APPLICATION_FORM
NAME = "Cấp giấy phép mở lớp dạy bơi"


def paper(title, identifier="p1", paper_type=FORM, text=""):
    return Paper(identifier, paper_type, title, (page(title or "x", text),), 0.9)


def firm(papers, *rows, set_aside=(), situation=None):
    placing = Placing(Procedure("9.9", NAME, requirements=rows), papers, frozenset(set_aside))
    matches = placing.matches(None, situation or Situation())
    return {(match.paper, match.row) for match in matches if match.fit >= SATISFIES}


def form_row(text, row=0):
    return Requirement(row, text, types=(FORM,))


def test_the_only_form_is_the_row_s_where_its_title_is_the_procedure():
    assert firm([paper("TỜ KHAI MỞ LỚP DẠY BƠI")], form_row("Đơn theo mẫu tại Phụ lục I")) == {("p1", 0)}
    assert firm([paper("V/v mở lớp dạy bơi")], form_row("Văn bản đề nghị theo Mẫu số 2")) == {("p1", 0)}


def test_a_form_for_something_else_is_not():
    assert firm([paper("TỜ KHAI ĐĂNG KÝ NUÔI ONG")], form_row("Đơn theo mẫu tại Phụ lục I")) == set()


def test_a_pledge_is_no_request_whatever_it_is_about():
    assert firm([paper("BẢN CAM KẾT MỞ LỚP DẠY BƠI")], form_row("Đơn theo mẫu tại Phụ lục I")) == set()


def test_a_request_is_no_report_whatever_it_is_about():
    assert firm([paper("TỜ KHAI MỞ LỚP DẠY BƠI")], form_row("Báo cáo theo mẫu tại Phụ lục II")) == set()


def test_a_bare_title_is_told_by_the_words_of_the_form():
    asked = form_row("Phiếu yêu cầu theo mẫu tại Phụ lục I")
    speaking = paper("TỜ KHAI", text="Đề nghị cấp giấy phép mở lớp dạy bơi như sau")
    assert firm([speaking], asked) == {("p1", 0)}
    assert firm([paper("TỜ KHAI", text="Đề nghị cấp thẻ thư viện")], asked) == set()


def test_of_two_rows_that_still_ask_for_a_form_neither_is_given_it():
    rows = form_row("Đơn theo mẫu tại Phụ lục I"), form_row("Đơn theo mẫu tại Phụ lục II", 1)
    assert firm([paper("TỜ KHAI MỞ LỚP DẠY BƠI")], *rows) == set()


def test_a_row_that_begins_with_its_number_is_known_by_the_words_after_it():
    row = Requirement(0, "(1) Bảng kê dụng cụ cứu hộ theo mẫu", types=(FORM,))
    assert firm([paper("BẢNG KÊ DỤNG CỤ CỨU HỘ", paper_type=PaperType.OTHER)], row) == {("p1", 0)}


def test_what_stands_in_brackets_does_not_make_a_title_another():
    row = Requirement(0, "Bản giải trình, trong đó nêu rõ lý do", types=(PaperType.OTHER,))
    titled = paper("BẢN GIẢI TRÌNH (cấp giấy phép mở lớp dạy bơi cho trẻ em)", paper_type=PaperType.OTHER)
    assert firm([titled], row) == {("p1", 0)}


def test_a_certificate_is_not_the_request_to_change_it():
    row = form_row("Đơn đề nghị sửa đổi Giấy chứng nhận mở lớp dạy bơi")
    assert firm([paper("GIẤY CHỨNG NHẬN MỞ LỚP DẠY BƠI", paper_type=PaperType.OTHER)], row) == set()
    assert firm([paper("ĐƠN ĐỀ NGHỊ SỬA ĐỔI GIẤY CHỨNG NHẬN", paper_type=PaperType.OTHER)], row) == {("p1", 0)}


def test_a_title_of_one_telling_word_is_not_enough_to_be_called_as_a_row():
    assert is_called_as("BẢNG KÊ DỤNG CỤ CỨU HỘ", "Bảng kê dụng cụ cứu hộ")
    assert not is_called_as("BIÊN", "Biên")


def test_a_paper_that_something_speaks_against_goes_where_no_other_is():
    row = Requirement(0, "Căn cước", types=(PaperType.IDENTITY_CARD,))
    cards = [paper("CĂN CƯỚC", name, PaperType.IDENTITY_CARD) for name in ("p1", "p2")]
    assert firm(cards, row, set_aside={"p1"}) == {("p2", 0)}
    assert firm(cards[:1], row, set_aside={"p1"}) == {("p1", 0)}


def test_a_row_that_an_officer_listed_gets_the_paper_before_one_that_suits_it_more():
    poor = "Giấy chứng nhận hộ nghèo do xã cấp"
    rows = tuple(
        Requirement(number, name, need="if", question_id=name, types=(PaperType.OTHER,))
        for number, name in enumerate((poor, f"Đối với học sinh, {poor} hoặc hộ cận nghèo"))
    )
    certificate = [paper("GIẤY CHỨNG NHẬN HỘ NGHÈO", paper_type=PaperType.OTHER)]
    assert firm(certificate, *rows, situation=Situation(due_rows=frozenset({1}))) == {("p1", 1)}
    assert firm(certificate, *rows, situation=Situation(due_rows=frozenset({0}))) == {("p1", 0)}


def test_a_paper_that_suits_two_open_rows_alike_satisfies_neither_until_one_is_known_to_be_due():
    name = "Giấy chứng nhận hộ nghèo do xã cấp"
    rows = tuple(
        Requirement(number, f"Đối với {who} thì phải nộp {name}", need="if", question_id=who, types=(PaperType.OTHER,))
        for number, who in enumerate(("học sinh người Kinh", "học sinh người dân tộc khác"))
    )
    certificate = [paper("GIẤY CHỨNG NHẬN HỘ NGHÈO", paper_type=PaperType.OTHER)]
    assert firm(certificate, *rows) == set()
    answers = {"học sinh người Kinh": False, "học sinh người dân tộc khác": True}
    assert firm(certificate, *rows, situation=Situation(answers=answers)) == {("p1", 1)}
