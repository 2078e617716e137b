"""Compares reports with the truth: verdicts by defect, problems in their place, missing rows, rows matched."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import PurePath
from typing import Any

import yaml

Told = Mapping[str, Any]
Pages = set[tuple[str, int]]
VERDICTS = ("complete", "incomplete", "review")
RELEASED = ("in_database", "on_vneid", "reused", "replaced", "not_applicable")
"""States by which a check says that the applicant need not hand a row in."""


@lru_cache(maxsize=1)
def reporting() -> dict[str, dict[str, Any]]:
    """problems.yaml."""
    text = resources.files("benchmarks.checked_dossiers").joinpath("problems.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


@dataclass
class Scores:
    """All that is counted.

    Attributes:
        verdicts: By kind of dossier and verdict.
        in_place, defects: Defects reported in their place, and all, by kind.
        variants: The same two by kind and what else tells such defects apart.
        missed: Dossiers whose defect was not reported, by kind.
        said, right: Problems said of each kind, and those of them that report a defect in its place.
        alarms: Problems that report no defect: by kind of dossier and of problem.
        alarmed: Dossiers with such problems.
        rows: Of missing rows: gone, found, said and so on, by group of dossiers.
        released: Rows left out that the check holds to be released, by state and reason.
        wrongly_complete: Incomplete dossiers that were called complete.
        copies: Rows of copies that are certified or plain on purpose, by kind, state and form told.
    """

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    in_place: Counter[str] = field(default_factory=Counter)
    variants: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    alarms: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarmed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    released: Counter[tuple[str, str]] = field(default_factory=Counter)
    row_misses: list[str] = field(default_factory=list)
    row_alarms: list[str] = field(default_factory=list)
    wrongly_complete: list[str] = field(default_factory=list)
    complete: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    copies: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def score(pairs: Iterable[tuple[Told, Told]]) -> Scores:
    """Counts over truths and their reports."""
    scores = Scores()
    for truth, report in pairs:
        _verdict(scores, truth, report)
        _problems(scores, truth, report)
        _copies(scores, truth, report)
        # the rows of what was made wrong in another way repeat those of the clean dossier
        if truth["labels"] != "compiler" and truth["kind"] in {"clean", "missing_paper"}:
            _rows(scores, truth, report)
    return scores


def _verdict(scores: Scores, truth: Told, report: Told) -> None:
    verdict = report["verdict"]
    scores.verdicts[truth["kind"], verdict] += 1
    if not truth["complete"] and verdict == "complete":
        scores.wrongly_complete.append(truth["id"])
    if truth["kind"] == "clean":
        groups = ("all", truth["labels"], f"{truth['hardness']} pages", f"delivered as {truth['delivery']}")
        for group in groups:
            scores.complete[group]["dossiers"] += 1
            scores.complete[group][verdict] += 1


def page_of(page: Told) -> tuple[str, int]:
    """A page by the bare name of its file."""
    return PurePath(page["file"]).name, page["page"]


def _problems(scores: Scores, truth: Told, report: Told) -> None:
    problems = [problem for problem in report["problems"] if problem["severity"] != "info"]
    explained: set[int] = set()
    for defect in truth["defects"]:
        kind = defect["kind"]
        hits = {place for place, problem in enumerate(problems) if _reports(truth, report, defect, problem)}
        # what names the place and says what to do counts; anything else does not help the applicant
        useful = [place for place in hits if problems[place]["remedy"]]
        scores.defects[kind] += 1
        scores.in_place[kind] += bool(useful)
        for variant in _variants(truth, defect):
            scores.variants[kind, variant][0] += bool(useful)
            scores.variants[kind, variant][1] += 1
        explained |= hits
        if not useful:
            scores.missed[kind].append(truth["id"])
    for place, problem in enumerate(problems):
        kind = problem["kind"]
        scores.said[kind] += 1
        if place in explained:
            scores.right[kind] += 1
        elif not _excused(truth, report, problem):
            scores.alarms[truth["kind"], kind] += 1
            scores.alarmed[kind].append(truth["id"])


def _copies(scores: Scores, truth: Told, report: Told) -> None:
    """In which state and form the rows of copies are told."""
    for defect in truth["defects"]:
        if defect["kind"] not in {"certified_copy", "plain_copy"}:
            continue
        row = truth["papers"][defect["paper"]]["row"]
        told = next((each for each in report["components"] if each["row"] == row), None)
        state, form = (told["state"], told.get("form")) if told else ("not reported", None)
        scores.copies[defect["kind"], state, form or "form not told"] += 1


def _variants(truth: Told, defect: Told) -> list[str]:
    """What tells defects of one kind apart: how they were delivered, which paper, which page."""
    if "paper" not in defect:
        return []
    detail, paper = defect["detail"], truth["papers"][defect["paper"]]
    told = [truth["delivery"]]
    if defect["kind"] == "missing_page":
        lost = "first" if detail["page_of_paper"] == 1 else "later"
        return [*told, f"{lost} page of one numbered {detail['numbers']}"]
    if defect["kind"] == "form_unsigned":
        return [*told, str(detail)]
    return told if paper.get("form") else [*told, str(paper["template"])]


def _reports(truth: Told, report: Told, defect: Told, problem: Told) -> bool:
    """Whether a problem reports a defect in its place."""
    rule = reporting()[defect["kind"]]
    if problem["kind"] not in rule["kinds"]:
        return False
    if defect["kind"] == "missing_paper":
        return bool(problem.get("row") == defect["detail"]["row"])
    return bool(_place(report, problem) & _where(truth, defect))


def _where(truth: Told, defect: Told) -> Pages:
    """The pages that are the right place for a word about a defect."""
    rule, papers = reporting()[defect["kind"]], truth["papers"]
    at = {defect["paper"]}
    if rule.get("either"):
        at |= {place for place, paper in enumerate(papers) if paper["type"] in {"identity_card", "application_form"}}
    if defect["kind"] == "duplicate_paper":
        twice = papers[defect["paper"]]
        at |= {place for place, paper in enumerate(papers) if paper["title"] == twice["title"]}
    return {page_of(page) for place in at for page in papers[place]["pages"]}


def _place(report: Told, problem: Told) -> Pages:
    """The pages that a problem points at."""
    pages = {page_of(problem["page"])} if problem.get("page") else set[tuple[str, int]]()
    for paper in report["papers"]:
        if paper["id"] == problem.get("paper"):
            pages |= {page_of(page) for page in paper["pages"]}
    return pages


def _excused(truth: Told, report: Told, problem: Told) -> bool:
    """Whether a problem that reports no planted defect may be right all the same."""
    for defect in truth["defects"]:
        beside = reporting()[defect["kind"]].get("beside", ())
        if problem["kind"] in beside and _place(report, problem) & _where(truth, defect):
            return True
    if problem["kind"] == "missing_paper":
        row = problem.get("row")
        return row in unjudged(truth) or row in truth["missing_rows"] or truth["labels"] == "compiler"
    return problem["kind"] == "unfilled_field" and bool(truth["left_blank"])


def unjudged(truth: Told) -> set[int]:
    """Rows of which no word about their absence is judged.

    Where one of several alternatives is left out, a check may name them all: any of them would do.
    """
    rows = {*truth["doubtful_rows"], *truth["twin_rows"]}
    return rows | set(truth.get("alternative_rows", ())) if truth["missing_rows"] else rows


def _rows(scores: Scores, truth: Told, report: Told) -> None:
    """Missing rows, and which papers were matched with which rows."""
    states = {component["row"]: component for component in report["components"]}
    gone, doubtful = set(truth["missing_rows"]), unjudged(truth)
    said = {row for row, component in states.items() if component["state"] == "missing"} - doubtful
    released = {row for row in gone if row in states and states[row]["state"] in RELEASED}
    for row in released:
        scores.released[states[row]["state"], str(states[row].get("reason") or "")] += 1
    judged = gone - released
    groups = ["clean"] if not gone else ["rows left out", truth["labels"], f"{len(gone)} left out"]
    for group in groups:
        count = scores.rows[group]
        count["dossiers"] += 1
        count["gone"] += len(judged)
        count["found"] += len(judged & said)
        count["said"] += len(said)
        count["said right"] += len(said & gone)
        count["released"] += len(released)
        count["incomplete said"] += bool(gone) and report["verdict"] == "incomplete"
        count["incomplete"] += bool(gone)
        count["complete said of incomplete"] += bool(gone) and report["verdict"] == "complete"
    scores.row_misses += [f"{truth['id']} row {row}: {_state(states, row)}" for row in sorted(judged - said)]
    scores.row_alarms += [f"{truth['id']} row {row}" for row in sorted(said - gone)]
    if truth["kind"] == "clean":
        _matching(scores.rows["papers"], truth, report, states)


def _state(states: Mapping[int, Told], row: int) -> str:
    return str(states[row]["state"]) if row in states else "not reported"


def _matching(count: Counter[str], truth: Told, report: Told, states: Mapping[int, Told]) -> None:
    papers = {paper["id"]: {page_of(page) for page in paper["pages"]} for paper in report["papers"]}
    pages: dict[int, Pages] = defaultdict(set)
    for paper in truth["papers"]:
        if paper["row"] is not None:
            pages[paper["row"]] |= {page_of(page) for page in paper["pages"]}
    for row, mine in pages.items():
        component = states.get(row)
        count["rows"] += 1
        present = component is not None and component["state"] == "present"
        count["matched"] += present and any(papers.get(paper, set()) & mine for paper in component["papers"])  # type: ignore[index]
    for row, component in states.items():
        if component["state"] == "present":
            count["claims"] += 1
            count["claims right"] += any(
                papers.get(paper, set()) & pages.get(row, set()) for paper in component["papers"]
            )
