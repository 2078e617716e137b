"""The benchmark of fields: places of blank forms, filling, truth and counting; all on invented forms."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.filled_forms import making
from benchmarks.filled_forms.annotations import HALVES, Blank, FormNote, notes
from benchmarks.filled_forms.blank_facts import told
from benchmarks.filled_forms.blank_forms import OFFICE, pdf_of
from benchmarks.filled_forms.cast import fact_of, some_cast, tax_code
from benchmarks.filled_forms.filling import filled
from benchmarks.filled_forms.making import Setting, make_filled, wrong_number
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.papers import card, recipes, supporting
from benchmarks.filled_forms.places import pages_of
from benchmarks.filled_forms.scoring import Counts, count, highest_share, same_value
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import A4, Area, Mark, Sheet, Style, Text
from classifiers.synthetic.vector import pdf_of_sheets

PRINT = Style("serif", 13.0)
MANNER = Manner(Style("serif", 1.0), None, "covered", 0.8, 0.0, 0.0)


def blanks(*lines: tuple[tuple[str, ...], str, str]) -> tuple[Blank, ...]:
    return tuple(Blank(1, places, what, form) for places, what, form in lines)


FORM = FormNote(
    "invented",
    "development",
    (),
    (1,),
    ("A",),
    ("residence",),
    "A",
    blanks(
        (("r1",), "A.name", "run"),
        (("r2", "r3"), "A.paper", "run"),
        (("r4", "r5", "r6"), "A.dob", "date"),
        (("b1",), "tick", "run"),
        (("t6",), "sign", "run"),
    ),
)


@pytest.fixture(autouse=True)
def faces_of_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typefaces of the benchmark are no package of the project; these are."""
    for half in HALVES:
        monkeypatch.setitem(making.FACES, half, ("serif", "sans"))


@pytest.fixture(scope="module")
def blank_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form of one page: a name, two lines, a date in parts, a box, a place to sign."""
    rows = (
        (40, "Họ và tên: " + "." * 60),
        (52, "Giấy tờ: " + "." * 70 + " (ghi rõ)"),
        (60, "." * 135),
        (72, "Sinh ngày ...... tháng ...... năm ........"),
        (84, "Đồng ý"),
        (200, "(Ký tên)"),
    )
    marks: tuple[Mark, ...] = tuple(Text(30, y, text, PRINT) for y, text in rows)
    marks += (Area((60, 80, 64, 84), outline=(0, 0, 0)),)
    path = tmp_path_factory.mktemp("forms") / "invented-form.pdf"
    path.write_bytes(pdf_of_sheets([Sheet(A4, marks)], "Mẫu"))
    return path


def test_dotted_runs_are_found_in_order_with_the_words_before_them(blank_form: Path) -> None:
    (page,) = pages_of(blank_form)
    runs = [place for place in page.places if place.shape == "run"]
    assert [run.before for run in runs] == ["Họ và tên:", "Giấy tờ:", "", "Sinh ngày", "tháng", "năm"]
    assert [round(run.baseline) for run in runs[:3]] == [40, 52, 60]
    assert page.place("b1").box[0] == pytest.approx(60, abs=0.3)
    with pytest.raises(KeyError):
        page.place("r9")


def test_a_value_that_runs_on_has_a_box_for_each_line_and_a_date_in_parts_is_one_value(blank_form: Path) -> None:
    (page,) = filled(FORM, blank_form, some_cast(seeded(3)), MANNER)
    name, paper, birth, signer = page.written
    assert len(paper.value.lines) == 2
    assert set(paper.value.parts) == {"id_number", "id_issue_place", "id_issue_date"}
    assert paper.shape == "lines"
    assert birth.value.in_parts
    assert len(birth.value.lines) == 1
    assert name.value.label == "Họ và tên"
    assert name.role == "applicant"
    assert signer.value.box[1] > 200


def test_what_does_not_fit_is_left_blank_rather_than_squeezed(blank_form: Path) -> None:
    note = replace(FORM, blanks=blanks((("r4",), "A.addr", "run")))
    (page,) = filled(note, blank_form, some_cast(seeded(3)), MANNER)
    assert page.written == ()
    assert page.left_blank == ("Sinh ngày",)


def test_the_truth_tells_form_card_and_papers_and_the_same_seed_gives_the_same_files(blank_form: Path) -> None:
    setting = Setting({"invented": blank_form})
    made, again = (make_filled(FORM, "dev_000", 1, setting) for _ in range(2))
    assert made.files == again.files
    truth: dict[str, Any] = json.loads(json.dumps(made.truth))
    assert {paper["type"] for paper in truth["papers"]} == {"application_form", "identity_card", "other"}
    card_number = next(entry for entry in truth["card_fields"] if entry["kind"] == "id_number")
    composite = next(entry for entry in truth["fields"] if entry.get("parts"))
    assert composite["fact"] == card_number["fact"] == "A.id"
    for group in ("fields", "card_fields", "paper_fields"):
        assert all(0 <= edge <= 1 for entry in truth[group] for edge in entry["bbox"])


def test_a_wrong_number_differs_from_the_right_one_and_the_card_keeps_the_right_one() -> None:
    cast = some_cast(seeded(5))
    right = cast.applicant.number
    cast.slips["A.id"] = wrong_number(seeded(1), right)
    assert fact_of(cast, "A", "id").text != right
    values = [told.value.text for told in card(cast, "A").written[0]]
    assert right in values
    assert any(told.value.text == right for told in supporting("residence", cast, "serif").written[0])


@pytest.mark.parametrize("half", HALVES)
def test_every_annotation_names_a_fact_and_a_paper_that_exist(half: str) -> None:
    cast = some_cast(seeded(2))
    for note in notes(half):
        assert set(note.papers) <= set(recipes())
        assert set(note.cards) <= set(cast.people)
        for blank in note.blanks:
            if blank.what != "sign" and not blank.what.startswith("tick"):
                assert told(blank, cast).text, f"{note.key} {blank}"


def test_no_form_is_in_both_halves() -> None:
    development, held_out = ({note.key for note in notes(half)} for half in HALVES)
    assert not development & held_out
    assert len(development | held_out) >= 30


def test_cards_are_valid_on_the_day_of_signing_and_tax_codes_have_their_check_digit() -> None:
    for seed in range(30):
        cast = some_cast(seeded(seed))
        for person in cast.people.values():
            assert person.issued < cast.signed
            assert person.expires is None or person.expires > cast.signed
        weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
        total = sum(int(digit) * weight for digit, weight in zip(tax_code(cast), weights, strict=False))
        assert int(tax_code(cast)[9]) == 10 - total % 11


@pytest.mark.shared
@pytest.mark.parametrize("half", HALVES)
def test_the_places_of_all_annotations_exist_on_the_forms(half: str, shared: Path, tmp_path: Path) -> None:
    """Of the forms that are PDFs; the others need LibreOffice."""
    forms = shared / "data" / "forms"
    checked = 0
    for note in notes(half):
        source = next(forms.glob(f"{note.key}*"))
        if source.suffix in OFFICE:
            continue
        pages = pages_of(pdf_of(note.key, forms, tmp_path))
        for blank in note.blanks:
            assert all(pages[blank.page - 1].place(name) for name in blank.places)
            checked += 1
    assert checked or half == "development"


def truth_of_one(**changes: object) -> dict[str, Any]:
    field = {"paper": 0, "kind": "id_number", "value": "001199000123", "file": "a.pdf", "page": 1, "fact": "A.id"}
    card_field = {**field, "paper": 1, "file": "b.pdf", "bbox": [0.1, 0.1, 0.3, 0.12]}
    page = {"page": 1, "rotation": 0, "hardness": "clean"}
    return {
        "id": "one",
        "handwritten": False,
        "defects": [],
        "papers": [
            {"type": "application_form", "pages": [{"file": "a.pdf", **page}]},
            {"type": "identity_card", "pages": [{"file": "b.pdf", **page}]},
        ],
        "fields": [{**field, "bbox": [0.2, 0.5, 0.5, 0.52], "role": "applicant", "shape": "run"}],
        "card_fields": [card_field],
        **changes,
    }


def report_of(*fields: dict[str, Any]) -> dict[str, Any]:
    common = {"kind": "id_number", "role": "applicant", "status": "to_check", "confidence": 0.8, "paper": "p1"}
    return {
        "pages": [{"file": "a.pdf", "page": 1, "rotation": 0}, {"file": "b.pdf", "page": 1, "rotation": 0}],
        "fields": [{**common, **field} for field in fields],
    }


ON_FORM = {"page": {"file": "a.pdf", "page": 1}, "bbox": [0.2, 0.5, 0.48, 0.52]}
ON_CARD = {"page": {"file": "b.pdf", "page": 1}, "bbox": [0.7, 0.7, 0.9, 0.9]}


def test_a_value_counts_only_where_it_stands() -> None:
    counts = Counts()
    count(truth_of_one(), report_of({**ON_FORM, "value": "001199000123"}), counts)
    count(truth_of_one(), report_of({**ON_FORM, "bbox": [0.2, 0.8, 0.5, 0.82], "value": "001199000123"}), counts)
    assert counts.groups["forms"] == {"all": 2, "read": 1, "named": 1}
    assert counts.roles == {"all": 1, "right": 1}


def test_accepted_values_are_wrong_on_form_and_card_alike() -> None:
    counts = Counts()
    accepted = {"status": "accepted"}
    count(truth_of_one(), report_of({**ON_FORM, **accepted, "value": "001199000124"}), counts)
    count(truth_of_one(), report_of({**ON_CARD, **accepted, "value": "001199000123"}), counts)
    count(truth_of_one(), report_of({**ON_CARD, **accepted, "value": "199000123"}), counts)
    assert counts.accepted["form"] == {"all": 1, "wrong": 1, "open": 0}
    assert counts.accepted["card"] == {"all": 2, "wrong": 1, "open": 0}
    assert len(counts.wrong) == 2


def test_prefilled_counts_only_handwriting_whose_fact_stands_elsewhere() -> None:
    counts = Counts()
    report = report_of({**ON_FORM, "value": "001199000123"})
    count(truth_of_one(handwritten=True), report, counts)
    count(truth_of_one(handwritten=True, card_fields=[]), report, counts)
    slip = [{"kind": "id_mismatch", "detail": "A.id"}]
    count(truth_of_one(handwritten=True, defects=slip), report, counts)
    assert counts.hand == {"all": 3, "named": 3, "accepted": 0, "known": 1, "prefilled": 1}


def test_the_bound_of_no_error_is_about_three_over_the_count() -> None:
    assert highest_share(0, 2000) == pytest.approx(3 / 2000, rel=0.01)
    assert highest_share(5, 2000) == pytest.approx(0.00525, rel=0.03)
    assert highest_share(0, 0) == 1.0


def test_values_are_compared_as_a_person_would() -> None:
    assert same_value("date_of_birth", "5/3/1990", date(1990, 3, 5).strftime("%d/%m/%Y"))
    assert same_value("full_name", "LÊ  MẪU An.", "Lê Mẫu An")
    assert same_value("document_number", "26/QĐ-UBND", "26")
    assert not same_value("document_number", "261/QĐ-UBND", "26")
    assert not same_value("phone", "0900 123 456", "0900123457")
