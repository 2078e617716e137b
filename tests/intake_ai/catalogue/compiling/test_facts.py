import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.compiling.results import with_results_linked
from intake_ai.catalogue.encoding import decode, encode
from intake_ai.catalogue.models import Case, Copies, Procedure, Requirement


def compiled(*names: str, originals: int = 1, copies: int = 0, case: str = "", code: str = "9.000001", **settings):
    rows = tuple(Requirement(row, text, case=0, originals=originals, copies=copies) for row, text in enumerate(names))
    return compile_procedure(
        Procedure(code, "Thủ tục MẪU", cases=(Case(0, case, "common"),), requirements=rows, **settings)
    )


def row(text: str, **settings):
    return compiled(text, **settings).requirements[0]


def words(requirement: Requirement, fact: str) -> str:
    return next(found.words for found in requirement.evidence if found.fact == fact)


def test_every_derived_fact_keeps_the_words_it_came_from_as_written():
    text = "01 bản chính Tờ khai theo Mẫu số 02a tại Phụ lục I, cấp không quá 06 tháng (đối với hộ nghèo)"
    found = row(text)
    assert words(found, "need") == "đối với hộ nghèo"
    assert words(found, "form_number") == "Mẫu số 02a"
    assert words(found, "form_annex") == "Phụ lục I"
    assert words(found, "validity_months") == "cấp không quá 06 tháng"
    assert words(found, "stated_copies") == "01 bản chính"
    assert all(one.words in text for one in found.evidence)


def test_the_role_of_a_case_keeps_its_words():
    (case,) = compiled("Đơn", case="Giấy tờ phải xuất trình:").cases
    assert [(one.fact, one.words) for one in case.evidence] == [("role", "Giấy tờ phải xuất trình")]
    assert 0.5 < case.confidence < 1


@given(st.lists(st.sampled_from(["Đơn", "Giấy phép (nếu có)", "Lưu ý: nộp sớm", "Hợp đồng hoặc hóa đơn"]), max_size=4))
def test_a_compiled_procedure_is_stored_and_read_back_whole(names: list[str]):
    procedure = compiled(*names)
    assert decode(encode(procedure)) == procedure


@pytest.mark.parametrize(
    ("text", "copies"),
    [
        ("02 bản chính Hợp đồng thuê nhà", Copies(originals=2, contradiction="number")),
        ("01 bản chính Hợp đồng thuê nhà", Copies(originals=1)),
        ("Bản sao có chứng thực Giấy khai sinh", Copies(certified=1, contradiction="form")),
        ("Bản chụp Giấy phép xây dựng", Copies(photocopies=1, contradiction="form")),
        ("Hóa đơn thương mại: 03 bản sao", Copies(photocopies=3, contradiction="form")),
        ("Quyết định giao đất (bản chính)", Copies(originals=1)),
        ("Bản chính hoặc bản sao có chứng thực Quyết định", Copies(originals=1, certified=1, any_of=True)),
        ("Bản sao kèm bản chính để đối chiếu Giấy phép", Copies(photocopies=1, to_compare=True)),
        ("Bản sao hoặc bản sao điện tử Biên bản nghiệm thu", Copies(photocopies=1, electronic=1, any_of=True)),
        ("Quyết định giao đất", None),
    ],
)
def test_originals_and_copies_are_read_and_held_against_the_counts(text: str, copies: Copies | None):
    assert row(text, originals=1, copies=0).stated_copies == copies


def test_counts_that_agree_with_the_text_contradict_nothing():
    stated = row("Bản sao có chứng thực Giấy khai sinh", originals=0, copies=1).stated_copies
    assert stated == Copies(certified=1)


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("Giấy khám sức khỏe có giá trị sử dụng nếu được cấp chưa quá 06 tháng", 6, None),
        ("Phiếu lý lịch tư pháp được cấp không quá 90 ngày tính đến ngày nộp hồ sơ", None, 90),
        ("Văn bản xác nhận được cấp trong vòng 10 ngày làm việc trước thời điểm gửi hồ sơ", None, 14),
        ("02 ảnh màu chụp trong thời gian không quá 06 tháng", 6, None),
        ("Báo cáo tài chính trong 03 năm liên tục tính đến ngày nộp hồ sơ", None, None),
        ("Hộ chiếu còn giá trị ít nhất 06 tháng tính đến ngày nộp hồ sơ", None, None),
    ],
)
def test_how_old_a_paper_may_be(text: str, months: int | None, days: int | None):
    assert (row(text).validity_months, row(text).validity_days) == (months, days)


@pytest.mark.parametrize(
    ("text", "number", "annex"),
    [
        ("Đơn theo Mẫu số 01/TSCXLTS", "Mẫu số 01/TSCXLTS", ""),
        ("Tờ khai CT01", "CT01", ""),
        ("Tờ khai thuế mẫu số 05/KK-TNCN theo Phụ lục I", "mẫu số 05/KK-TNCN", "Phụ lục I"),
        ("Giấy khai đăng ký xe (mẫu ĐKX10)", "mẫu ĐKX10", ""),
        ("Mẫu C/O mẫu B đã được khai", "", ""),
    ],
)
def test_form_numbers_and_annexes(text: str, number: str, annex: str):
    assert (row(text).form_number, row(text).form_annex) == (number, annex)


@pytest.mark.parametrize("mark", ["/ ", ". ", "$", "(1) ", "a) "])
def test_marks_and_numbers_before_a_paper_are_no_part_of_its_name(mark: str):
    assert row(f"{mark}Đơn đề nghị cấp phép theo Mẫu số 02").form_name == "Đơn đề nghị cấp phép"


def test_a_form_has_the_name_of_the_paper():
    assert row("Đơn đề nghị cấp giấy phép theo Mẫu số 02").form_name == "Đơn đề nghị cấp giấy phép"
    assert row("Giấy khai sinh").form_name == ""


def test_data_that_release_the_applicant_name_their_database():
    text = "Giấy phép, trừ trường hợp đã khai thác được từ Cơ sở dữ liệu quốc gia về dân cư"
    assert row(text).data_source == "population"
    assert row("Giấy phép").data_source == ""


def test_a_note_on_a_database_concerns_the_papers_it_names():
    note = (
        "Lưu ý: cơ quan khai thác thông tin trong Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp "
        "để thay thế thành phần hồ sơ Giấy chứng nhận đăng ký doanh nghiệp"
    )
    certificate, application, _ = compiled("Giấy chứng nhận đăng ký doanh nghiệp", "Đơn đề nghị", note).requirements
    assert (certificate.data_source, application.data_source) == ("business", "")


def test_papers_that_other_procedures_issue_are_linked_to_them():
    issuing = compiled("Đơn", code="9.000002", results=("Giấy phép xây dựng nhà ở",))
    general = compiled("Đơn", code="9.000003", results=("Giấy chứng nhận",))
    asking = compiled("Bản sao Giấy phép xây dựng nhà ở đã được cấp", "Giấy chứng nhận", code="9.000004")
    *_, linked = with_results_linked([issuing, general, asking])
    assert [one.result_of for one in linked.requirements] == [("9.000002",), ()]
    assert words(linked.requirements[0], "result_of") == "Giấy phép xây dựng nhà ở"


def test_a_paper_is_not_linked_to_its_own_procedure():
    (linked,) = with_results_linked([compiled("Giấy phép xây dựng nhà ở", results=("Giấy phép xây dựng nhà ở",))])
    assert linked.requirements[0].result_of == ()
