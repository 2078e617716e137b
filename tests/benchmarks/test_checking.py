from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks.checked_dossiers.officer import keystrokes, parts_of, seconds_of, typing_everything, with_report
from benchmarks.checked_dossiers.running import SharedReadings
from benchmarks.checked_dossiers.scoring import score
from benchmarks.checked_dossiers.telling import lines
from intake_ai.settings import Settings
from ocr.cache import ReadingCache, ReadingKey
from ocr.engine import chosen_engine
from ocr.page import PageReading

Told = dict[str, Any]


def truth(**changes: Any) -> Told:
    """A form with a card, two rows due."""
    papers = [
        {
            "type": "application_form",
            "template": "form",
            "title": "ĐƠN",
            "row": 0,
            "pages": [{"file": "a.pdf", "page": 1}],
        },
        {
            "type": "identity_card",
            "title": "CĂN CƯỚC",
            "row": None,
            "template": "card",
            "pages": [{"file": "a.pdf", "page": 2}],
        },
        {"type": "other", "title": "BÁO CÁO", "template": "report", "row": 1, "pages": [{"file": "a.pdf", "page": 3}]},
    ]
    return {
        "id": "x",
        "kind": "clean",
        "labels": "mine",
        "complete": True,
        "hardness": "clean",
        "delivery": "pdf",
        "papers": papers,
        "defects": [],
        "required_rows": [0, 1],
        "missing_rows": [],
        "doubtful_rows": [],
        "twin_rows": [],
        "left_blank": [],
        "typed_values": [{"paper": 0, "file": "a.pdf", "page": 1, "value": "Lò Thị Mẫu"}],
    } | changes


def report(**changes: Any) -> Told:
    papers = [
        {"id": f"p{page}", "type": "other", "title": "", "pages": [{"file": "a.pdf", "page": page}]}
        for page in (1, 2, 3)
    ]
    components = [
        {"row": 0, "state": "present", "papers": ["p1"], "reason": None},
        {"row": 1, "state": "present", "papers": ["p3"], "reason": None},
    ]
    return {
        "verdict": "complete",
        "papers": papers,
        "components": components,
        "problems": [],
        "fields": [],
        "questions": [],
    } | changes


def problem(kind: str, **changes: Any) -> Told:
    empty = {"severity": "blocking", "message": "", "remedy": "Ký lại.", "paper": None, "row": None, "page": None}
    return {"kind": kind} | empty | changes


def unsigned(problems: list[Told]) -> tuple[Told, Told]:
    defects = [{"kind": "form_unsigned", "detail": "", "paper": 0}]
    return truth(kind="form_unsigned", defects=defects, complete=False), report(problems=problems)


@pytest.mark.parametrize(
    ("said", "hits"),
    [
        (problem("unsigned", paper="p1"), 1),
        (problem("unsigned", page={"file": "a.pdf", "page": 1}), 1),
        (problem("unsigned", paper="p3"), 0),
        (problem("unsigned", paper="p1", remedy=None), 0),
        (problem("unsigned", paper="p1", severity="info"), 0),
        (problem("unstamped", paper="p1"), 0),
    ],
)
def test_a_problem_counts_in_its_place_and_with_a_remedy(said: Told, hits: int):
    assert score([unsigned([said])]).in_place["form_unsigned"] == hits


def test_a_mismatch_counts_on_the_form_and_on_the_card():
    defects = [{"kind": "id_mismatch", "detail": {}, "paper": 0}]
    wrong = truth(kind="id_mismatch", defects=defects, complete=False)
    for paper, hits in (("p1", 1), ("p2", 1), ("p3", 0)):
        scores = score([(wrong, report(problems=[problem("mismatch", paper=paper)]))])
        assert scores.in_place["id_mismatch"] == hits


def test_a_problem_without_a_defect_is_a_false_alarm():
    scores = score([(truth(), report(problems=[problem("expired", paper="p2")]))])
    assert scores.alarms["clean", "expired"] == 1


def test_an_empty_line_of_a_form_excuses_the_word_about_it():
    said = report(problems=[problem("unfilled_field", paper="p1")])
    assert not score([(truth(left_blank=["Lý do"]), said)]).alarms
    assert score([(truth(), said)]).alarms["clean", "unfilled_field"] == 1


def left_out(state: str, verdict: str = "incomplete") -> tuple[Told, Told]:
    defects = [{"kind": "missing_paper", "detail": {"row": 1, "row_name": ""}}]
    gone = truth(kind="missing_paper", missing_rows=[1], defects=defects, complete=False)
    components = [
        {"row": 0, "state": "present", "papers": ["p1"], "reason": None},
        {"row": 1, "state": state, "papers": [], "reason": "vì dữ liệu có sẵn"},
    ]
    return gone, report(components=components, verdict=verdict)


def test_missing_rows_are_found_or_not_and_released_ones_are_told_apart():
    scores = score([left_out("missing"), left_out("to_check"), left_out("in_database")])
    count = scores.rows["rows left out"]
    assert (count["found"], count["gone"], count["released"]) == (1, 2, 1)
    assert scores.released["in_database", "vì dữ liệu có sẵn"] == 1


def test_a_row_said_missing_though_its_paper_is_there_costs_precision_unless_it_is_doubtful():
    components = [{"row": row, "state": "missing", "papers": [], "reason": None} for row in (0, 1)]
    scores = score([(truth(doubtful_rows=[1]), report(components=components, verdict="incomplete"))])
    assert scores.rows["clean"]["said"] == 1


def test_an_incomplete_dossier_that_is_called_complete_is_named():
    assert score([left_out("present", verdict="complete")]).wrongly_complete == ["x"]


def test_the_figures_can_be_told_of_any_dossiers():
    told = "\n".join(lines(score([(truth(), report()), unsigned([]), left_out("missing")]), names=True))
    assert "form_unsigned" in told
    assert "0.000 (0/1)" in told


@pytest.mark.parametrize(("text", "keys"), [("ba", 2), ("Ba", 3), ("đế", 5), ("09/01/1965", 10)])
def test_each_mark_and_each_capital_of_a_letter_costs_a_key(text: str, keys: int):
    assert keystrokes(text) == keys


def test_a_number_with_its_day_of_issue_is_two_values():
    assert parts_of("CCCD số 091065998970 cấp ngày 25/10/2025") == ("091065998970", "25/10/2025")
    assert parts_of("trụ sở chính") == ("trụ sở chính",)


def field(value: str, status: str) -> Mapping[str, Any]:
    return {"value": value, "status": status, "page": {"file": "a.pdf", "page": 1}}


@pytest.mark.parametrize(
    ("fields", "task"),
    [
        ([field("LÒ THỊ MẪU", "accepted")], "accepted"),
        ([field("Lò Thị Mẫu", "to_check")], "confirm_value"),
        ([field("Lò Thi Mẫu", "to_check")], "correct_value"),
        ([], "type_value"),
    ],
)
def test_a_value_costs_by_what_the_report_makes_of_it(fields: list[Told], task: str):
    assert with_report(truth(), report(fields=fields)).tasks[task] == 1


def test_typing_costs_the_keys_of_every_value_and_a_look_at_every_paper():
    costs = typing_everything(truth())
    looks = 3 * seconds_of("name_paper") + 2 * seconds_of("tick_row") + 3 * seconds_of("find_problem")
    assert costs.seconds == pytest.approx(looks + seconds_of("type_value", keystrokes("Lò Thị Mẫu")))


def test_a_reading_serves_every_dossier_that_holds_the_same_picture(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    folders = []
    for name in ("whole", "cut"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.pdf").write_bytes(name.encode())
        (folder / "pages.json").write_text(f'[["{name}.pdf", 1, "picture"]]')
        folders.append(folder)
    readings = SharedReadings(folders, settings)
    assert readings.lend(folders[1]) == 1
    whole, version = readings.keys_of(folders[0])[0], chosen_engine(settings.engine).version
    assert whole == ReadingKey(whole.sha256, 1, version)
    ReadingCache(settings.reading_cache).put(whole, PageReading(0, 10, 10, "ocr", blank=False))
    assert readings.lend(folders[1]) == 0
    assert ReadingCache(settings.reading_cache).get(readings.keys_of(folders[1])[0]) is not None
