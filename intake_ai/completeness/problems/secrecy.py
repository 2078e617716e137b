"""Pages that may bear a mark of state secrecy: what surely does never comes so far."""

from collections.abc import Iterator

from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.dossier.secrecy import perhaps_secret


def perhaps_secret_pages(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each page on which a person has to look at something like the mark.

    Nothing is called complete before: with the mark the dossier must not be processed at all.
    """
    papers = {page.ref: paper.id for paper in evidence.papers for page in paper.pages}
    for page, box in perhaps_secret(evidence.pages):
        values = {"file": page.file, "page": page.page}
        yield Problem("secrecy_mark", "blocking", "perhaps-secret", values, papers.get(page), page=page, box=box)
