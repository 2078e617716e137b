"""What a dossier costs an officer, by the keystroke-level model: with the report, and typing everything."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from rapidfuzz.fuzz import ratio

from benchmarks.checked_dossiers.scoring import page_of

Told = Mapping[str, Any]
PARTS = re.compile(r"^(?P<first>.+?),? (?:cấp ngày|ngày|-) (?P<second>.+)$")
NUMBER = re.compile(r"\D*(?P<number>\d{9,12})\D*")


@dataclass(frozen=True)
class Costs:
    """Tasks of a dossier, by name, and the seconds that they take."""

    tasks: Counter[str]
    seconds: float


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """officer.yaml."""
    text = resources.files("benchmarks.checked_dossiers").joinpath("officer.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def seconds_of(task: str, keystrokes: int = 0) -> float:
    """Seconds of a task; `keystrokes` of its value."""
    operators = model()["operators"]
    parts = model()["tasks"][task]
    return sum(keystrokes * operators["K"] if part == "n" else float(operators[part]) for part in parts)


def keystrokes(text: str) -> int:
    """Keys to type a text by Telex: a letter's mark and its tone cost a key each, a capital the shift key."""
    count = 0
    for letter in unicodedata.normalize("NFC", text):
        marks = sum(unicodedata.combining(sign) > 0 for sign in unicodedata.normalize("NFD", letter))
        count += 1 + marks + (letter in "đĐ") + letter.isupper()
    return count


def values_of(truth: Told) -> dict[str, list[Told]]:
    """The distinct values that form and card hold, each with the places where it stands; composite ones in parts."""
    places: dict[str, list[Told]] = {}
    for entry in truth["typed_values"]:
        for value in parts_of(entry["value"]):
            places.setdefault(value, []).append(entry)
    distinct: dict[str, list[Told]] = {}
    seen: dict[str, str] = {}
    for value, entries in places.items():
        first = seen.setdefault(norm(value), value)
        distinct.setdefault(first, []).extend(entries)
    return distinct


def parts_of(value: str) -> tuple[str, ...]:
    """A number with its day of issue, or a name with its position, as two values."""
    found = PARTS.match(value)
    if not found or len(value) > 80:
        return (value,)
    number = NUMBER.fullmatch(found["first"])
    return (number["number"] if number else found["first"], found["second"])


def norm(text: str) -> str:
    """Compare as a person would."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"\s+", " ", folded).strip(" .:;,-_")


def typing_everything(truth: Told) -> Costs:
    """The time without any help: all values typed, all papers named, all rows ticked, all pages looked through."""
    tasks: Counter[str] = Counter()
    seconds = 0.0
    for value in values_of(truth):
        tasks["type_value"] += 1
        seconds += seconds_of("type_value", keystrokes(value))
    pages = sum(len(paper["pages"]) for paper in truth["papers"])
    counts = {
        "name_paper": len(truth["papers"]),
        "tick_row": len(truth["required_rows"]),
        "find_problem": pages,
    }
    tasks.update(counts)
    return Costs(tasks, seconds + sum(count * seconds_of(task) for task, count in counts.items()))


def with_report(truth: Told, report: Told) -> Costs:
    """The time with the report: what is sure costs nothing, everything else a look or a correction."""
    tasks: Counter[str] = Counter()
    seconds = 0.0
    fields = [field for field in report["fields"] if _on_form_or_card(truth, field)]
    used: set[int] = set()
    for value, entries in values_of(truth).items():
        task = _task(value, pages_of(truth, entries), fields, used)
        tasks[task] += 1
        seconds += seconds_of(task, keystrokes(value)) if task != "accepted" else 0.0
    # printed and stamped values that nobody would type, and what is reported where none is
    left = [place for place, field in enumerate(fields) if place not in used and field["status"] != "accepted"]
    counts = {"other_value": len(left), **_other_tasks(truth, report)}
    tasks.update(counts)
    return Costs(tasks, seconds + sum(count * seconds_of(task) for task, count in counts.items()))


def _on_form_or_card(truth: Told, field: Told) -> bool:
    papers = [paper for paper in truth["papers"] if paper["type"] in {"application_form", "identity_card"}]
    return any(page_of(field["page"]) == page_of(page) for paper in papers for page in paper["pages"])


def pages_of(truth: Told, entries: Sequence[Told]) -> set[tuple[str, int]]:
    """The pages of the papers in which a value stands."""
    return {page_of(page) for entry in entries for page in truth["papers"][entry["paper"]]["pages"]}


def _task(value: str, places: set[tuple[str, int]], fields: Sequence[Told], used: set[int]) -> str:
    """What one value costs: nothing, a look, a correction or typing."""
    here = [place for place, field in enumerate(fields) if page_of(field["page"]) in places]
    equal = [place for place in here if norm(fields[place]["value"]) == norm(value)]
    if equal:
        used.update(equal)
        return "accepted" if any(fields[place]["status"] == "accepted" for place in equal) else "confirm_value"
    free = [place for place in here if place not in used]
    best = max(free, key=lambda place: ratio(norm(fields[place]["value"]), norm(value)), default=None)
    if best is not None and ratio(norm(fields[best]["value"]), norm(value)) >= model()["alike"]:
        used.add(best)
        return "correct_value"
    return "type_value"


def _other_tasks(truth: Told, report: Told) -> dict[str, int]:
    """Papers to move and to split, rows and problems to look at, questions to answer."""
    pages = {paper["id"]: {page_of(page) for page in paper["pages"]} for paper in report["papers"]}
    row_of = {
        page_of(page): paper["row"] for paper in truth["papers"] for page in paper["pages"] if paper["row"] is not None
    }
    moved = 0
    for component in report["components"]:
        for paper in component["papers"]:
            rows = {row_of.get(page) for page in pages.get(paper, set())}
            moved += component["row"] not in rows
    truly = [{page_of(page) for page in paper["pages"]} for paper in truth["papers"]]
    return {
        "move_paper": moved,
        "split_paper": sum(paper not in pages.values() for paper in truly),
        "check_row": sum(component["state"] == "to_check" for component in report["components"]),
        "look_at_problem": sum(problem["severity"] != "info" for problem in report["problems"]),
        "answer_question": sum(question.get("answer") is None for question in report["questions"]),
    }


def lines(pairs: Iterable[tuple[Told, Told]]) -> list[str]:
    """Seconds of a dossier, median and mean, with the report and without."""
    told = [(typing_everything(truth), with_report(truth, report)) for truth, report in pairs]
    if not told:
        return []
    without, helped = [pair[0].seconds for pair in told], [pair[1].seconds for pair in told]
    saved = 1 - sum(helped) / sum(without)
    tasks: Counter[str] = Counter()
    for _, costs in told:
        tasks.update(costs.tasks)
    each = ", ".join(f"{task} {count / len(told):.1f}" for task, count in tasks.most_common() if count)
    return [
        f"officer's seconds a dossier ({len(told)} dossiers): typing everything median {statistics.median(without):.0f}"
        f" mean {statistics.mean(without):.0f}; with the report median {statistics.median(helped):.0f}"
        f" mean {statistics.mean(helped):.0f}; {saved:.0%} less",
        f"  tasks a dossier with the report: {each}",
    ]
