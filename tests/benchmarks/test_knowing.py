"""The benchmark of knowing, on dossiers made of lines."""

import json

from PIL import Image

from benchmarks.knowing import main
from benchmarks.reliability import draw, share_bounds
from classifiers.learning.examples import write_example
from classifiers.learning.outcomes import Certainty
from ocr.page import Box, Line, Page, PageReading, PageRef, Word

FORM = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "Kính gửi: UBND xã MẪU",
)


def page(number, lines):
    rows = []
    for row, line in enumerate(lines):
        words, top = line.split(), 0.05 + 0.04 * row
        width = 0.8 / len(words)
        boxes = (Box(0.1 + place * width, top, 0.1 + (place + 0.9) * width, top + 0.02) for place in range(len(words)))
        rows.append(Line(tuple(Word(word, box, 0.95) for word, box in zip(words, boxes, strict=True)), row))
    return Page(PageRef("a.pdf", number), PageReading(0, 1240, 1754, "ocr", blank=False, lines=tuple(rows)))


def write(folder, name, code):
    truth = {
        "procedure": {"code": code} if code else None,
        "papers": [{"type": "application_form", "title": FORM[2], "row": 0, "pages": [{"file": "a.pdf", "page": 1}]}],
        "delivery": "pdf",
    }
    write_example(folder, name, truth, (page(1, FORM),))


def test_the_figures_are_told_by_kind_and_apart_for_dossiers_outside_the_catalogue(tmp_path, capsys):
    write(tmp_path, "known", "1.000656")
    write(tmp_path, "unknown", None)
    picture = tmp_path / "reliability.png"
    main([str(tmp_path), "--data", str(tmp_path / "data"), "--json", "--draws", "20", "--png", str(picture)])
    told = json.loads(capsys.readouterr().out)
    assert told["all"]["dossiers"] == 2
    assert told["with_procedure"]["procedure_top_1"] == 1
    assert told["with_procedure"]["splits_exact"] == told["by_kind"]["delivery: pdf"]["splits_exact"] == 1
    assert told["without_procedure"]["dossiers"] == 1
    assert told["all"]["case_right"] is None
    assert told["costs"]["page"] > 0
    assert told["costs"]["first"] > told["costs"]["dossier"]
    with Image.open(picture) as drawn:
        assert drawn.width > 1000
    main([str(tmp_path), "--data", str(tmp_path / "data"), "--draws", "20", "--wrong"])
    assert "procedure_top_1" in capsys.readouterr().out


def test_the_diagram_has_a_panel_for_each_kind_of_statement(tmp_path):
    told = [Certainty(place / 50, place % 3 == 0) for place in range(51)]
    draw({"one": told, "none": []}, tmp_path / "one.png")
    draw({"one": told, "two": told}, tmp_path / "two.png")
    with Image.open(tmp_path / "one.png") as one, Image.open(tmp_path / "two.png") as two:
        assert two.width == 2 * one.width


def test_bounds_of_a_share_hold_it_and_narrow_with_the_count():
    low, high = share_bounds(1.0, 20)
    assert low < 0.9 < high == 1.0
    assert share_bounds(0.5, 1000)[0] > 0.46
