"""Dossiers sketched as words in their places, without drawing them."""

from datetime import date

from classifiers.papers import PaperType
from classifiers.ranking.sketching import sketched
from classifiers.synthetic.dossiers import PlannedDossier, PlannedPaper
from classifiers.synthetic.layout import TICK_SIZE
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.sheet import A4, Area, Sheet, Style, Text

TICKED, EMPTY = (20.0, 50.0, 20.0 + TICK_SIZE, 50.0 + TICK_SIZE), (20.0, 60.0, 20.0 + TICK_SIZE, 60.0 + TICK_SIZE)
SHEET = Sheet(
    A4,
    (
        Text(20, 20, "Số: 12/ĐN", Style()),
        Text(110, 20, "CỘNG HÒA XÃ HỘI", Style()),
        Text(20, 30, "ĐƠN ĐỀ NGHỊ", Style(bold=True)),
        Area(TICKED, outline=(0, 0, 0)),
        Text(20.5, 53, "X", Style(size=9.5)),
        Text(26, 53, "Cấp lại", Style()),
        Area(EMPTY, outline=(0, 0, 0)),
        Text(26, 63, "Gia hạn", Style()),
    ),
)


def plan(name="mau-1"):
    paper = PlannedPaper(SetPaper(PaperType.APPLICATION_FORM, "ĐƠN ĐỀ NGHỊ", (SHEET,)), "Nguyễn Văn Mẫu", 0)
    return PlannedDossier(name, "1.000001", "Cấp lại giấy phép", "pdf", date(2026, 11, 1), (paper,), (), (0,), ())


def test_lines_are_read_from_top_to_bottom_and_distant_columns_apart():
    lines = [line.text for line in sketched(plan()).pages[0].reading.lines]
    assert len(lines) == 5
    assert lines[0].startswith("S")
    assert all("CỘNG" not in line or "12" not in line for line in lines)


def test_boxes_are_marks_and_ticked_where_a_cross_stands_in_them():
    marks = sketched(plan()).pages[0].reading.marks
    assert [mark.kind for mark in marks] == ["ticked_box", "empty_box"]


def test_the_truth_is_that_of_the_plan():
    example = sketched(plan())
    assert example.code == "1.000001"
    assert [(paper.type, paper.row, paper.pages) for paper in example.papers] == [(PaperType.APPLICATION_FORM, 0, (0,))]


def test_the_same_plan_gives_the_same_example():
    assert sketched(plan()) == sketched(plan())
