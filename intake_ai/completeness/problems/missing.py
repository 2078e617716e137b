"""Papers that are missing, and pages that a paper lacks."""

from collections.abc import Iterator

from classifiers.papers import Paper
from classifiers.splitting import first_article, page_number
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence


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
    """Pages that the numbering, or the articles of a decision or contract, show to be missing."""
    for paper in evidence.papers:
        absent = _absent_pages(paper)
        where = paper.pages[0].ref
        if absent:
            values = {"title": paper.title, "absent": ", ".join(map(str, absent)), "total": paper.numbered_pages}
            yield Problem("missing_page", "blocking", "missing-page", values, paper.id, page=where)
        elif (article := first_article(paper.pages[0].reading) or 1) > 1:
            values = {"file": where.file, "page": where.page, "article": article}
            yield Problem("missing_page", "blocking", "missing-first-page", values, paper.id, page=where)


def _absent_pages(paper: Paper) -> list[int]:
    """Page numbers that the paper's own numbering ("2/3") misses; none where the numbering was read too badly."""
    numbers = [number for page in paper.pages if (number := page_number(page.reading)) and number.total]
    total = paper.numbered_pages
    if total is None or total <= len(paper.pages) or len(paper.pages) > len(numbers) + 1:
        return []
    return sorted(set(range(1, total + 1)) - {number.number for number in numbers})
