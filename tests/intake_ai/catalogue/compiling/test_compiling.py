import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.compiling.grammar import plain
from intake_ai.catalogue.models import Case, Procedure, Requirement

ALWAYS, IF = "always", "if"


def compiled(*names: str, case: str = "", originals: int = 1, name: str = "Thủ tục MẪU"):
    rows = tuple(Requirement(row, text, case=0, originals=originals) for row, text in enumerate(names))
    return compile_procedure(Procedure("9.000001", name, cases=(Case(0, case, "common"),), requirements=rows))


def row(text: str, **settings):
    return compiled(text, **settings).requirements[0]


def roles(*names: str) -> list[str]:
    cases = tuple(Case(index, name, "common") for index, name in enumerate(names))
    return [case.role for case in compile_procedure(Procedure("9.000001", "MẪU", cases=cases)).cases]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Đơn đề nghị cấp giấy phép theo Mẫu số 01", "paper"),
        ("Một trong các giấy tờ sau:", "heading"),
        ("Hồ sơ đề nghị cấp lại bao gồm:", "heading"),
        ("Văn bản đề nghị công nhận theo Mẫu số 01:", "paper"),
        ("Lưu ý: hồ sơ nộp trực tuyến", "note"),
        ("Người tiếp nhận có trách nhiệm kiểm tra hồ sơ", "note"),
        ("Giấy tờ do cơ quan nước ngoài cấp phải được hợp pháp hóa lãnh sự", "note"),
        ("Trường hợp đã có dữ liệu thì không phải nộp bản giấy", "note"),
        ("Trường hợp trẻ bị bỏ rơi thì phải có biên bản về việc trẻ bị bỏ rơi", "paper"),
    ],
)
def test_kind_of_a_row(text: str, kind: str):
    assert row(text).kind == kind


@pytest.mark.parametrize(
    ("text", "need", "when"),
    [
        ("Bản sao vận đơn (nếu có)", IF, "nếu có"),
        ("Biên bản họp và các tài liệu khác (nếu có)", ALWAYS, None),
        ("Báo cáo kết quả, kết quả chuyển nhượng (nếu có), kết quả bán (nếu có)", ALWAYS, None),
        ("Văn bản về việc đại diện đối với trường hợp nộp hộ", IF, "đối với trường hợp nộp hộ"),
        ("Bản sao bằng tốt nghiệp (đối với thí sinh tự do)", IF, "đối với thí sinh tự do"),
        ("Hóa đơn, trừ trường hợp đặt hàng đào tạo", IF, "trừ trường hợp đặt hàng đào tạo"),
        ("Trường hợp mang thai hộ phải có văn bản xác nhận", IF, "Trường hợp mang thai hộ"),
        ("Giấy phép (bản gốc hoặc bản sao, trừ trường hợp bản sao đã chứng thực)", ALWAYS, None),
        ("Lý lịch khoa học (trong đó nêu rõ năng lực)", ALWAYS, None),
        ("Hợp đồng; nếu làm bằng tiếng nước ngoài thì kèm bản dịch", ALWAYS, None),
    ],
)
def test_a_condition_counts_where_it_covers_the_whole_row(text: str, need: str, when: str | None):
    assert (row(text).need, row(text).when) == (need, when)


def test_an_exception_releases_whoever_answers_yes():
    assert not row("Hóa đơn, trừ trường hợp đặt hàng đào tạo").due_if
    assert row("Hóa đơn (đối với hộ nghèo)").due_if


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Bản sao vận đơn hoặc giấy báo nhận hàng", ("vận đơn", "giấy báo nhận hàng")),
        ("Giấy chứng sinh; trường hợp không có thì nộp văn bản làm chứng", ("Giấy chứng sinh", "văn bản làm chứng")),
        ("Hộ chiếu/Thẻ căn cước", ("Hộ chiếu", "Thẻ căn cước")),
        ("Bản chính hoặc bản sao có chứng thực hợp đồng", ()),
        ("Đơn đề nghị giao đất hoặc giấy chứng nhận", ()),
        ("Biên bản họp và nghị quyết hoặc quyết định", ()),
    ],
)
def test_alternatives_that_the_row_names(text: str, options: tuple[str, ...]):
    assert row(text).options == options


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("(1) 01 bản chính Đơn đề nghị cấp phép", (PaperType.APPLICATION_FORM,)),
        ("Bản sao có chứng thực Giấy khai sinh", (PaperType.BIRTH_CERTIFICATE,)),
        ("Hộ chiếu hoặc Thẻ căn cước công dân", (PaperType.PASSPORT, PaperType.IDENTITY_CARD)),
        ("Vận đơn", (PaperType.OTHER,)),
        ("Trường hợp đại diện phải có văn bản ủy quyền", (PaperType.POWER_OF_ATTORNEY,)),
        ("Sơ đồ vị trí thửa đất", (PaperType.DRAWING,)),
    ],
)
def test_types_are_told_by_what_the_name_begins_with(text: str, types: tuple[PaperType, ...]):
    assert row(text).types == types


def test_a_bare_certificate_is_the_land_use_certificate_in_procedures_on_land():
    text = "Bản gốc Giấy chứng nhận đã cấp"
    assert row(text, name="Đăng ký quyền sử dụng đất").types == (PaperType.LAND_USE_CERTIFICATE,)
    assert row(text).types == (PaperType.OTHER,)


def test_coarse_types_are_told_apart_by_the_papers_name():
    assert row("Bản sao Quyết định công nhận giám hộ").keywords == ("quyết định công nhận giám hộ",)
    assert row("Hợp đồng thuê nhà của người nộp").keywords == ("hợp đồng thuê nhà của người",)
    assert row("Báo cáo tài chính năm trước của đơn vị").keywords == ("báo cáo tài chính năm trước",)
    assert row("Giấy khai sinh").keywords == ()


def test_form_number_validity_signature_and_seal_are_read_from_the_text():
    form = row("Tờ khai theo Mẫu số 02a, có chữ ký, đóng dấu")
    assert (form.form_number, form.signed, form.stamped) == ("Mẫu số 02a", True, True)
    assert row("Giấy khám sức khỏe có giá trị trong thời hạn 06 tháng").validity_months == 6
    assert row("Giấy xác nhận được cấp không quá 01 năm kể từ ngày nộp").validity_months == 12
    assert row("Báo cáo tài chính 02 năm gần nhất").validity_months is None


def test_identity_papers_that_are_only_shown_are_in_the_database():
    shown = row("Thẻ căn cước công dân", case="Giấy tờ phải xuất trình:")
    assert (shown.present_only, shown.available_in) == (True, "database")
    handed_in = row("Bản sao Thẻ căn cước công dân")
    assert (handed_in.present_only, handed_in.available_in) == (False, None)


def test_rows_after_one_of_the_following_are_alternatives_up_to_the_next_heading():
    rows = compiled("Một trong các giấy tờ sau:", "Hợp đồng", "Quyết định", "Giấy tờ khác gồm:", "Bản vẽ").requirements
    assert [one.choice for one in rows] == [None, "A", "A", None, None]


def test_the_form_on_paper_and_its_electronic_version_are_alternatives_by_channel():
    rows = compiled(
        "Tờ khai (nếu người yêu cầu lựa chọn nộp hồ sơ theo hình thức trực tiếp)", "Mẫu điện tử tương tác đăng ký"
    ).requirements
    assert [(one.choice, one.question_id) for one in rows] == [("A", "channel:direct"), ("A", "channel:online")]


def test_rows_on_the_same_condition_share_one_question():
    rows = compiled(
        "Văn bản ủy quyền trong trường hợp ủy quyền", "Giấy phép (nếu có)", "Bản cam kết đối với trường hợp ủy quyền"
    ).requirements
    assert [one.question_id for one in rows] == ["authorised", "row-1", "authorised"]
    assert rows[0].question[0] == "Có ủy quyền cho người khác làm thủ tục này không?"
    assert rows[1].question == ("Có giấy phép không?", "Is there this paper: giấy phép?")


def test_a_condition_becomes_a_plain_question():
    question = row("Giấy chứng nhận hộ nghèo đối với trường hợp thuộc hộ nghèo").question
    assert question[0] == "Có thuộc hộ nghèo không?"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([""], ["common"]),
        (["Giấy tờ phải nộp:", "Giấy tờ phải xuất trình:", "Lưu ý:", ""], ["section", "section", "note", "common"]),
        (["a) Đối với tổ chức", "b) Đối với cá nhân"], ["alternative", "alternative"]),
        (["Hồ sơ tạm ứng kinh phí", "Hồ sơ thanh toán kinh phí"], ["alternative", "alternative"]),
        (["Trường hợp quỹ đóng, bổ sung:", ""], ["additional", "common"]),
        (["Số lượng hồ sơ: 01 bộ"], ["common"]),
    ],
)
def test_roles_of_cases(names: list[str], expected: list[str]):
    assert roles(*names) == expected


def test_rows_of_an_additional_case_are_asked_for_by_its_title():
    asked = row("Giấy phép", case="Trường hợp ủy quyền")
    assert (asked.need, asked.question_id) == (ALWAYS, "authorised")


PIECES = """Đơn|Tờ khai|Giấy phép|hoặc|nếu có|(|)|trừ trường hợp|đối với|trường hợp|:|;|/|, |. |Mẫu số 01|bản sao
không quá 06 tháng|một trong các giấy tờ|phải có|thì nộp|xuất trình|01|a)|nếu không có|điện tử tương tác|ủy quyền"""
pieces = st.sampled_from(re.split(r"[|\n]", PIECES))
phrases = st.lists(pieces, max_size=14).map(" ".join)
texts = st.one_of(st.text(max_size=80), phrases)


def test_a_row_that_names_one_paper_only_has_no_options():
    row = Requirement(0, "NEU KHONG CO:THI NOP")
    (compiled,) = compile_procedure(Procedure("9.000001", "MẪU", requirements=(row,))).requirements
    assert compiled.options == ()


@given(st.lists(st.tuples(texts, st.integers(0, 2), st.integers(0, 2)), max_size=6), st.lists(texts, max_size=3))
def test_any_text_compiles_and_keeps_its_rows(papers: list[tuple[str, int, int]], titles: list[str]):
    cases = tuple(Case(index, title, "common") for index, title in enumerate(titles))
    rows = tuple(
        Requirement(index, name, case=index % len(titles) if titles else None, originals=originals, copies=copies)
        for index, (name, originals, copies) in enumerate(papers)
    )
    procedure = compile_procedure(Procedure("9.000001", "MẪU", cases=cases, requirements=rows))
    assert [(one.row, one.name, one.case, one.originals, one.copies) for one in procedure.requirements] == [
        (one.row, one.name, one.case, one.originals, one.copies) for one in rows
    ]
    for one in procedure.requirements:
        assert (one.need == IF) == (one.when is not None)
        assert one.kind == "paper" or one == replace(
            Requirement(one.row, one.name, case=one.case, originals=one.originals, copies=one.copies),
            kind=one.kind,
            confidence=one.confidence,
            evidence=one.evidence,
        )
        assert bool(one.question_id) == bool(one.question[0])
        assert one.need == ALWAYS or one.question_id
        assert len(one.options) != 1
        assert 0 < one.confidence <= 1
    assert compile_procedure(procedure) == procedure


@given(st.text())
def test_plain_text_keeps_every_position(text: str):
    assert len(plain(text)) == len(text)
