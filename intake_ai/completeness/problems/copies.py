"""Rows that ask for several copies, of which fewer were scanned."""

from collections.abc import Iterator, Sequence

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, Match
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.paper_forms import copies_lacking, lacks_certification
from intake_ai.completeness.problems.evidence import Evidence


def lacking_copies(evidence: Evidence) -> Iterator[Problem]:
    """Rows whose copies somebody has to count: nobody scans every copy, so they may all be there."""
    papers = {paper.id: paper for paper in evidence.papers}
    rows = {row.row: row for row in evidence.procedure.requirements} if evidence.procedure else {}
    for component in evidence.components:
        scanned = len(component.papers)
        lacking = copies_lacking(scanned, rows[component.row]) if component.row in rows else 0
        # without a scan there is no page to show, and an officer has them in hand
        if component.state == "present" and component.papers and lacking:
            first = papers[component.papers[0]]
            values = {"name": component.name, "wanted": scanned + lacking, "scanned": scanned}
            page = first.pages[0].ref if first.pages else None
            yield Problem("other", "check", "copies-lacking", values, first.id, component.row, page)


def uncertified(procedure: Procedure | None, papers: Sequence[Paper], matches: Sequence[Match]) -> dict[str, int]:
    """The row of each paper that may be a plain copy where the row takes certified ones alone."""
    rows = {row.row: row for row in procedure.requirements} if procedure else {}
    known = {paper.id: paper for paper in papers if paper.type is not PaperType.APPLICATION_FORM}
    given = [match for match in matches if match.fit >= SATISFIES and match.paper in known and match.row in rows]
    return {match.paper: match.row for match in given if lacks_certification(known[match.paper], rows[match.row])}


def perhaps_plain_copies(evidence: Evidence) -> Iterator[Problem]:
    """Papers that may be plain copies where certified ones are asked for: for a person to look at."""
    papers = {paper.id: paper for paper in evidence.papers}
    for identifier, row in uncertified(evidence.procedure, evidence.papers, evidence.matches).items():
        paper = papers[identifier]
        page = paper.pages[-1].ref if paper.pages else None
        yield Problem("other", "check", "copy-uncertified", {"title": paper.title}, identifier, row, page)
