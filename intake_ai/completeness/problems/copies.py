"""Rows that ask for several copies, of which fewer were scanned."""

from collections.abc import Iterator

from intake_ai.completeness.findings import Problem
from intake_ai.completeness.paper_forms import copies_lacking
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
