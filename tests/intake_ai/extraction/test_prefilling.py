"""Handwritten values are filled from what other papers say of the same fact, for a person to confirm."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.extraction import Blank, Field
from intake_ai.extraction.prefilling import as_read, prefilled
from intake_ai.terms import FieldKind
from ocr.page import Box, Mark, PageRef

FORM, CARD = PageRef("don.pdf", 1), PageRef("the.pdf", 1)
HOLDER: tuple[tuple[FieldKind, str], ...] = (
    ("full_name", "Trần Thị Mẫu"), ("id_number", "001190012345"), ("date_of_birth", "04/05/1990"), ("sex", "Nữ"),
    ("address", "Số 12 đường Mẫu, phường Vỹ Dạ, thành phố Huế"), ("id_issue_date", "11/02/2022"),
)  # fmt: skip


def written(kind: FieldKind, raw: str, label: str = "", role: str | None = "applicant", row: int = 0) -> Field:
    box = Box(0.3, 0.1 + 0.05 * row, 0.6, 0.13 + 0.05 * row)
    return Field(kind, role, label, raw, raw, 0.4, "ocr", "to_check", "p1", FORM, box, by_hand=True)


def of_card(values: Sequence[tuple[FieldKind, str]] = HOLDER, paper: str = "p2") -> list[Field]:
    """What a card's QR code states."""
    box = Box(0.7, 0.1, 0.8, 0.2)
    return [Field(kind, "owner", "", value, value, 0.995, "qr", "accepted", paper, CARD, box) for kind, value in values]


def papers(*cards: str) -> tuple[Paper, ...]:
    form = Paper("p1", PaperType.APPLICATION_FORM, "", (page("Tờ khai", file=FORM.file),), 1.0)
    side = page("CĂN CƯỚC", file=CARD.file)
    return (form, *(Paper(name, PaperType.IDENTITY_CARD, "", (side,), 1.0) for name in cards))


def proposed(*fields: Field, blanks: Sequence[Blank] = (), known: Sequence[Field] | None = None) -> list[Field]:
    told = of_card() if known is None else list(known)
    cards = tuple(dict.fromkeys(field.paper for field in told))
    done = prefilled([*fields, *told], blanks, papers(*cards))
    return [field for field in done if field.paper == "p1"]


def test_a_misread_number_is_filled_from_the_code_and_still_to_be_confirmed() -> None:
    (field,) = proposed(written("id_number", "00119OO1234S"))
    assert (field.value, field.raw, field.source) == ("001190012345", "00119OO1234S", "qr")
    assert (field.status, field.by_hand) == ("to_check", True)


def test_what_stands_around_tells_whose_value_it_is() -> None:
    name, born = proposed(written("full_name", "Trần Thi Mâu"), written("date_of_birth", "0?/05/19", row=1))
    assert (name.value, born.value) == ("Trần Thị Mẫu", "04/05/1990")


def test_a_value_that_was_read_quite_differently_stays() -> None:
    _, other = proposed(written("full_name", "Trần Thị Mẫu"), written("date_of_birth", "28/11/1961", row=1))
    assert other.value == "28/11/1961"


def test_another_whole_number_stays_for_it_may_be_another_number() -> None:
    _, number = proposed(written("full_name", "Trần Thị Mẫu"), written("id_number", "068085998877", row=1))
    assert number.value == "068085998877"


def test_the_place_of_birth_is_not_filled_with_the_residence() -> None:
    name = written("full_name", "Trần Thị Mẫu")
    _, place = proposed(name, written("address", "Bệnh viện Mẫu", label="Nơi sinh", row=1))
    assert place.value == "Bệnh viện Mẫu"


def test_a_form_that_asks_for_the_commune_alone_gets_it_alone() -> None:
    name = written("full_name", "Trần Thị Mẫu")
    _, place = proposed(name, written("address", "Vy D", label="Xã/Phường", row=1))
    assert place.value == "Vỹ Dạ"


@pytest.mark.parametrize(("state", "count"), [("filled", 2), ("unclear", 2), ("empty", 1)])
def test_a_blank_of_which_nothing_was_read_becomes_a_field_unless_it_is_empty(state: str, count: int) -> None:
    box = Box(0.3, 0.3, 0.6, 0.33)
    blank = Blank("Ngày sinh", "date_of_birth", "applicant", "filled", False, "p1", FORM, box, by_hand=True)
    blank = replace(blank, state=state)  # type: ignore[arg-type]
    fields = proposed(written("full_name", "Trần Thị Mẫu"), blanks=(blank,))
    assert len(fields) == count
    assert [(field.value, field.raw) for field in fields[1:]] == [("04/05/1990", "")] * (count - 1)


def test_of_two_people_who_fit_alike_none_is_taken() -> None:
    twins = [*of_card(), *of_card((("full_name", "Trần Thị Mầu"), ("id_number", "001190054321")), paper="p3")]
    (field,) = proposed(written("full_name", "Tran Thi Mau"), known=twins)
    assert field.value == "Tran Thi Mau"


def test_a_father_is_no_woman() -> None:
    (field,) = proposed(written("id_issue_date", "", role="father"))
    assert field.value == ""


def test_printed_values_stay_as_they_are() -> None:
    printed = replace(written("full_name", "Trần Thi Mâu"), by_hand=False)
    assert proposed(printed) == [printed]


def test_a_proposal_can_be_taken_back_to_what_was_read() -> None:
    (field,) = proposed(written("full_name", "Trần Thi Mâu"))
    assert (as_read(field).value, as_read(field).source) == ("Trần Thi Mâu", "ocr")


@pytest.mark.parametrize(("ink", "count"), [((), 1), ((Mark("handwriting", Box(0.3, 0.3, 0.6, 0.33)),), 2)])
def test_a_blank_without_words_becomes_a_field_where_ink_was_seen_in_it(ink: tuple[Mark, ...], count: int) -> None:
    blank = Blank("Ngày sinh", "date_of_birth", "applicant", "unclear", False, "p1", FORM, Box(0.3, 0.3, 0.6, 0.33))
    own = [written("full_name", "Trần Thị Mẫu")]
    form = Paper("p1", PaperType.APPLICATION_FORM, "", (page("Tờ khai", file=FORM.file, marks=ink),), 1.0)
    fields = prefilled([*own, *of_card()], [blank], (form, *papers("p2")[1:]))
    assert len([field for field in fields if field.paper == "p1"]) == count
