"""Papers that are missing, and pages that a paper lacks."""

from collections.abc import Iterator

from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.problems.page_gaps import page_gap
from intake_ai.terms import Severity


def missing_papers(evidence: Evidence) -> Iterator[Problem]:
    """Rows that are due and that no paper was handed in for."""
    for component in evidence.components:
        if component.state == "missing":
            values = {"name": component.name}
            yield Problem(
                "missing_paper", "blocking", "missing-paper", values, row=component.row,
                legal_basis=component.legal_basis,
            )  # fmt: skip


def missing_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that a paper lacks, at most one problem for each paper."""
    for paper in evidence.papers:
        gap = page_gap(paper, evidence.pages)
        if gap is not None:
            where = gap.page.ref
            values = {
                "title": paper.title, "file": where.file, "page": where.page, "article": gap.article,
                "absent": ", ".join(map(str, gap.absent)), "total": gap.total,
            }  # fmt: skip
            severity: Severity = "blocking" if gap.is_sure else "check"
            yield Problem("missing_page", severity, f"missing-page-{gap.code}", values, paper.id, page=where)
