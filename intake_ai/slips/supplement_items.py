"""What has to be put right in a dossier, gathered by row and by paper, so that it can be asked for in one time.

What is certain is a demand; what is doubtful is proposed, for an officer to look at before anybody is asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter

from intake_ai.catalogue.models import Procedure
from intake_ai.dossier.report import ComponentReport, ProblemReport, Report
from intake_ai.messages import text
from intake_ai.slips.places import Places
from intake_ai.slips.values import Finding, SupplementItem
from intake_ai.terms import ProblemKind

_Meaning = Literal["demand", "check", "never"]
_DEMANDS = Path(__file__).with_name("demands.yaml")


def supplement_items(report: Report, procedure: Procedure | None) -> tuple[SupplementItem, ...]:
    """Rows in their order, each with all that is wrong with its papers; then papers of no row; then the dossier.

    Args:
        report: What was found.
        procedure: The procedure of the report, for the form in which a missing paper is wanted.
    """
    problems = [_Wrong(problem, meaning) for problem in report.problems if (meaning := _meaning(problem)) != "never"]
    gathered = _Gathered(report, procedure, Places(report))
    items: list[SupplementItem] = []
    for component in report.components:
        mine = [wrong for wrong in problems if _is_of(wrong.problem, component)]
        problems = [wrong for wrong in problems if wrong not in mine]
        items += gathered.of_row(component, mine)
    for paper in dict.fromkeys(wrong.problem.paper for wrong in problems):
        items += gathered.of_paper(paper, [wrong for wrong in problems if wrong.problem.paper == paper])
    return tuple(items)


@dataclass(frozen=True)
class _Wrong:
    problem: ProblemReport
    meaning: _Meaning


@dataclass(frozen=True)
class _Gathered:
    report: Report
    procedure: Procedure | None
    places: Places

    def of_row(self, component: ComponentReport, wrong: Sequence[_Wrong]) -> Iterator[SupplementItem]:
        sure, doubtful = self._parted(wrong, is_missing=component.state == "missing")
        if component.state == "missing":
            sure.insert(0, _missing(component))
        if sure:
            wanted = self._wanted(component.row) if component.state == "missing" else {}
            yield SupplementItem.model_validate({"name": component.name, "findings": tuple(sure), **wanted})
        checks = _checks(wrong)
        if component.state == "to_check":
            doubtful.insert(0, _not_confirmed(component))
            checks = [_sentences(component.reason, component.remedy), *checks]
        if doubtful:
            yield _proposed(component.name, doubtful, checks)

    def of_paper(self, paper: str | None, wrong: Sequence[_Wrong]) -> Iterator[SupplementItem]:
        sure, doubtful = self._parted(wrong)
        title = next((known.title for known in self.report.papers if known.id == paper), "")
        name = title or text("slip-whole-dossier")
        if sure:
            yield SupplementItem(name=name, findings=tuple(sure))
        if doubtful:
            yield _proposed(name, doubtful, _checks(wrong))

    def _parted(self, wrong: Sequence[_Wrong], is_missing: bool = False) -> tuple[list[Finding], list[Finding]]:
        """What is certain, and what is doubtful; that a row is missing is said by the row itself."""
        told = [part for part in wrong if not (is_missing and part.problem.kind == "missing_paper")]
        sure = [self._finding(part) for part in told if part.meaning == "demand"]
        return sure, [self._finding(part) for part in told if part.meaning == "check"]

    def _finding(self, wrong: _Wrong) -> Finding:
        problem = wrong.problem
        if problem.kind == "unreadable_file":
            return _unreadable(problem)
        return Finding(
            reason=self.places.told(problem.message),
            guidance=self.places.told(problem.remedy or "") if _told_to_applicant(problem) else "",
            legal_basis=problem.legal_basis or "",
            place=self._place(problem),
        )

    def _place(self, problem: ProblemReport) -> str:
        """The page as the applicant counts it, within a paper of several pages."""
        pages = next((paper.pages for paper in self.report.papers if paper.id == problem.paper), [])
        if problem.page is None or len(pages) < 2 or problem.page not in pages:
            return ""
        return text("slip-page", page=pages.index(problem.page) + 1)

    def _wanted(self, row: int) -> dict[str, int]:
        """In which form the row wants its paper, where its words say so and leave no choice."""
        rows = self.procedure.requirements if self.procedure else ()
        stated = next((requirement.stated_copies for requirement in rows if requirement.row == row), None)
        if stated is None or stated.any_of or stated.contradiction:
            return {}
        return {"originals": stated.originals, "certified": stated.certified, "photocopies": stated.photocopies}


def _proposed(name: str, findings: Sequence[Finding], checks: Iterable[str]) -> SupplementItem:
    return SupplementItem(name=name, findings=tuple(findings), check=_sentences(*checks) or text("slip-look-first"))


def _missing(component: ComponentReport) -> Finding:
    return Finding(
        reason=component.reason or text("slip-missing"),
        # the slip says the name just above
        guidance=(component.remedy or "").replace(component.name, text("slip-this-paper")),
        legal_basis=component.legal_basis or "",
    )


def _not_confirmed(component: ComponentReport) -> Finding:
    """What the applicant reads of a doubtful row once an officer decided to ask for it."""
    return Finding(
        reason=text("slip-not-confirmed"), guidance=text("slip-hand-in"), legal_basis=component.legal_basis or ""
    )


def _unreadable(problem: ProblemReport) -> Finding:
    """What the applicant reads of a file that nobody can open: that a paper is not seen, and how to hand it in anew.

    What is wrong with the file is for an officer: a scan that the centre made is none of the applicant's business.
    """
    file = problem.page.file if problem.page else ""
    name = text("slip-file-named", file=file) if file else ""
    return Finding(
        reason=_sentences(text("slip-file-unreadable"), name),
        guidance=text("slip-hand-in-anew"),
        legal_basis=problem.legal_basis or "",
    )


def _checks(wrong: Sequence[_Wrong]) -> list[str]:
    """What an officer does about the doubts: the remedies that are not for the applicant."""
    doubts = (part.problem for part in wrong if part.meaning == "check" and not _told_to_applicant(part.problem))
    return [_check_of_file(each) if each.kind == "unreadable_file" else each.remedy or "" for each in doubts]


def _check_of_file(problem: ProblemReport) -> str:
    return _sentences(problem.message, text("slip-scan-again-first"))


def _is_of(problem: ProblemReport, component: ComponentReport) -> bool:
    if problem.row is not None:
        return problem.row == component.row
    return problem.paper is not None and problem.paper in component.papers


def _meaning(problem: ProblemReport) -> _Meaning:
    if problem.severity == "info":
        return "never"
    meant = _demands()[problem.kind]
    return "check" if meant == "demand" and problem.severity == "check" else meant


def _told_to_applicant(problem: ProblemReport) -> bool:
    """Whether the remedy is his to follow; those of other kinds tell an officer what to look at."""
    return _demands()[problem.kind] == "demand"


def _sentences(*parts: str | None) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


@cache
def _demands() -> dict[ProblemKind, _Meaning]:
    said = yaml.safe_load(_DEMANDS.read_text(encoding="utf-8"))
    return TypeAdapter(dict[ProblemKind, _Meaning]).validate_python(said)
