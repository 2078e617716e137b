"""Papers that are not signed where they must be."""

from collections.abc import Iterator

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.signatures import Unsigned, unsigned
from intake_ai.terms import Severity

_HAVE_NO_PLACE = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO, PaperType.DRAWING})


def unsigned_papers(evidence: Evidence) -> Iterator[Problem]:
    """Papers with an empty place where the one who hands them in, or a party, signs."""
    for paper in evidence.papers:
        lacking = _lacking(paper)
        if lacking is not None:
            place = lacking.place
            code = "unsigned-party" if lacking.is_of_one_party else f"unsigned-{lacking.found}"
            values = {"title": paper.title, "role": place.role, "page": place.page.ref.page}
            severity = _severity(paper, lacking)
            yield Problem("unsigned", severity, code, values, paper.id, page=place.page.ref, box=place.place)


def doubtfully_signed(paper: Paper) -> bool:
    """Whether only a person can say that a form is signed: a name is printed where the signature is looked for."""
    lacking = _lacking(paper)
    return lacking is not None and _severity(paper, lacking) == "check"


def _lacking(paper: Paper) -> Unsigned | None:
    return None if paper.type in _HAVE_NO_PLACE else unsigned(paper)


def _severity(paper: Paper, lacking: Unsigned) -> Severity:
    """A form with an empty place is surely unsigned; on other papers a copy may have lost what was signed."""
    if paper.type is PaperType.APPLICATION_FORM:
        return "blocking" if lacking.found == "empty" else "check"
    return "check" if lacking.found == "empty" else "info"
