"""All problems of a dossier's papers, kind by kind."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from classifiers.papers import Paper
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.authorities import wrong_authorities
from intake_ai.completeness.problems.copies import lacking_copies, perhaps_plain_copies, uncertified
from intake_ai.completeness.problems.evidence import CREDIBLE, Evidence
from intake_ai.completeness.problems.legal_bases import with_legal_basis
from intake_ai.completeness.problems.legibility import illegible_pages, is_illegible, repeated_pages
from intake_ai.completeness.problems.mismatches import disputed_papers, mismatches, unconfirmed_numbers
from intake_ai.completeness.problems.missing import missing_pages, missing_papers, perhaps_lacking_pages
from intake_ai.completeness.problems.seals import lacks_seal, unstamped_papers
from intake_ai.completeness.problems.secrecy import perhaps_secret_pages
from intake_ai.completeness.problems.signing import doubtfully_signed, unsigned_papers
from intake_ai.completeness.problems.strange import strange_papers, surplus
from intake_ai.completeness.problems.unfilled import unfilled_fields
from intake_ai.completeness.problems.validity import as_date, expired, perhaps_expired
from intake_ai.extraction.fields import Field
from intake_ai.parties.strangers import Stranger

_CHECKS: tuple[Callable[[Evidence], Iterator[Problem]], ...] = (
    missing_papers,
    missing_pages,
    lacking_copies,
    perhaps_plain_copies,
    unsigned_papers,
    unstamped_papers,
    expired,
    unfilled_fields,
    mismatches,
    unconfirmed_numbers,
    strange_papers,
    surplus,
    illegible_pages,
    repeated_pages,
    perhaps_secret_pages,
    wrong_authorities,
)
_GRAVITY = {"blocking": 0, "check": 1, "info": 2}


def find_problems(evidence: Evidence) -> tuple[Problem, ...]:
    """All problems of the papers, the gravest first, in the order of the checks otherwise."""
    found = [with_legal_basis(problem, evidence) for check in _CHECKS for problem in check(evidence)]
    return tuple(sorted(found, key=lambda problem: _GRAVITY[problem.severity]))


def doubted_papers(
    procedure: Procedure | None,
    papers: Sequence[Paper],
    fields: Sequence[Field],
    matches: Sequence[Match],
    strangers: Sequence[Stranger] = (),
    received: date | None = None,
) -> frozenset[str]:
    """Papers that satisfy no row for certain.

    A stranger's, illegible ones, those of unknown age, and forms of which nobody can say that they are signed; of
    those given to a row also papers that lack a seal, or the certification that the row asks for, or name their person
    otherwise than the others, that perhaps lack a page, and whose last day, badly read, is past on the day of receipt.
    """
    limited = (
        {row.row for row in procedure.requirements if row.validity_months or row.validity_days} if procedure else set()
    )
    dated = {f.paper for f in fields if f.kind == "issue_date" and as_date(f.value) and f.confidence >= CREDIBLE}
    ageless = {match.paper for match in matches if match.row in limited} - dated
    strange = {stranger.paper for stranger in strangers if stranger.is_sure}
    illegible = {paper.id for paper in papers if any(map(is_illegible, paper.pages))}
    unsigned = {paper.id for paper in papers if doubtfully_signed(paper)}
    matched = {match.paper for match in matches}
    disputed = matched & disputed_papers(fields, papers) if matched else set()
    disputed |= perhaps_lacking_pages([paper for paper in papers if paper.id in matched], papers)
    disputed |= matched & perhaps_expired(fields, received) if received is not None else set()
    disputed |= uncertified(procedure, papers, matches).keys()
    return frozenset(ageless | strange | illegible | unsigned | disputed | _unsealed(procedure, papers, matches))


def _unsealed(procedure: Procedure | None, papers: Sequence[Paper], matches: Sequence[Match]) -> set[str]:
    """Papers given to a row on which a seal is missed."""
    stamped = {row.row for row in procedure.requirements if row.stamped} if procedure else set()
    asked = {match.paper: match.row in stamped for match in matches}
    return {paper.id for paper in papers if paper.id in asked and lacks_seal(paper, papers, asked[paper.id])}
