"""Papers and the rows they satisfy."""

from hypothesis import given
from hypothesis import strategies as st
from page_builder import page

from classifiers.matching import SATISFIES, assign, fit, title_likeness
from classifiers.papers import Paper, PaperType
from classifiers.profiles import RowProfile


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
    assert fit(paper("QUYẾT ĐỊNH Về việc công nhận việc giám hộ", PaperType.DECISION), wanted) >= SATISFIES
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


def test_headings_take_no_paper():
    assert (
        assign([paper("CĂN CƯỚC", PaperType.IDENTITY_CARD)], [row("Căn cước", PaperType.IDENTITY_CARD, is_paper=False)])
        == ()
    )


@given(st.text(max_size=60), st.text(max_size=200))
def test_likeness_is_always_a_fraction(title, text):
    assert 0 <= title_likeness(title, text) <= 1.0000001
