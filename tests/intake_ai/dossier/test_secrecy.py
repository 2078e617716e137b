"""Which pages halt a dossier as secret, and which are only looked at."""

import pytest
from page_builder import line, reading

from intake_ai.dossier.secrecy import perhaps_secret, secrecy_mark
from ocr.page import Box, Mark, Page, PageRef

STAMP = Box(0.15, 0.15, 0.25, 0.18)
RING = Mark("seal", Box(0.12, 0.1, 0.28, 0.22), 0.9, "round")


def page(*, text="", confidence=0.95, marks=(), top=0.15):
    lines = [line("UBND TỈNH MẪU", 0.05, 0.12), line("Nội dung của văn bản", 0.6, 0.12)]
    if text:
        lines.insert(1, line(text, top, 0.16, confidence=confidence))
    return Page(PageRef("scan.pdf", 1), reading(lines, marks=marks))


def stamp(level="secret", confidence=0.9):
    return Mark("secrecy", STAMP, confidence, level)


def told(seen):
    return secrecy_mark([seen]) is not None, [ref.page for ref, _ in perhaps_secret([seen])]


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_line_that_is_a_mark_halts(text):
    assert told(page(text=text)) == (True, [])


@pytest.mark.parametrize("level", ["secret", "top_secret", "absolute_secret"])
def test_a_stamp_that_was_surely_read_halts(level):
    assert told(page(marks=(stamp(level),))) == (True, [])


@pytest.mark.parametrize("level", ["top_secret", "absolute_secret"])
def test_the_long_marks_are_no_other_words_however_worn(level):
    assert told(page(marks=(stamp(level, 0.5),))) == (True, [])


@pytest.mark.parametrize(
    "seen",
    [
        page(marks=(stamp(confidence=0.5),)),
        page(text="MẪU", marks=(stamp(),)),
        page(marks=(stamp(), RING)),
        page(text="MẬT", confidence=0.6),
        page(text="MẬT", marks=(RING,)),
    ],
)
def test_a_grey_stamp_that_may_say_another_word_is_for_a_person_and_halts_nothing(seen):
    assert told(seen) == (False, [1])


@pytest.mark.parametrize("seen", [page(), page(text="MẪU"), page(text="BÍ MẬT KINH DOANH"), page(text="MẬT", top=0.7)])
def test_other_words_and_places_are_no_marks(seen):
    assert told(seen) == (False, [])
