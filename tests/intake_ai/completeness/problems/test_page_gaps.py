"""Pages that a paper lacks."""

import pytest
from page_builder import MOTTO, line, page, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.problems.page_gaps import page_gap
from ocr.page import Box, Mark, Page, PageRef

BODY = [
    f"Nội dung thứ {word} của giấy tờ này được ghi ở đây"
    for word in ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"]
]


def numbered(text, *, number=1, lines=BODY, foot=0.95):
    """A page with `text` at its foot."""
    rows = [line(row, 0.1 + 0.03 * index, 0.12) for index, row in enumerate(lines)]
    return Page(PageRef("scan.pdf", number), reading([*rows, line(text, foot)]))


def full(*first, last_line="Hai bên thống nhất các nội dung trên và cam kết thực hiện", **more):
    """A page whose text reaches its foot."""
    rows = [
        line(text, 0.05 + 0.03 * index, None if text.isupper() else 0.12) for index, text in enumerate([*first, *BODY])
    ]
    return Page(PageRef("scan.pdf", 1), reading([*rows, line(last_line, 0.86, 0.12)], **more))


def paper(*pages, of=PaperType.DECISION, title="QUYẾT ĐỊNH", **more):
    return Paper("p1", of, title, pages, 0.9, **more)


@pytest.mark.parametrize(("there", "absent"), [("Trang 1/3", (2, 3)), ("2/3", (1, 3)), ("Trang 3/3", (1, 2))])
def test_the_numbers_that_a_numbering_with_a_total_misses_are_absent(there, absent):
    gap = page_gap(paper(numbered(there), numbered_pages=3))
    assert gap is not None
    assert (gap.code, gap.absent, gap.total, gap.is_sure) == ("numbered", absent, 3, True)


def test_a_page_that_lies_among_another_papers_pages_is_not_missing():
    first, second = numbered("1/2"), numbered("2/2", number=2)
    assert page_gap(paper(second, numbered_pages=2), (second, first)) is None
    assert page_gap(paper(second, numbered_pages=2), (second, first, numbered("2/2", number=3))) is not None


def test_a_first_page_with_a_later_number_and_no_head_lacks_the_ones_before():
    gap = page_gap(paper(numbered("2"), title=""))
    assert gap is not None
    assert (gap.code, gap.absent) == ("unnumbered", (1,))
    assert page_gap(paper(numbered("2", lines=[*MOTTO, *BODY]))) is None


def test_a_number_left_out_between_two_pages_shows_nothing():
    assert page_gap(paper(numbered("1", lines=[*MOTTO, *BODY]), numbered("3", number=2))) is None


def test_a_paper_that_opens_with_a_later_article_lacks_its_first_page():
    gap = page_gap(paper(page("Điều 3. Tổ chức thực hiện", *BODY), title=""))
    assert gap is not None
    assert (gap.code, gap.article) == ("articles", 3)


@pytest.mark.parametrize("of", [PaperType.CONTRACT, PaperType.APPLICATION_FORM, PaperType.POWER_OF_ATTORNEY])
def test_a_paper_that_stops_at_the_foot_of_a_page_before_anybody_signs_may_lack_its_last(of):
    gap = page_gap(paper(full(*MOTTO), of=of))
    assert gap is not None
    assert (gap.code, gap.is_sure) == ("ending", False)


@pytest.mark.parametrize("ending", ["Nơi nhận:", "XÁC NHẬN CỦA ĐỊA PHƯƠNG", "Ghi chú"])
def test_a_paper_with_what_stands_at_its_end_is_whole(ending):
    assert page_gap(paper(full(*MOTTO, last_line=ending), of=PaperType.CONTRACT)) is None


def test_a_signed_paper_is_whole_however_full_its_last_page():
    seal = Mark("seal", Box(0.6, 0.7, 0.75, 0.8))
    assert page_gap(paper(full(*MOTTO, marks=(seal,)), of=PaperType.CONTRACT)) is None


def test_a_label_that_opens_like_an_ending_is_none():
    assert page_gap(paper(full(*MOTTO, last_line="Đại diện: ông Mẫu"), of=PaperType.CONTRACT)) is not None


def test_a_page_that_begins_inside_a_sentence_may_lack_the_one_before():
    gap = page_gap(paper(page("của hai bên theo thỏa thuận", *BODY), of=PaperType.OTHER, title=""))
    assert gap is not None
    assert (gap.code, gap.is_sure) == ("opening", False)


def test_a_card_is_no_paper_of_pages():
    assert page_gap(paper(numbered("2/2"), of=PaperType.IDENTITY_CARD, numbered_pages=2)) is None


SIGNED = Page(
    PageRef("scan.pdf", 1), reading([line("Nội dung", 0.3)], marks=(Mark("signature", Box(0.6, 0.7, 0.8, 0.8)),))
)


def test_a_later_page_behind_a_paper_that_was_signed_already_lacks_the_pages_before_it():
    end = numbered("2/2", number=2, lines=[*BODY, "Nơi nhận:"])
    gap = page_gap(paper(SIGNED, end, numbered_pages=2), (SIGNED, end))
    assert gap is not None
    assert (gap.code, gap.absent, gap.page, gap.is_sure) == ("unnumbered", (1,), end, True)


def test_a_later_page_behind_a_card_lacks_the_pages_before_it():
    end = numbered("2/2", number=2)
    assert (
        page_gap(paper(numbered("Nội dung ghi tiếp trên giấy này", foot=0.4), end, of=PaperType.IDENTITY_CARD), (end,))
        is not None
    )


def test_a_later_page_behind_one_that_nobody_signed_goes_on_from_it():
    start, end = numbered("Nội dung ghi tiếp trên giấy này", foot=0.4), numbered("2/2", number=2)
    assert page_gap(paper(start, end, numbered_pages=2), (start, end)) is None


def test_a_lone_number_that_is_the_place_of_its_page_goes_on_from_a_signed_page():
    end = numbered("2", number=2, lines=[*BODY, "Nơi nhận:"])
    later = numbered("3", number=2, lines=[*BODY, "Nơi nhận:"])
    assert page_gap(paper(SIGNED, end), (SIGNED, end)) is None
    gap = page_gap(paper(SIGNED, later), (SIGNED, later))
    assert gap is not None
    assert (gap.code, gap.absent, gap.is_sure) == ("unnumbered", (1, 2), False)


def test_a_lone_number_behind_a_signed_page_shows_nothing_where_nobody_signs_again():
    notes = numbered("2", number=2)
    assert page_gap(paper(SIGNED, notes), (SIGNED, notes)) is None


SIGNATURE = Mark("signature", Box(0.6, 0.4, 0.8, 0.45))


def signed(*texts, number, foot, marks=(SIGNATURE,)):
    rows = [line(text, 0.1 + 0.03 * index, 0.12) for index, text in enumerate([*texts, "Người lập"])]
    return Page(PageRef("scan.pdf", number), reading([*rows, *([line(foot, 0.95)] if foot else [])], marks=marks))


def test_a_lone_number_behind_a_page_that_calls_itself_the_last_is_of_another_paper():
    first, last = numbered("Trang 1/2"), signed(number=2, foot="Trang 2/2")
    gap = page_gap(paper(first, last, signed(number=3, foot="2"), numbered_pages=2))
    assert gap is not None
    assert (gap.code, gap.absent, gap.page.ref.page, gap.is_sure) == ("unnumbered", (1,), 3, False)
    assert page_gap(paper(first, last, numbered_pages=2)) is None


@pytest.mark.parametrize(
    ("rows", "marks", "is_told"), [(8, (SIGNATURE,), True), (24, (SIGNATURE,), False), (8, (), False)]
)
def test_a_number_in_its_place_may_be_of_another_paper_where_two_pages_are_signed_and_the_first_has_room(
    rows, marks, is_told
):
    before = signed(*(BODY * 3)[:rows], number=1, foot="", marks=marks)
    gap = page_gap(paper(before, signed(number=2, foot="2"), of=PaperType.OTHER, title="BÁO CÁO"))
    assert (gap is not None) == is_told
