"""The completeness check of a dossier: papers to rows, what is due, problems, questions, verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from classifiers.papers import Paper
from classifiers.ranking import Candidate, Ranking
from classifiers.ranking.matching import Match, assign
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.findings import Component, Problem, Question
from intake_ai.completeness.problems import Evidence, doubted_papers, expired_papers, find_problems
from intake_ai.completeness.situation import (
    Situation,
    case_of_rows,
    case_question,
    due,
    questions,
    rows_in_force,
)
from intake_ai.completeness.surplus import Asked
from intake_ai.completeness.telling import PapersRead, told_by_papers
from intake_ai.completeness.verdict import judge
from intake_ai.extraction.fields import Extracted, Field
from intake_ai.extraction.people import find_mismatches
from intake_ai.parties import find_parties, owners, strangers
from intake_ai.terms import Verdict
from ocr.page import Page

GUESS = 0.5
"""Probability of the procedure below which nothing is said to be missing: another one is as likely."""
_CANDIDATES = 10
SURE_CASE = 0.8
"""Probability from which the case that the papers fit is taken without asking."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check found about a dossier.

    Attributes:
        owners: Whose paper each paper is, by its id; papers that name nobody are left out.
    """

    components: tuple[Component, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    verdict: Verdict = "review"
    owners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DossierRead:
    """A dossier as it was read.

    Attributes:
        received: Day of receipt, which validity is judged on.
        problems: Of the files and pages themselves.
    """

    received: date
    pages: Sequence[Page]
    papers: Sequence[Paper]
    extracted: Extracted
    problems: Sequence[Problem] = ()

    @property
    def fields(self) -> Sequence[Field]:
        return self.extracted.fields


@dataclass(frozen=True)
class ProcedureAssumed:
    """The procedure to judge by, None where there is none; known: a person chose it, or its rank is sure enough."""

    procedure: Procedure | None
    ranking: Ranking
    is_known: bool


def check(dossier: DossierRead, assumed: ProcedureAssumed, situation: Situation) -> Findings:
    """Judge a dossier against the requirements of the procedure assumed."""
    procedure, ranking = assumed.procedure, assumed.ranking
    if procedure is not None:
        read = PapersRead(dossier.papers, dossier.fields, dossier.received)
        situation = replace(situation, told=told_by_papers(procedure, read))
    case, case_known = _case(procedure, ranking.best, situation)
    matches = _matches(procedure, case, situation, dossier.papers)
    parties = find_parties(dossier.papers, dossier.fields)
    owned = owners(dossier.papers, parties)
    strange = strangers(dossier.papers, parties, owned)
    handed_in = HandedIn(
        papers=dossier.papers,
        matches=matches,
        doubted=doubted_papers(procedure, dossier.papers, dossier.fields, matches, strange),
        is_partly_unread=bool(dossier.problems),
        is_guess=not assumed.is_known and (ranking.best is None or ranking.best.confidence < GUESS),
        expired=expired_papers(dossier.fields, dossier.received),
        received=dossier.received,
    )
    parts = components(procedure, case, situation, handed_in) if procedure else ()
    evidence = Evidence(
        received=dossier.received,
        pages=dossier.pages,
        papers=dossier.papers,
        fields=dossier.fields,
        procedure=procedure,
        components=parts,
        matches=matches,
        mismatches=find_mismatches(dossier.fields, dossier.papers),
        strangers=strange,
        asked=_asked(assumed),
    )
    problems = (*dossier.problems, *_choice_problems(procedure, ranking, dossier.pages), *find_problems(evidence))
    asked = _questions(procedure, replace(situation, case=case) if case_known else situation, case_known, parts)
    names = {paper: party.name for paper, party in owned.items()}
    return Findings(parts, problems, asked, judge(parts, problems, asked, assumed.is_known), names)


def _asked(assumed: ProcedureAssumed) -> tuple[Asked, ...]:
    """The procedure assumed, and where it is only likely the other candidates too."""
    if assumed.procedure is None:
        return ()
    first = profile(assumed.procedure)
    results = assumed.procedure.results
    if assumed.is_known:
        return (Asked(first, results, 1.0),)
    likely = {candidate.profile.code: candidate for candidate in assumed.ranking.candidates[:_CANDIDATES]}
    own = likely.pop(first.code, None)
    others = (Asked(each.profile, (), each.confidence) for each in likely.values())
    return (Asked(first, results, own.confidence if own else 0.0), *others)


def _case(procedure: Procedure | None, best: Candidate | None, situation: Situation) -> tuple[int | None, bool]:
    """The case to go by, and whether that is sure: chosen, told by the rows said to be due, or by the papers."""
    if situation.case is not None or procedure is None:
        return situation.case, situation.case is not None
    told = case_of_rows(procedure, situation.due_rows or frozenset())
    if told is not None:
        return told, True
    if best is None or best.profile.code != procedure.code:
        return None, False
    return best.case, best.case_confidence >= SURE_CASE


def _matches(
    procedure: Procedure | None, case: int | None, situation: Situation, papers: Sequence[Paper]
) -> tuple[Match, ...]:
    """Papers given to the rows in force; where a paper suits several, one that is due goes first."""
    if procedure is None:
        return ()
    in_force = {row.row: row for row in rows_in_force(procedure, case)}
    rows = [
        replace(row, due=_is_due_paper(in_force[row.index], procedure, situation))
        for row in profile(procedure).rows
        if row.index in in_force
    ]
    return assign(papers, rows, procedure.name)


def _is_due_paper(row: Requirement, procedure: Procedure, situation: Situation) -> bool:
    return due(row, procedure, situation) == "due" and not row.present_only


def _questions(
    procedure: Procedure | None, situation: Situation, case_known: bool, parts: Sequence[Component]
) -> tuple[Question, ...]:
    if procedure is None:
        return ()
    settled = frozenset(part.row for part in parts if part.state != "to_check" or part.reason != "row-question-open")
    return case_question(procedure, case_known) + questions(procedure, situation, settled)


def _choice_problems(procedure: Procedure | None, ranking: Ranking, pages: Sequence[Page]) -> tuple[Problem, ...]:
    if procedure is None:
        return (Problem("other", "check", "no-procedure"),) if pages else ()
    if ranking.contradicted:
        better = ranking.better.name if ranking.better else ""
        return (Problem("other", "blocking", "contradicted", {"procedure": f"“{better}”"}),)
    return ()
