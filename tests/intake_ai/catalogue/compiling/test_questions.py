"""Conditions and cases become few plain questions, with the answer under which each row is due."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake_ai.catalogue.compiling.case_titles import alternatives, short_titles
from intake_ai.catalogue.compiling.clauses import clause_of, shortened_clause
from intake_ai.catalogue.compiling.question_families import families
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.models import Case, Requirement
from intake_ai.messages import LANGUAGES, catalogue


def asked(*conditions, cases=()):
    rows = [
        Requirement(number, f"Giấy mẫu số {number}", need="if", when=condition)
        for number, condition in enumerate(conditions)
    ]
    return with_questions(rows, cases)


@pytest.mark.parametrize(
    ("condition", "question", "due_if"),
    [
        ("trong trường hợp ủy quyền nộp hồ sơ", "Có ủy quyền cho người khác làm thủ tục này không?", True),
        ("Trường hợp thương nhân không có vận tải đơn", "Thương nhân có vận tải đơn không?", False),
        ("trừ trường hợp thương nhân không có vận tải đơn", "Thương nhân có vận tải đơn không?", True),
        ("nếu góp vốn bằng tài sản (01 bản chính)", "Có góp vốn bằng tài sản không?", True),
        ("đối với người lao động điều trị ngoại trú", "Có phải là người lao động điều trị ngoại trú không?", True),
        ("đối với các dự án điều chỉnh", "Có phải là dự án điều chỉnh không?", True),
        ("trường hợp chưa xử lý được", "Đã xử lý được chưa?", False),
        ("đối với trường hợp thẻ bị khóa", "Thẻ có bị khóa không?", True),
        ("đối với phương tiện không thuộc diện đăng kiểm", "Phương tiện có thuộc diện đăng kiểm không?", False),
        ("khi thay đổi trụ sở theo quy định của pháp luật", "Có thay đổi trụ sở không?", True),
        ("Trường hợp mang thai hộ thì phải nộp thêm văn bản xác nhận", "Có mang thai hộ không?", True),
        (
            "Trường hợp đã hết hạn, người nộp không phải nộp thành phần hồ sơ này",
            "Đã hết hạn chưa?",
            False,
        ),
    ],
)
def test_a_condition_becomes_a_question_and_the_answer_under_which_the_row_is_due(condition, question, due_if):
    (row,) = asked(condition)
    assert (row.question[0], row.due_if) == (question, due_if)


def test_opposite_conditions_share_a_question():
    with_it, without = asked("đối với trường hợp có trụ sở riêng", "trường hợp không có trụ sở riêng")
    assert with_it.question_id == without.question_id
    assert (with_it.due_if, without.due_if) == (True, False)


def test_the_denial_of_several_things_is_not_turned_round():
    (row,) = asked("trường hợp không có kho hoặc không có xe")
    assert row.question[0] == "Có thuộc trường hợp không có kho hoặc không có xe không?"
    assert row.due_if


def test_organisation_and_individual_are_choices_of_one_question():
    first, second = asked("đối với tổ chức", "đối với hộ gia đình, cá nhân")
    assert first.question_id == second.question_id == "applicant_kind"
    assert first.choices == second.choices
    assert set(first.due_for).isdisjoint(second.due_for)
    assert set(first.due_for) | set(second.due_for) == set(first.choices)


def test_an_authorisation_of_any_kind_is_due_under_all_kinds_where_they_are_told_apart():
    person, post, any_kind = asked(
        "Trường hợp ủy quyền cho cá nhân thực hiện thủ tục",
        "Trường hợp ủy quyền cho đơn vị cung cấp dịch vụ bưu chính công ích thực hiện thủ tục",
        "trường hợp ủy quyền thực hiện thủ tục",
    )
    assert person.due_for == ("Cá nhân được ủy quyền",)
    assert post.due_for == ("Bưu chính công ích",)
    assert set(any_kind.due_for) == set(any_kind.choices) - {"Không ủy quyền, tự làm thủ tục"}


def test_an_exception_from_a_choice_is_due_under_the_others():
    (row,) = asked("trừ trường hợp bị mất")
    assert (row.question_id, row.due_for, row.due_if) == ("reissue_reason", ("Bị mất",), False)


def test_what_the_papers_tell_is_marked():
    rows = asked("nếu có", "trường hợp nộp hồ sơ trực tuyến", "đối với người dưới 14 tuổi", "nếu góp vốn bằng tài sản")
    assert [row.decided_by for row in rows] == ["paper", "channel", "birth_date", ""]
    assert rows[1].question_id == "channel:online"
    assert rows[2].question[0] == "Người làm thủ tục có dưới 14 tuổi không?"


def test_a_paper_released_where_data_are_found_is_due_where_they_are_not():
    released, needed = asked(
        "nếu đã có thông tin dữ liệu",
        "trường hợp không khai thác được thông tin trong Cơ sở dữ liệu quốc gia",
    )
    assert not released.due_if
    assert not needed.due_if
    assert released.question_id != needed.question_id  # each names its own paper


def test_conditions_that_differ_in_the_point_of_law_alone_stay_apart():
    first, second = asked(
        "trường hợp nhập khẩu phân bón theo quy định tại điểm d khoản 2 Điều 44 Luật Trồng trọt",
        "trường hợp nhập khẩu phân bón theo quy định tại điểm e khoản 2 Điều 44 Luật Trồng trọt",
    )
    assert first.question_id != second.question_id
    assert first.question[0] != second.question[0]


def test_a_long_condition_is_cut_where_a_part_of_it_ends():
    long = (
        "đề nghị công nhận ban quản trị cụm nhà do nhập ban quản trị của tòa nhà vào ban quản trị của cụm nhà chung cư"
    )
    cut = shortened_clause(long, 20)
    assert long.startswith(cut)
    assert long[len(cut)] == " "
    assert len(cut.split()) <= 20


def test_the_title_of_an_additional_case_asks_for_all_its_rows():
    cases = (Case(0, "Thành phần chung", "common"), Case(1, "Trường hợp góp vốn bằng tài sản, nộp thêm:", "additional"))
    rows = [Requirement(0, "Đơn", case=0), Requirement(1, "Giấy một", case=1), Requirement(2, "Giấy hai", case=1)]
    always, *added = with_questions(rows, cases)
    assert always.question_id == ""
    assert {row.question_id for row in added} == {"row-1"}
    assert added[0].question[0] == "Có góp vốn bằng tài sản không?"


def test_cases_read_as_short_choices():
    cases = (
        Case(0, "a) Hồ sơ đề nghị cấp giấy phép nuôi mẫu bao gồm:", "alternative"),
        Case(1, "b) Hồ sơ đề nghị cấp lại giấy phép nuôi mẫu (01 bộ) bao gồm:", "alternative"),
    )
    assert short_titles(cases) == {0: "Cấp giấy phép nuôi mẫu", 1: "Cấp lại giấy phép nuôi mẫu"}


def test_a_case_without_papers_or_listed_twice_is_no_choice():
    names = ("Trường hợp bán", "Trường hợp mua", "Trường hợp bán", "Trường hợp thuê")
    cases = tuple(Case(index, name, "alternative") for index, name in enumerate(names))
    rows = [Requirement(row, "Giấy", case=row) for row in (0, 1, 2)]
    assert [case.index for case in alternatives(cases, rows)] == [0, 1]


def test_every_family_has_its_sentences():
    for one in families():
        codes = {f"question-{one.id}", *(f"question-{one.id}-{name}" for name in (*one.choices, *one.offered))}
        for language in LANGUAGES:
            assert codes <= set(catalogue(language))


def test_questions_asked_twice_stay_the_same():
    rows = asked("đối với tổ chức", "trừ trường hợp bị mất", "nếu có", "trường hợp không có trụ sở")
    assert with_questions(rows, ()) == rows


PIECES = ["trừ trường hợp", "đối với", "trường hợp", "nếu", "không", "chưa có", "có", "(", ")", "Điều 5", "và", "hoặc"]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*PIECES, "bị mất", "tổ chức", "giấy"])).map(" ".join))


@given(texts)
@example("\n")
def test_any_condition_gives_a_question(condition):
    (row,) = asked(condition or "x")
    assert row.question_id
    assert all(row.question)
    assert set(row.due_for) <= set(row.choices)
    assert "\n" not in clause_of(condition).words
