"""Papers that are not signed where they must be."""

from collections.abc import Iterator

from classifiers.papers import PaperType
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.signatures import unsigned_block


def unsigned_papers(evidence: Evidence) -> Iterator[Problem]:
    """Forms with an empty place where the applicant signs."""
    for paper in evidence.papers:
        if paper.type is not PaperType.APPLICATION_FORM:
            continue
        block = unsigned_block(paper)
        if block is not None:
            values = {"title": paper.title}
            ref = block.page.ref
            yield Problem("unsigned", "blocking", "unsigned", values, paper.id, page=ref, box=block.place)
