"""Papers and the rows they satisfy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import DOUBTFUL, SATISFIES, assign, fit, row_head, title_likeness
from classifiers.ranking.profiles import RowProfile


def paper(title, paper_type=PaperType.OTHER, identifier="p1", form_number=""):
    return Paper(identifier, paper_type, title, (page(title or "x"),), 0.9, form_number=form_number)


def row(text, *types, index=0, **more):
    return RowProfile(index, text, types=frozenset(types), **more)


def test_a_card_satisfies_the_row_that_asks_for_one():
    assert (
        fit(paper("CĂN CƯỚC", PaperType.IDENTITY_CARD), row("Giấy tờ tùy thân", PaperType.IDENTITY_CARD)) >= SATISFIES
    )


def test_a_paper_of_another_type_does_not_satisfy_a_typed_row():
    card = paper("CĂN CƯỚC", PaperType.IDENTITY_CARD)
    assert fit(card, row("Giấy chứng sinh", PaperType.BIRTH_NOTICE)) < SATISFIES


def test_a_form_needs_more_than_its_type():
    wanted = row("Tờ khai đăng ký khai tử", PaperType.APPLICATION_FORM)
    assert fit(paper("TỜ KHAI ĐĂNG KÝ KHAI TỬ", PaperType.APPLICATION_FORM), wanted) >= SATISFIES
    assert fit(paper("ĐƠN XIN HỌC NGHỀ LÁI XE", PaperType.APPLICATION_FORM), wanted) < SATISFIES


def test_a_form_number_names_the_row():
    wanted = row("Phiếu yêu cầu", PaperType.APPLICATION_FORM, forms=("Mẫu số 02a",))
    assert fit(paper("PHẦN KÊ KHAI", PaperType.APPLICATION_FORM, form_number="02a"), wanted) >= SATISFIES


def test_a_keyword_tells_a_decision_from_another():
    wanted = row("Căn cứ chấm dứt", PaperType.DECISION, keywords=("giám hộ",))
    assert fit(paper("QUYẾT ĐỊNH Về việc cử người giám hộ MẪU", PaperType.DECISION), wanted) >= SATISFIES
    assert fit(paper("QUYẾT ĐỊNH Về việc nghỉ hưu", PaperType.DECISION), wanted) < SATISFIES


def test_words_that_all_titles_share_say_little():
    same = title_likeness("GIẤY CHỨNG NHẬN HỘ NGHÈO", "Giấy chứng nhận hộ nghèo do xã cấp")
    other = title_likeness("GIẤY CHỨNG NHẬN HỘ NGHÈO", "Giấy chứng nhận quyền sử dụng đất")
    assert same > 0.95
    assert other < 0.4


def test_each_paper_gets_the_row_that_suits_it_best():
    papers = [
        paper("TỜ KHAI KẾT HÔN", PaperType.APPLICATION_FORM, "p1"),
        paper("CĂN CƯỚC", PaperType.IDENTITY_CARD, "p2"),
    ]
    rows = [
        row("Căn cước", PaperType.IDENTITY_CARD, index=3),
        row("Tờ khai kết hôn", PaperType.APPLICATION_FORM, index=7),
    ]
    assert {(match.paper, match.row) for match in assign(papers, rows)} == {("p1", 7), ("p2", 3)}


def test_a_second_card_joins_the_row_of_the_first():
    cards = [paper("CĂN CƯỚC", PaperType.IDENTITY_CARD, name) for name in ("p1", "p2")]
    assert [match.row for match in assign(cards, [row("Căn cước", PaperType.IDENTITY_CARD)])] == [0, 0]


def test_a_second_card_is_no_doubtful_proof_of_something_else():
    text = page("CĂN CƯỚC", "Nơi cư trú: xã Mẫu")
    cards = [Paper(name, PaperType.IDENTITY_CARD, "CĂN CƯỚC", (text,), 0.9) for name in ("p1", "p2")]
    residence = row("Giấy tờ về nơi cư trú", PaperType.OTHER, index=1, keywords=("cư trú",))
    assert DOUBTFUL <= fit(cards[1], residence) < SATISFIES
    assert [match.row for match in assign(cards, [row("Căn cước", PaperType.IDENTITY_CARD), residence])] == [0, 0]


def test_headings_take_no_paper():
    assert (
        assign([paper("CĂN CƯỚC", PaperType.IDENTITY_CARD)], [row("Căn cước", PaperType.IDENTITY_CARD, is_paper=False)])
        == ()
    )


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Tờ khai đăng ký kết hôn theo mẫu (nếu nộp trực tiếp);", "Tờ khai đăng ký kết hôn"),
        ("Giấy báo tử; không có thì giấy tờ thay thế", "Giấy báo tử"),
        ("Trường hợp trẻ bị bỏ rơi thì phải có biên bản về việc trẻ bị bỏ rơi", "biên bản về việc trẻ bị bỏ rơi"),
        ("Đối với hộ nghèo, ngoài đơn đề nghị phải bổ sung giấy chứng nhận hộ nghèo", "giấy chứng nhận hộ nghèo"),
    ],
)
def test_the_head_of_a_row_is_the_paper_it_asks_for(text, head):
    assert row_head(text) == head


def test_a_form_does_not_satisfy_a_row_that_only_mentions_it():
    form = paper("TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN", PaperType.APPLICATION_FORM)
    rows = [
        row("Giấy tờ chứng minh nơi cư trú (nếu việc đăng ký lại kết hôn không ở nơi cũ)", index=0),
        row("Tờ khai đăng ký lại kết hôn theo mẫu", PaperType.APPLICATION_FORM, index=1),
    ]
    assert [(match.row, match.fit >= SATISFIES) for match in assign([form], rows)] == [(1, True)]


def test_of_two_rows_that_a_paper_suits_the_one_that_is_due_gets_it():
    proof = paper("GIẤY CHỨNG NHẬN HỘ NGHÈO")
    rows = [row("Giấy chứng nhận hộ nghèo", index=0, due=False), row("Giấy chứng nhận hộ nghèo", index=1)]
    assert [match.row for match in assign([proof], rows)] == [1]


@given(st.text(max_size=60), st.text(max_size=200))
def test_likeness_is_always_a_fraction(title, text):
    assert 0 <= title_likeness(title, text) <= 1.0000001
