import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.showing.lines import Line, cut


def test_a_paragraph_hangs_under_its_lead():
    assert list(Line("một hai ba bốn năm sáu bảy tám chín mười", "?  12  ").wrapped(40)) == [
        "?  12  một hai ba bốn năm sáu bảy tám",
        "       chín mười",
    ]


def test_an_empty_paragraph_is_an_empty_line():
    assert list(Line("").wrapped(80)) == [""]


def test_words_joined_by_a_no_break_space_stay_on_one_line():
    wrapped = list(Line("a" * 34 + " 1\N{NO-BREAK SPACE}bản\N{NO-BREAK SPACE}chính").wrapped(40))
    assert wrapped == ["a" * 34, "1 bản chính"]


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=400), st.integers(40, 120))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(words: str, width: int):
    lines = list(Line(words, "    → ").wrapped(width))
    assert all(len(line) <= width for line in lines)

    def letters(text: str) -> str:
        return "".join(letter for letter in text if unicodedata.category(letter) != "Zs")

    assert letters("".join(lines)) == letters("→" + words)


@given(st.text(max_size=300), st.integers(10, 100))
def test_a_cut_text_is_short_and_a_beginning(words: str, most: int):
    short = cut(words, most)
    assert len(short) <= most + 1
    assert short == words or words.startswith(short.removesuffix(" …"))


def test_nothing_is_cut_without_a_limit():
    assert cut("a " * 500, None) == "a " * 500
