"""Degraded pages: boxes still lie on the ink of their values, codes can still be read."""

from datetime import date

import cv2
import numpy as np
import pytest
import zxingcpp

from classifiers.synthetic.cards import alone, back_2021, front_2021, front_2024, on_one_sheet
from classifiers.synthetic.degrading import Look, PhotoLook, ScanLook, Shot, faxed, photographed_flat, taken, turned
from classifiers.synthetic.machine_readable import qr_text
from classifiers.synthetic.people import Person, Population, communes
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import Sheet
from classifiers.synthetic.variety import any_paper

LOOKS: dict[str, Look] = {
    "straight scan": ScanLook(),
    "skewed scan": ScanLook(skew=2.0, edge=1.5, staple=True),
    "colour scan with the back shining through": ScanLook(grey=False, skew=-1.4, show_through=0.1),
    "phone photo": PhotoLook(),
    "dark slanting photo": PhotoLook(tilt=0.06, light=0.35, shadow=0.35, blur=1.0),
}


@pytest.fixture(scope="module")
def form() -> Sheet:
    return any_paper("residence_change", "degrading").sheets[0]


def contrast(shot: Shot, box: tuple[float, float, float, float]) -> float:
    """Grey levels between the paper and the ink inside a box of the sheet, and how much of the box is ink."""
    height, width = shot.pixels.shape[:2]
    corners = np.array([(x * width, y * height) for x, y in shot.quad(box)], np.float32)
    size = (200, 40)
    straight = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    crop = cv2.warpPerspective(shot.pixels, cv2.getPerspectiveTransform(corners, straight), size)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    return float(np.percentile(grey, 90)) - float(np.percentile(grey, 3))


def ink_at_edges(shot: Shot, box: tuple[float, float, float, float]) -> bool:
    """Whether ink begins within the first and ends within the last quarter of the box."""
    left, top, right, bottom = box
    quarter = (right - left) / 4
    return (
        contrast(shot, (left, top, left + quarter, bottom)) > 40
        and contrast(shot, (right - quarter, top, right, bottom)) > 40
    )


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_box_of_the_truth_holds_the_ink_of_its_value(form: Sheet, look: Look, turn: int) -> None:
    shot = turned(taken(form, look, "test", form), turn)
    boxes = [line for value in form.values for line in value.lines]
    assert len(boxes) > 15
    for box in boxes:
        left, top, right, bottom = shot.box(box)
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert ink_at_edges(shot, box), (box, shot.box(box))


def test_a_box_moved_beside_its_value_would_be_noticed(form: Sheet) -> None:
    shot = taken(form, ScanLook(specks=0), "test")
    empty = (8.0, 270.0, 40.0, 275.0)
    assert not ink_at_edges(shot, empty)


def test_turning_a_page_turns_its_size_and_four_turns_bring_it_back(form: Sheet) -> None:
    flat = photographed_flat(form)
    quarter = turned(flat, 90)
    assert quarter.pixels.shape[:2] == flat.pixels.shape[1::-1]
    back = turned(turned(quarter, 180), 90)
    assert np.array_equal(back.pixels, flat.pixels)
    assert back.box(form.values[0].box) == pytest.approx(flat.box(form.values[0].box), abs=1e-6)


def test_a_fax_is_black_and_white(form: Sheet) -> None:
    fax = faxed(taken(form, ScanLook(), "test"), "test")
    assert set(np.unique(fax.pixels)) == {0, 255}


def test_the_same_seed_gives_the_same_pixels_and_another_seed_others(form: Sheet) -> None:
    one, two, other = (taken(form, ScanLook(), seed).pixels for seed in ("a", "a", "b"))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def holder(issued: date) -> Person:
    return Population(seeded("card", issued), communes()[4]).person("Nữ", (1985, 1999), (issued, issued))


@pytest.mark.parametrize("issued", [date(2022, 3, 4), date(2025, 3, 4)])
@pytest.mark.parametrize("dpi", [200, 250])
def test_the_code_of_a_scanned_card_can_be_read_and_says_what_the_card_says(issued: date, dpi: int) -> None:
    person = holder(issued)
    shot = taken(on_one_sheet(person), ScanLook(dpi=dpi, grey=False, skew=0.8), "card")
    (code,) = zxingcpp.read_barcodes(shot.pixels)
    assert code.text == qr_text(person)


def test_the_code_of_a_photographed_card_can_be_read() -> None:
    person = holder(date(2022, 3, 4))
    shot = taken(alone(front_2021(person)), PhotoLook(size=(1600, 1200), margin=0.07), "card")
    assert [code.text for code in zxingcpp.read_barcodes(shot.pixels)] == [qr_text(person)]


def test_cards_of_2021_and_2024_state_number_name_and_birth() -> None:
    for face in (front_2021(holder(date(2022, 3, 4))), front_2024(holder(date(2025, 3, 4)))):
        kinds = {value.kind for value in alone(face).values}
        assert {"id_number", "full_name", "date_of_birth"} <= kinds
    assert {value.kind for value in alone(back_2021(holder(date(2022, 3, 4)))).values} == {"id_issue_date"}
