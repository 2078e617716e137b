"""Values about one person that contradict each other, and numbers that only a person can compare."""

from collections.abc import Iterator, Mapping

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.findings import Problem, Sentence
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.terms import ProblemKind

#: On the development forms all 27 printed numbers of 12 figures are read at 0.98 or more, handwritten ones at 0.43.
_SURELY_READ = 0.9
_CERTAIN = 0.9
_NEARLY_TWELVE = 10
_SURE_MISMATCH = 0.8


def mismatches(evidence: Evidence) -> Iterator[Problem]:
    """Values about one person that differ; where it may be a misreading only a person can say that they do."""
    for mismatch in evidence.mismatches:
        first, second = mismatch.first, mismatch.second
        what = Sentence(f"kind-{mismatch.kind}")
        values = {"what": what, "person": mismatch.person, "first": first.value, "second": second.value}
        kind: ProblemKind = "mismatch" if mismatch.certainty >= _SURE_MISMATCH else "other"
        yield Problem(kind, "blocking", "mismatch", values, first.paper, page=first.page, box=first.box)


def unconfirmed_numbers(evidence: Evidence) -> Iterator[Problem]:
    """Card numbers that no form repeats, where a form's number is handwritten or misread: only a person can compare.

    Not a mismatch, for nobody read two different numbers; but a dossier is not complete while it stands.
    """
    forms = {paper.id: paper for paper in evidence.papers if paper.type is PaperType.APPLICATION_FORM}
    doubtful = [field for field in _numbers_on(forms, evidence) if _is_doubtful_number(field)]
    if not doubtful:
        return
    written = " ".join(_surely_read(paper) for paper in forms.values())
    cards = {paper.id: paper for paper in evidence.papers if paper.type is PaperType.IDENTITY_CARD}
    numbers = {field.value for field in _numbers_on(cards, evidence) if field.confidence >= _CERTAIN}
    for number in sorted(numbers):
        if number not in written and not any(number in (m.first.value, m.second.value) for m in evidence.mismatches):
            first = doubtful[0]
            values = {"number": number, "read": first.value}
            page, box = first.page, first.box
            yield Problem("other", "blocking", "unconfirmed-number", values, first.paper, page=page, box=box)


def _surely_read(paper: Paper) -> str:
    """The figures of a paper that were read surely, those of a line together; a gap where one was not."""
    lines = (line for page in paper.pages for line in page.reading.lines)
    return " ".join(
        "".join(word.text.strip(".") if word.confidence >= _SURELY_READ else " " for word in line.words)
        for line in lines
    ).replace(".", "")


def _is_doubtful_number(field: Field) -> bool:
    """Whether a form's number may be a personal number written by hand or misread; one of few digits is another."""
    digits = sum(letter.isdigit() for letter in field.value)
    return field.by_hand or (digits >= _NEARLY_TWELVE and not is_personal_number(field.value))


def _numbers_on(papers: Mapping[str, Paper], evidence: Evidence) -> list[Field]:
    return [field for field in evidence.fields if field.kind == "id_number" and field.paper in papers]
