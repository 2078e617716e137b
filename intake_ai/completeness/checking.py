"""The completeness check of a dossier: papers to rows, what is due, problems, questions, verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from classifiers.ranking import Candidate, Ranking
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.findings import Component, Problem, Question
from intake_ai.completeness.judging import DossierRead, Judged, Rows
from intake_ai.completeness.problems import Evidence, find_problems
from intake_ai.completeness.situation import Situation, case_of_rows
from intake_ai.completeness.surplus import Asked
from intake_ai.completeness.telling import PapersRead, told_by_connections, told_by_papers
from intake_ai.completeness.verdict import is_empty, judge
from intake_ai.extraction.mismatches import find_mismatches
from intake_ai.parties import find_parties, owners, strangers
from intake_ai.parties.strangers import Stranger
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
class ProcedureAssumed:
    """The procedure to judge by, None where there is none; known: a person chose it, or its rank is sure enough."""

    procedure: Procedure | None
    ranking: Ranking
    is_known: bool


def check(dossier: DossierRead, assumed: ProcedureAssumed, situation: Situation) -> Findings:
    """Judge a dossier against the requirements of the procedure assumed."""
    procedure, ranking = assumed.procedure, assumed.ranking
    parties = find_parties(dossier.papers, dossier.fields)
    owned = owners(dossier.papers, parties)
    strange = strangers(dossier.papers, parties, owned)
    judged = _judged(dossier, assumed, situation, strange)
    evidence = Evidence(
        received=dossier.received,
        pages=dossier.pages,
        papers=dossier.papers,
        fields=dossier.fields,
        procedure=procedure,
        components=judged.components,
        matches=judged.matches,
        mismatches=find_mismatches(dossier.fields, dossier.papers),
        strangers=strange,
        asked=_asked(assumed),
        blanks=dossier.extracted.blanks,
    )
    problems = (
        *dossier.problems,
        *_choice_problems(procedure, ranking, dossier.pages),
        *_nothing_handed_in(procedure, judged.components),
        *find_problems(evidence),
    )
    names = {paper: party.name for paper, party in owned.items()}
    verdict = judge(judged.components, problems, judged.questions, assumed.is_known)
    return Findings(judged.components, problems, judged.questions, verdict, names)


def _judged(
    dossier: DossierRead, assumed: ProcedureAssumed, situation: Situation, strange: Sequence[Stranger]
) -> Judged:
    procedure, best = assumed.procedure, assumed.ranking.best
    if procedure is None:
        return Judged()
    read = PapersRead(dossier.papers, dossier.fields, dossier.received)
    told = told_by_papers(procedure, read) | told_by_connections(procedure, situation.connected)
    case, case_known = _case(procedure, best, situation)
    rows = Rows(
        procedure,
        case,
        dossier,
        strange,
        is_guess=not assumed.is_known and (best is None or best.confidence < GUESS),
    )
    return rows.judged(replace(situation, told=told), case_known)


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


def _case(procedure: Procedure, best: Candidate | None, situation: Situation) -> tuple[int | None, bool]:
    """The case to go by, and whether that is sure: chosen, told by the rows said to be due, or by the papers."""
    if situation.case is not None:
        return situation.case, situation.case is not None
    told = case_of_rows(procedure, situation.due_rows or frozenset())
    if told is not None:
        return told, True
    if best is None or best.profile.code != procedure.code:
        return None, False
    return best.case, best.case_confidence >= SURE_CASE


def _nothing_handed_in(procedure: Procedure | None, components: Sequence[Component]) -> tuple[Problem, ...]:
    """Why a dossier of which no row wants anything is left to a person all the same."""
    if procedure is None or not components or not is_empty(components):
        return ()
    return (Problem("other", "check", "nothing-handed-in"),)


def _choice_problems(procedure: Procedure | None, ranking: Ranking, pages: Sequence[Page]) -> tuple[Problem, ...]:
    if procedure is None:
        return (Problem("other", "check", "no-procedure"),) if pages else ()
    if ranking.contradicted:
        better = ranking.better.name if ranking.better else ""
        return (Problem("other", "blocking", "contradicted", {"procedure": f"“{better}”"}),)
    return ()
