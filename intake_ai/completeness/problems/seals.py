"""Papers of authorities and organisations on which no seal is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.wording import contains_any, opens_with_any
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.signatures import signing_places
from intake_ai.terms import Severity
from ocr.page import Line, Page

_PRIVATE = frozenset(
    {PaperType.APPLICATION_FORM, PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO, PaperType.CONTRACT,
     PaperType.POWER_OF_ATTORNEY, PaperType.DRAWING}
)  # fmt: skip
_LEGIBLE = 0.6
_FOOT = 0.4
"""Of the page's height: whoever issues a paper signs below."""


@dataclass(frozen=True, slots=True)
class _SealedPapers:
    """sealed_papers.yaml, folded."""

    types: frozenset[PaperType]
    titles: tuple[str, ...]
    private: tuple[str, ...]
    digital: tuple[str, ...]


@cache
def _sealed_papers() -> _SealedPapers:
    lists = yaml.safe_load(Path(__file__).with_name("sealed_papers.yaml").read_text(encoding="utf-8"))
    phrases = (tuple(lists[name]) for name in ("titles", "private", "digital"))
    return _SealedPapers(frozenset(map(PaperType, lists["types"])), *phrases)


def unstamped_papers(evidence: Evidence) -> Iterator[Problem]:
    """Papers that bear a seal by their kind or by their row, are signed, and show none.

    Seals are found by their red ink (98 of 100 in colour, hardly in grey), so where no page of the dossier bears one
    the copies may be black and white: what is always sealed is looked at all the same, the rest is only mentioned.
    """
    rows, are_in_colour = _rows_with_seal(evidence), _are_in_colour(evidence.pages)
    for paper in evidence.papers:
        row, is_of_sealed_kind = rows.get(paper.id), _is_of_sealed_kind(paper)
        if not (row is not None or is_of_sealed_kind) or not _is_signed_without_seal(paper):
            continue
        severity: Severity = "check" if are_in_colour or is_of_sealed_kind else "info"
        code = "unstamped" if are_in_colour else "unstamped-grey"
        where = _signed_page(paper)
        yield Problem("unstamped", severity, code, {"title": paper.title}, paper.id, row, where.ref)


def lacks_seal(paper: Paper, papers: Sequence[Paper], asks_for_seal: bool) -> bool:
    """Whether a paper that should bear a seal is signed and shows none.

    Where no page of the dossier shows a seal the scans may be grey, and nobody but a person can tell: a paper of a kind
    that is always sealed is no good for certain then, either.

    Args:
        papers: Of the dossier.
        asks_for_seal: The row that the paper is for asks for one; that may mean another's paper where people write
            such papers themselves.
    """
    if not _is_signed_without_seal(paper):
        return False
    is_private = opens_with_any(_sealed_papers().private, paper.title, 0.9)
    by_row = asks_for_seal and not is_private and _are_in_colour([page for one in papers for page in one.pages])
    return by_row or _is_of_sealed_kind(paper)


def _rows_with_seal(evidence: Evidence) -> dict[str, int]:
    """The rows that ask for a seal, by the paper given to them."""
    stamped = {row.row for row in evidence.procedure.requirements if row.stamped} if evidence.procedure else set()
    return {match.paper: match.row for match in evidence.matches if match.row in stamped}


def _is_of_sealed_kind(paper: Paper) -> bool:
    """Whether such papers are issued with a seal: by type, by title, or because the head of a body signs them."""
    if paper.type in _PRIVATE:
        return False
    if paper.type in _sealed_papers().types or opens_with_any(_sealed_papers().titles, paper.title, 0.9):
        return True
    is_private = opens_with_any(_sealed_papers().private, paper.title, 0.9)
    return not is_private and any(place.side == "office" for place in signing_places(paper))


def _is_signed_without_seal(paper: Paper) -> bool:
    """Whether somebody signed the paper, all pages can be read, and neither seal nor digital signature is on it."""
    marks = [mark.kind for page in paper.pages for mark in page.reading.marks]
    is_readable = all(page.reading.legible >= _LEGIBLE and page.reading.source == "ocr" for page in paper.pages)
    is_digital = any(contains_any(_sealed_papers().digital, line.text) for line in _last_lines(paper))
    return is_readable and "signature" in marks and "seal" not in marks and not is_digital


def _last_lines(paper: Paper) -> Sequence[Line]:
    return [line for line in paper.pages[-1].reading.lines if line.box.top > _FOOT]


def _signed_page(paper: Paper) -> Page:
    return next(page for page in paper.pages if any(mark.kind == "signature" for mark in page.reading.marks))


def _are_in_colour(pages: Sequence[Page]) -> bool:
    """Whether any page bears a seal: then the dossier was scanned in colour."""
    return any(mark.kind == "seal" for page in pages for mark in page.reading.marks)
