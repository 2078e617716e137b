"""Blanks of a form that everybody fills in and that were left empty."""

from collections import defaultdict
from collections.abc import Iterator

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.signatures import SigningPlace, signing_places
from intake_ai.extraction.fields import Blank
from intake_ai.terms import FieldKind
from intake_ai.wordlists import phrases
from ocr.page import PageRef

_MANDATORY: frozenset[FieldKind] = frozenset({"full_name", "date_of_birth", "sex", "id_number", "address"})
"""What every applicant has. Of papers, posts and reasons a form asks for more than each has."""
_OF_THE_APPLICANT = frozenset({None, "applicant"})
_LONGEST_LABEL = 9


def unfilled_fields(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each page of a form, with the labels of the blanks, at the first of them."""
    forms = {paper.id: paper for paper in evidence.papers if paper.type is PaperType.APPLICATION_FORM}
    left: dict[tuple[str, PageRef], list[Blank]] = defaultdict(list)
    for blank in evidence.blanks:
        paper = forms.get(blank.paper)
        if paper is not None and _is_mandatory(blank) and not _is_behind_signature(blank, paper):
            left[paper.id, blank.page].append(blank)
    for (identifier, page), blanks in left.items():
        labels = ", ".join(f"“{blank.label.strip(' :.')}”" for blank in blanks)
        values = {"title": forms[identifier].title, "labels": labels, "page": page.page}
        yield Problem("unfilled_field", "blocking", "unfilled-field", values, identifier, page=page, box=blanks[0].box)


def _is_mandatory(blank: Blank) -> bool:
    """Whether everybody fills the blank in, and it is surely empty."""
    if blank.state != "empty" or blank.is_optional or blank.kind not in _MANDATORY or blank.by_hand:
        return False
    return blank.role in _OF_THE_APPLICANT and _is_plain(blank.label)


def _is_plain(label: str) -> bool:
    """Whether a label is a whole one, and names no condition."""
    words = label.split()
    is_whole = bool(words) and len(words) <= _LONGEST_LABEL and label.count("(") == label.count(")")
    opens = label.lstrip("0123456789.-) ")[:1]
    conditions = phrases(__file__, "telling_words.yaml", "not_for_everybody")
    return is_whole and opens.isupper() and not any(word in f"{fold(label)} " for word in conditions)


def _is_behind_signature(blank: Blank, paper: Paper) -> bool:
    """Whether the blank stands below or behind the first place of signature: what follows an office fills in."""
    order = [page.ref for page in paper.pages]
    return any(_is_above(place, blank, order) for place in signing_places(paper) if place.is_sure)


def _is_above(place: SigningPlace, blank: Blank, order: list[PageRef]) -> bool:
    here, there = order.index(place.page.ref), order.index(blank.page)
    return here < there or (here == there and place.head.top < blank.box.top)
