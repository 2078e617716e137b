"""Papers that are missing, and pages that a paper lacks."""

from collections.abc import Iterator, Sequence

from classifiers.papers import Paper
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


def perhaps_lacking_pages(papers: Sequence[Paper], all_papers: Sequence[Paper]) -> frozenset[str]:
    """Those of `papers` that begin or end as if a page were missing, which only a person can tell.

    Args:
        all_papers: Of the dossier: a page may lie among those of another.
    """
    pages = [page for paper in all_papers for page in paper.pages]
    gaps = ((paper.id, page_gap(paper, pages)) for paper in papers)
    return frozenset(identifier for identifier, gap in gaps if gap is not None and not gap.is_sure)
