"""Values about one person that contradict each other, and numbers that only a person can compare."""

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.completeness.findings import Problem, Sentence
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.problems.in_print import printed_mismatches
from intake_ai.completeness.problems.other_names import names_beside_one_number, unnamed_holders
from intake_ai.completeness.problems.printed_names import is_other_given_name
from intake_ai.completeness.problems.validity import as_date
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.mismatches import Mismatch, find_disputes
from intake_ai.terms import FieldKind, ProblemKind, Severity

#: On the development forms all 27 printed numbers of 12 figures are read at 0.98 or more, handwritten ones at 0.43.
_SURELY_READ = 0.9
_CERTAIN = 0.9
_NEARLY_TWELVE = 10
_SURE_MISMATCH = 0.6
"""Certainty from which two numbers are said to differ: both were read surely, or in more than one figure."""
_OTHER_LETTERS = 2
_YOUNGEST_HOLDER = 13
"""Years: no card ends before its holder is older."""


def mismatches(evidence: Evidence) -> Iterator[Problem]:
    """Values about one person that differ; where it may be a misreading only a person can say that they do."""
    printed = _surely_printed_births(evidence)
    for mismatch in evidence.mismatches:
        if _is_of_another_day(mismatch, evidence) or _is_slip_by_expiry(mismatch, evidence):
            continue
        is_sure = mismatch.certainty >= _SURE_MISMATCH or (mismatch.kind, mismatch.first.value) in printed
        is_sure = is_sure or (mismatch.kind, mismatch.second.value) in printed
        kind: ProblemKind = "mismatch" if is_sure else "other"
        yield _told(mismatch, kind, "blocking", evidence)
    known = {(found.kind, found.person) for found in evidence.mismatches}
    for found in _in_print(evidence):
        known.add((found.kind, found.person))
        yield _told(found, "mismatch", "blocking", evidence)
    for dispute in find_disputes(evidence.fields, evidence.papers):
        if dispute.kind == "full_name" and (dispute.kind, dispute.person) not in known:
            known.add((dispute.kind, dispute.person))
            yield _told(dispute, "mismatch", _severity(dispute), evidence)
    for found in unnamed_holders(evidence.fields, evidence.papers):
        if (found.kind, found.person) not in known:
            yield _told(found, "mismatch", "check", evidence)


def _surely_printed_births(evidence: Evidence) -> set[tuple[FieldKind, str]]:
    """Birth dates that a form prints below its holder's name and that are not the card's, both surely read.

    Of a date all parts but one agree, so one figure for another that looks like it is no more likely misread here.
    """
    found = printed_mismatches(evidence.fields, evidence.papers)
    return {(each.kind, each.first.value) for each in found if each.kind == "date_of_birth"}


def disputed_papers(fields: Sequence[Field], papers: Sequence[Paper]) -> frozenset[str]:
    """Papers whose person other papers name otherwise, unless that is likely a slip of the reading."""
    disputes = [found for found in find_disputes(fields, papers) if found.kind == "full_name"]
    sure = [found for found in disputes if not _may_be_misread(found)]
    told = {found.person for found in disputes}
    sure += [found for found in unnamed_holders(fields, papers) if found.person not in told]
    return frozenset(field.paper for found in sure for field in (found.first, found.second))


def _severity(dispute: Mismatch) -> Severity:
    """With one number and another given name, surely read, the papers contradict each other; else it may be a slip."""
    if _may_be_misread(dispute):
        return "info"
    return "blocking" if is_other_given_name(dispute.first.value, dispute.second.value) else "check"


def _in_print(evidence: Evidence) -> Iterator[Mismatch]:
    """What the forms' text says otherwise than a card, and no fields of a form told already."""
    told = {(found.kind, field.value) for found in _disputes(evidence) for field in (found.first, found.second)}
    printed = (*printed_mismatches(evidence.fields, evidence.papers), *names_beside_one_number(evidence.papers))
    for found in printed:
        if (found.kind, found.first.value) not in told and not _is_of_another_day(found, evidence):
            yield found


def _disputes(evidence: Evidence) -> tuple[Mismatch, ...]:
    return (*evidence.mismatches, *find_disputes(evidence.fields, evidence.papers))


def _may_be_misread(dispute: Mismatch) -> bool:
    """Whether the names differ in one letter, or one of them stands under a signature, where names are misread."""
    first, second = fold(dispute.first.value), fold(dispute.second.value)
    is_signature = any(fold(field.label).startswith("ky") for field in (dispute.first, dispute.second))
    return is_signature or Levenshtein.distance(first, second) < _OTHER_LETTERS


def _is_of_another_day(mismatch: Mismatch, evidence: Evidence) -> bool:
    """Whether a date of birth is the last day of a card, read for it: cards end on a birthday of their holder."""
    days = [as_date(field.value) for field in (mismatch.first, mismatch.second)]
    if mismatch.kind != "date_of_birth" or None in days:
        return False
    earlier, later = sorted(day for day in days if day is not None)
    is_birthday = (earlier.day, earlier.month) == (later.day, later.month)
    return later > evidence.received or (is_birthday and later.year - earlier.year >= _YOUNGEST_HOLDER)


def _is_slip_by_expiry(mismatch: Mismatch, evidence: Evidence) -> bool:
    """Whether the last day of the card tells that the birth date on it was misread: it falls on the other one."""
    fields = mismatch.first, mismatch.second
    ends = {(field.paper, field.value[:5]) for field in evidence.fields if field.kind == "expiry_date"}
    return mismatch.kind == "date_of_birth" and any(
        (one.paper, other.value[:5]) in ends and (one.paper, one.value[:5]) not in ends
        for one, other in (fields, fields[::-1])
    )


def _told(mismatch: Mismatch, kind: ProblemKind, severity: Severity, evidence: Evidence) -> Problem:
    """The problem, at the value that is on a form where one is: there it can be put right; the other place is told."""
    forms = {paper.id for paper in evidence.papers if paper.type is PaperType.APPLICATION_FORM}
    titles = {paper.id: paper.title for paper in evidence.papers}
    here, there = sorted((mismatch.first, mismatch.second), key=lambda field: field.paper not in forms)
    values = {
        "what": Sentence(f"kind-{mismatch.kind}"), "person": mismatch.person, "first": here.value,
        "second": there.value, "first_paper": titles.get(here.paper, ""), "second_paper": titles.get(there.paper, ""),
        "page": there.page.page, "file": there.page.file,
    }  # fmt: skip
    return Problem(kind, severity, "mismatch-of-papers", values, here.paper, page=here.page, box=here.box)


def unconfirmed_numbers(evidence: Evidence) -> Iterator[Problem]:
    """Card numbers that no form repeats, where a form's number is handwritten or misread: only a person can compare.

    Not a mismatch, for nobody read two different numbers; but a dossier is not complete while it stands.
    """
    forms = {paper.id: paper for paper in evidence.papers if paper.type is PaperType.APPLICATION_FORM}
    doubtful = [field for field in _numbers_on(forms, evidence) if _is_doubtful_number(field)]
    told = [*evidence.mismatches, *_in_print(evidence)]
    if not doubtful:
        return
    written = " ".join(_surely_read(paper) for paper in forms.values())
    cards = {paper.id: paper for paper in evidence.papers if paper.type is PaperType.IDENTITY_CARD}
    numbers = {field.value for field in _numbers_on(cards, evidence) if field.confidence >= _CERTAIN}
    for number in sorted(numbers):
        if number not in written and not any(number in (m.first.value, m.second.value) for m in told):
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
