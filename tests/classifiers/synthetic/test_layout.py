"""The typesetter: where values stand, what stays blank, what a label is."""

import pytest

from classifiers.synthetic.blocks import Hand
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.layout import Typesetter
from classifiers.synthetic.markup import Composite
from classifiers.synthetic.papers import recipe_names, set_paper
from classifiers.synthetic.sheet import Placed, Sheet, Style, Text
from classifiers.synthetic.variety import any_paper


def typeset(markup: str, **values: str) -> Sheet:
    page = Typesetter({name.replace("_", "."): value for name, value in values.items()})
    page.paragraph(markup, page.column())
    return page.sheet()


def words(sheet: Sheet) -> str:
    return " ".join(mark.text for mark in sheet.marks if isinstance(mark, Text))


def test_a_value_has_the_label_before_it_without_colon_and_footnote() -> None:
    sheet = typeset("<b>Nơi cư trú:</b><sup>(2)</sup> {a.b:address}…", a_b="Thôn Mẫu")
    (value,) = sheet.values
    assert (value.label, value.kind, value.text) == ("Nơi cư trú", "address", "Thôn Mẫu")


def test_a_box_is_as_wide_as_its_value() -> None:
    (value,) = typeset("Tên: {n:full_name}…", n="Lê Mẫu").values
    assert value.box[2] - value.box[0] == pytest.approx(text_width("Lê Mẫu", Style()), abs=0.01)


def test_a_long_value_has_a_box_for_each_line() -> None:
    (value,) = typeset("Ghi chú: {n:other}", n="một hai ba bốn năm sáu bảy " * 8).values
    assert len(value.lines) > 1
    assert all(upper[3] <= lower[3] for upper, lower in zip(value.lines, value.lines[1:], strict=False))


def test_an_absent_value_leaves_its_label_blank_and_dots_on_the_paper() -> None:
    sheet = typeset("Email: {n:email}…")
    assert sheet.values == ()
    assert sheet.blanks == ("Email",)
    assert "....." in words(sheet)


def test_a_date_in_parts_is_printed_with_words_between() -> None:
    sheet = typeset("ngày {d:other@date}", d="02/11/2026")
    assert "02 tháng 11 năm 2026" in words(sheet)
    assert sheet.values[0].in_parts
    assert sheet.values[0].text == "02/11/2026"


def test_a_composite_keeps_its_parts() -> None:
    page = Typesetter({"p": Composite("Căn cước số 001", {"id_number": "001"})})
    page.paragraph("Giấy tờ: {p:id_number}", page.column())
    assert page.sheet().values[0].parts == {"id_number": "001"}


@pytest.mark.parametrize("recipe", recipe_names())
def test_every_recipe_fits_its_pages_with_all_values_filled_in(recipe: str) -> None:
    paper = any_paper(recipe, "test")
    assert [blank for sheet in paper.sheets for blank in sheet.blanks] == []
    for sheet in paper.sheets:
        for value in sheet.values:
            left, top, right, bottom = value.box
            assert 0 < left < right < sheet.size[0]
            assert 0 < top < bottom < sheet.size[1]


@pytest.mark.parametrize(
    "recipe",
    [
        "birth_certificate",
        "marriage_certificate",
        "land_certificate",
        "degree",
        "birth_notice",
        "death_notice",
        "passport",
    ],
)
def test_every_certificate_says_specimen_on_each_page(recipe: str) -> None:
    for sheet in any_paper(recipe, "test").sheets:
        assert "MẪU" in words(sheet)


def test_an_unsigned_form_has_neither_signature_nor_name_below() -> None:
    values = {"requester.name": "Lê Mẫu"}
    signed, unsigned = (
        set_paper("marital_status_request", values, Hand(signed=sign)).sheets[0] for sign in (True, False)
    )
    assert sum(isinstance(mark, Placed) for mark in signed.marks) == 1
    assert not any(isinstance(mark, Placed) for mark in unsigned.marks)
    assert words(signed).count("Mẫu") == words(unsigned).count("Mẫu") + 1
