"""Written forms: their notation, how they are filled in, and that their truth lies where the values stand."""

import json
import re
import shutil
from dataclasses import replace
from typing import Any, get_args

import pypdfium2
import pytest

from benchmarks.filled_forms.cast import some_cast
from benchmarks.filled_forms.papers import recipes
from benchmarks.filled_forms.written.dots import Ruler, shared_out
from benchmarks.filled_forms.written.facts import Teller
from benchmarks.filled_forms.written.filling import filled_in
from benchmarks.filled_forms.written.letters import shade
from benchmarks.filled_forms.written.looks import PageLook, TypingLook
from benchmarks.filled_forms.written.making import born_digital, drafted, made, note_of, set_on_pages
from benchmarks.filled_forms.written.notation import (
    Blank,
    Columns,
    NotationError,
    Paragraph,
    Printed,
    Table,
    WrittenForm,
    form_of,
    half_of,
    written_forms,
)
from benchmarks.filled_forms.written.setting import DigitBoxes, FilledForm, Leader, SetLine, Words
from benchmarks.filled_forms.written.spans import blanks_of
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import BLACK
from intake_ai.terms import FieldKind

OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice lays the forms out")
TEXT = """name: Đơn mẫu
cards: A
papers: residence
===
[motto]
# ĐƠN MẪU
^ Kính gửi: {authority}
Tôi là **{A.name}**, sinh ngày {A.dob:d} tháng {A.dob:m} năm {A.dob:y}, nam {tick:Nam} nữ {tick:Nữ}
Số định danh: {A.id boxes}
Nơi ở: {A.addr lines=2}
Giấy tờ: {"số {A.id} cấp ngày {A.idd} tại {A.idp}" as=id_number parts}
Lý do: {"chuyển chỗ ở đến nơi xa hơn để tiện việc học hành của các con và chăm cha mẹ già" as=requested_content}
|: 20 80 |
|h TT | Họ tên |
| {"1" mute} | {S.name} |
[columns 50 50]
^ XÁC NHẬN
{sign who=none}
[next]
^ {place}, ngày {signed:d}/{signed:m}/{signed:y}
{sign}
[end]
"""
FORM = form_of("don-mau", TEXT)
PAGE, TYPING = PageLook(), TypingLook()


def filled(form: WrittenForm = FORM, typing: TypingLook = TYPING, page: PageLook = PAGE) -> FilledForm:
    return filled_in(form, some_cast(seeded(3)), page, typing, seeded(4))


def lines(form: FilledForm) -> list[SetLine]:
    return [block for block in form.blocks if isinstance(block, SetLine)]


def printed(line: SetLine) -> str:
    return "".join(item.text for item in line.items if isinstance(item, Words))


def one_line(text: str) -> WrittenForm:
    return form_of("mot-dong", f"name: một dòng\n===\n{text}\n")


def test_a_form_is_read_into_paragraphs_tables_and_columns() -> None:
    kinds = [type(block).__name__ for block in FORM.blocks]
    assert kinds == ["Part", *["Paragraph"] * 7, "Table", "Columns"]
    greeting, table, columns = FORM.blocks[2], FORM.blocks[8], FORM.blocks[9]
    assert isinstance(greeting, Paragraph)
    assert greeting.mark == "^"
    assert greeting.spans == (Printed("Kính gửi: "), Blank("authority"))
    assert isinstance(table, Table)
    assert [row.heading for row in table.rows] == [True, False]
    assert isinstance(columns, Columns)
    assert len(columns.columns) == 2


def test_addresses_of_the_net_are_no_italics_and_braces_can_be_printed() -> None:
    (block,) = one_line(r"//Nghiêng:// xem https://example.com và \{").blocks
    assert isinstance(block, Paragraph)
    assert block.spans[0] == Printed("Nghiêng:", italic=True)
    assert block.spans[1] == Printed(" xem https://example.com và ")
    assert block.spans[-1] == Printed("{")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{A.name as}x{", "a brace"),
        ("{A.name colour=red}", "unknown options"),
        ("[columns 50 50]\na\n[end]", "2 widths for 1"),
        ("[columns 50 50]\na\n[next]\nb", "without"),
        ("[next]", "without"),
        ("| a | b |\n| a |", "different lengths"),
    ],
)
def test_what_is_no_notation_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(NotationError, match=told):
        one_line(text)


def test_the_half_of_a_form_follows_from_its_slug_alone() -> None:
    assert {half_of(f"don-{number}") for number in range(20)} == {"development", "held_out"}
    assert half_of("don-mau") == half_of("don-mau") == FORM.half


def test_days_in_three_blanks_are_one_value_and_other_blanks_have_one_each() -> None:
    told = filled().told
    birth = next(each for each in told if each.value.kind == "date_of_birth")
    assert len(birth.marks) == 3
    assert birth.value.text == "/".join(birth.pieces)
    assert birth.label == "sinh ngày"
    assert birth.shape == "date"
    assert len({mark for each in told for mark in each.marks}) == sum(len(each.marks) for each in told)


def test_the_label_is_the_print_before_the_blank_or_the_heading_of_its_column() -> None:
    labels = {each.value.fact + each.shape: each.label for each in filled().told}
    assert labels["A.namesentence"] == "Tôi là"
    assert labels["A.addrrun"] == "Nơi ở"
    assert labels["S.namecell"] == "Họ tên"


def test_a_composite_is_told_by_its_parts_and_running_numbers_are_no_truth() -> None:
    form = filled()
    composite = next(each.value for each in form.told if each.shape == "composite")
    assert set(composite.parts) == {"id_number", "id_issue_date", "id_issue_place"}
    assert all(part in composite.text for part in composite.parts.values())
    assert "1" not in [each.value.text for each in form.told]


def test_what_becomes_of_the_dots_follows_the_look() -> None:
    form = one_line("Họ và tên: {A.name} sinh năm")
    shown = {}
    for rest in ("gone", "left", "shortened", "around"):
        (line,) = lines(filled(form, replace(TYPING, rest=rest)))
        shown[rest] = printed(line)
    dots = {rest: text.count(".") for rest, text in shown.items()}
    assert dots["gone"] == 0 < dots["shortened"] < dots["left"]
    assert re.search(r": \.+\w.*\w\.* sinh", shown["around"])


def test_an_empty_blank_prints_its_dots_and_is_told_as_left_blank_unless_an_authority_fills_it_in() -> None:
    form = filled(one_line("Họ và tên: {A.name blank=1}, số hồ sơ: {empty w=30}."))
    (line,) = lines(form)
    assert printed(line).count(".") > 50
    assert form.left_blank == ["Họ và tên"]
    assert form.told == []


def test_the_last_blank_of_a_line_runs_to_the_margin_as_a_tab_or_as_typed_dots() -> None:
    form = one_line("Họ và tên: {A.name blank=1}")
    (tabbed,) = lines(filled(form, page=replace(PAGE, leaders=True)))
    (typed,) = lines(filled(form, page=replace(PAGE, leaders=False, indent=0.0)))
    assert isinstance(tabbed.items[-1], Leader)
    ruler = Ruler(PAGE.face, PAGE.size)
    assert PAGE.width - 4 < ruler.width(printed(typed)) <= PAGE.width


def test_boxes_hold_a_digit_each_and_one_box_of_a_group_is_ticked() -> None:
    (line,) = [line for line in lines(filled()) if any(isinstance(item, DigitBoxes) for item in line.items)]
    (boxes,) = [item for item in line.items if isinstance(item, DigitBoxes)]
    assert boxes.text == some_cast(seeded(3)).applicant.number
    assert boxes.count == 12
    for seed in range(6):
        form = one_line("{tick:of=x} một {tick:of=x} hai {tick:of=x} ba")
        (line,) = lines(filled_in(form, some_cast(seeded(seed)), PAGE, TYPING, seeded(seed)))
        assert printed(line).count(TYPING.ticked) == 1


def test_the_same_name_is_the_same_text_everywhere() -> None:
    form = filled(one_line('{"một|hai|ba|bốn" same=x} và {"một|hai|ba|bốn" same=x} và {"một|hai|ba|bốn" same=x}'))
    assert len({each.value.text for each in form.told}) == 1
    assert {each.value.fact for each in form.told} == {"text.x"}


def test_blanks_share_a_line_that_is_a_little_short_and_keep_some_dots_each() -> None:
    assert shared_out([30, 30], 100) == [30, 30]
    assert shared_out([60, 30], 45) == [30, 15]
    assert min(shared_out([60, 4], 30)) >= 5
    assert shared_out([60, 30], 9) == [60, 30], "the line breaks anyway"


@OFFICE
def test_room_for_a_seal_on_an_empty_last_page_is_not_handed_in() -> None:
    form = one_line("\n".join(["{sign}", "[page]", "{sign who=none}"]))
    ((_, pdf),) = set_on_pages([(form, "mot-dong_0")], 1)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1


def test_values_have_colours_of_their_own_that_no_eye_tells_from_ink() -> None:
    shades = [shade(BLACK, mark) for mark in range(1, 800)]
    assert len(set(shades)) == len(shades)
    assert max(max(each[:2]) for each in shades) < 30
    with pytest.raises(ValueError, match="no shade"):
        shade(BLACK, 900)


@pytest.mark.parametrize("form", written_forms(), ids=lambda form: form.slug)
def test_every_written_form_names_facts_kinds_and_papers_that_exist(form: WrittenForm) -> None:
    teller = Teller(some_cast(seeded(1)), seeded(2))
    for blank in blanks_of(form.blocks):
        if blank.ticked or blank.what in ("sign", "empty"):
            continue
        value = teller.value(blank)
        assert value.kind in get_args(FieldKind)
        assert value.text.strip()
        assert not blank.piece or value.day is not None
    note = note_of(form, 1)
    assert set(note.papers) <= set(recipes())
    assert set(note.cards) <= set(some_cast(seeded(1)).people)
    assert form.head["name"]
    assert any(blank.what == "sign" and blank.options.get("who") != "none" for blank in blanks_of(form.blocks))


@OFFICE
def test_the_truth_lies_on_the_values_of_the_laid_out_page() -> None:
    ((draft, pdf),) = set_on_pages([(FORM, "don-mau_0")], 1)
    truth: dict[str, Any] = json.loads(json.dumps(born_digital(draft, pdf).truth))
    assert len(truth["fields"]) == len(draft.filled.told)
    with pypdfium2.PdfDocument(pdf) as document:
        for field in truth["fields"]:
            page = document[field["page"] - 1]
            wide, tall = page.get_size()
            text_page = page.get_textpage()
            told = "".join(
                text_page.get_text_bounded(left * wide - 1, (1 - bottom) * tall, right * wide + 1, (1 - top) * tall)
                for left, top, right, bottom in field.get("lines") or [field["bbox"]]
            )
            digits = field["kind"] in ("date_of_birth", "id_number") or field["label"] == "ngày"
            wanted = re.findall(r"\d", field["value"]) if digits else list("".join(field["value"].split()))
            assert "".join(wanted) in re.sub(r"\D" if digits else r"\s", "", told), field


@OFFICE
def test_a_worn_dossier_has_cards_and_papers_and_the_same_seed_gives_the_same_truth() -> None:
    (name, first), (_, again) = (next(made([(FORM, "don-mau_0")], 1, clean=False)) for _ in range(2))
    assert name == "don-mau_0"
    assert first.truth == again.truth
    types = [paper["type"] for paper in first.truth["papers"]]
    assert types[0] == "application_form"
    assert "identity_card" in types
    long = next(field for field in first.truth["fields"] if field["kind"] == "requested_content")
    assert len(long["lines"]) == 2
    for field in first.truth["fields"]:
        assert all(0 <= edge <= 1 for edge in field["bbox"])


def test_a_draft_is_the_same_for_the_same_seed_and_set_closer_keeps_its_values() -> None:
    one, again, close = (drafted(FORM, "don-mau_0", 1, close=close) for close in (False, False, True))
    assert one.filled.told == again.filled.told
    assert [each.value for each in one.filled.told] == [each.value for each in close.filled.told]
    assert close.page.size <= one.page.size
