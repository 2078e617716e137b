"""What is wrong with the papers handed in: missing, unsigned, expired, contradictory, strange or unreadable."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, Match
from classifiers.splitting import first_article, page_number
from classifiers.vietnamese import fold
from classifiers.wording import similarity
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.findings import Component, Problem, Sentence
from intake_ai.completeness.signatures import unsigned_block
from intake_ai.completeness.surplus import Asked, Placed, surplus_papers
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.people import Mismatch
from intake_ai.parties.strangers import Stranger
from intake_ai.terms import ProblemKind, Severity
from ocr.page import Page

_LEGIBLE = 0.35
"""Pages below this are shown to a person; set by eye on phone photos, not yet calibrated."""
_CREDIBLE = 0.5
#: On the development forms all 27 printed numbers of 12 figures are read at 0.98 or more, handwritten ones at 0.43.
_SURELY_READ = 0.9
_CERTAIN = 0.9
_NEARLY_TWELVE = 10
_SURE_MISMATCH = 0.8


@dataclass(frozen=True)
class Evidence:
    """Everything that the checks look at.

    Attributes:
        received: Day of receipt; validity is judged on it.
        matches: Papers given to rows.
        mismatches: Values about one person that contradict each other.
        strangers: Papers of people whom nothing ties to the dossier.
        asked: The procedures that the dossier may serve, the one assumed first; none where nothing is known.
    """

    received: date
    pages: Sequence[Page]
    papers: Sequence[Paper]
    fields: Sequence[Field]
    procedure: Procedure | None
    components: Sequence[Component]
    matches: Sequence[Match]
    mismatches: Sequence[Mismatch]
    strangers: Sequence[Stranger] = ()
    asked: Sequence[Asked] = ()


def find_problems(evidence: Evidence) -> tuple[Problem, ...]:
    """All problems of the papers, the gravest first, in the order of the dossier otherwise."""
    found = [
        *_missing_papers(evidence),
        *_missing_pages(evidence),
        *_unsigned_forms(evidence),
        *_expired_papers(evidence),
        *_mismatches(evidence),
        *_unconfirmed_numbers(evidence),
        *_strangers(evidence),
        *_surplus_papers(evidence),
        *_illegible_pages(evidence),
        *_repeated_pages(evidence),
    ]
    order = {"blocking": 0, "check": 1, "info": 2}
    return tuple(sorted(found, key=lambda problem: order[problem.severity]))


def _missing_papers(evidence: Evidence) -> Iterator[Problem]:
    for component in evidence.components:
        if component.state == "missing":
            values = {"name": component.name}
            yield Problem("missing_paper", "blocking", "missing-paper", values, row=component.row)


def _missing_pages(evidence: Evidence) -> Iterator[Problem]:
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


def _unsigned_forms(evidence: Evidence) -> Iterator[Problem]:
    for paper in evidence.papers:
        if paper.type is not PaperType.APPLICATION_FORM:
            continue
        block = unsigned_block(paper)
        if block is not None:
            values = {"title": paper.title}
            ref = block.page.ref
            yield Problem("unsigned", "blocking", "unsigned", values, paper.id, page=ref, box=block.place)


def _expired_papers(evidence: Evidence) -> Iterator[Problem]:
    titles = {paper.id: paper.title for paper in evidence.papers}
    reported = set()
    for field in _past_expiry(evidence.fields, evidence.received):
        if field.paper not in reported:
            reported.add(field.paper)
            values = {"title": titles.get(field.paper, ""), "day": field.value}
            yield Problem("expired", "blocking", "expired", values, field.paper, page=field.page, box=field.box)
    yield from _too_old(evidence)


def expired_papers(fields: Sequence[Field], received: date) -> frozenset[str]:
    """Papers that say themselves that they were no longer valid on the day of receipt."""
    return frozenset(field.paper for field in _past_expiry(fields, received))


def _past_expiry(fields: Sequence[Field], received: date) -> Iterator[Field]:
    for field in fields:
        day = as_date(field.value) if field.kind == "expiry_date" else None
        if day is not None and day < received and field.confidence >= _CREDIBLE:
            yield field


def _too_old(evidence: Evidence) -> Iterator[Problem]:
    """Papers older than their row allows ("có giá trị trong 06 tháng")."""
    rows = {row.row: row for row in evidence.procedure.requirements} if evidence.procedure else {}
    for match in evidence.matches:
        row = rows.get(match.row)
        if row is None or row.validity_months is None or match.fit < SATISFIES:
            continue
        issued = [f for f in evidence.fields if f.paper == match.paper and f.kind == "issue_date" and as_date(f.value)]
        for field in [f for f in issued if f.confidence >= _CREDIBLE][:1]:
            if _is_older(as_date(field.value), row, evidence.received):
                values = {"name": row.name, "day": field.value, "months": row.validity_months}
                yield Problem("expired", "blocking", "too-old", values, match.paper, row.row, field.page, field.box)


def _is_older(issued: date | None, row: Requirement, received: date) -> bool:
    """Whether the last day of validity is past: the day of the same number, or the month's last where it has none."""
    if issued is None:
        return False
    month = issued.month - 1 + (row.validity_months or 0)
    year, month = issued.year + month // 12, month % 12 + 1
    return received > date(year, month, min(issued.day, monthrange(year, month)[1]))


def doubted_papers(
    procedure: Procedure | None,
    papers: Sequence[Paper],
    fields: Sequence[Field],
    matches: Sequence[Match],
    strangers: Sequence[Stranger] = (),
) -> frozenset[str]:
    """Papers that satisfy no row for certain: a stranger's, illegible ones, and those whose age cannot be read."""
    limited = {row.row for row in procedure.requirements if row.validity_months} if procedure else set()
    dated = {f.paper for f in fields if f.kind == "issue_date" and as_date(f.value) and f.confidence >= _CREDIBLE}
    ageless = {match.paper for match in matches if match.row in limited} - dated
    strange = {stranger.paper for stranger in strangers if stranger.is_sure}
    illegible = {paper.id for paper in papers if any(map(_is_illegible, paper.pages))}
    return frozenset(ageless | strange | illegible)


def _is_illegible(page: Page) -> bool:
    """Read, but too badly to go by; a page that could not be read at all is told as such."""
    return not page.reading.blank and page.reading.source != "none" and page.reading.legible < _LEGIBLE


def _mismatches(evidence: Evidence) -> Iterator[Problem]:
    """Values about one person that differ; where it may be a misreading only a person can say that they do."""
    for mismatch in evidence.mismatches:
        first, second = mismatch.first, mismatch.second
        what = Sentence(f"kind-{mismatch.kind}")
        values = {"what": what, "person": mismatch.person, "first": first.value, "second": second.value}
        kind: ProblemKind = "mismatch" if mismatch.certainty >= _SURE_MISMATCH else "other"
        yield Problem(kind, "blocking", "mismatch", values, first.paper, page=first.page, box=first.box)


def _unconfirmed_numbers(evidence: Evidence) -> Iterator[Problem]:
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


def _strangers(evidence: Evidence) -> Iterator[Problem]:
    """Papers of strangers; cards of people whom no other paper names are for a person to look at."""
    papers = {paper.id: paper for paper in evidence.papers}
    for stranger in evidence.strangers:
        paper = papers[stranger.paper]
        values = {"title": paper.title, "person": stranger.person.name, "about": stranger.about.name}
        where = paper.pages[0].ref
        if stranger.is_sure:
            yield Problem("foreign_paper", "check", "foreign-paper", values, paper.id, page=where)
        else:
            yield Problem("foreign_paper", "info", "maybe-foreign-paper", values, paper.id, page=where)


def _surplus_papers(evidence: Evidence) -> Iterator[Problem]:
    """Papers that no row asks for: doubtful where nothing gives a reason for them; a stranger's is told as such."""
    papers = {paper.id: paper for paper in evidence.papers}
    told = {match.paper for match in evidence.matches} | {stranger.paper for stranger in evidence.strangers}
    placed = Placed(frozenset(told), frozenset(match.row for match in evidence.matches))
    for surplus in surplus_papers(evidence.papers, placed, evidence.fields, evidence.asked):
        paper = papers[surplus.paper]
        severity: Severity = "check" if surplus.is_sure else "info"
        values = {"title": paper.title}
        yield Problem("surplus_paper", severity, "surplus-paper", values, paper.id, page=paper.pages[0].ref)


def _illegible_pages(evidence: Evidence) -> Iterator[Problem]:
    for page in evidence.pages:
        if _is_illegible(page):
            values = {"file": page.ref.file, "page": page.ref.page}
            yield Problem("illegible", "check", "illegible", values, page=page.ref)


def _repeated_pages(evidence: Evidence) -> Iterator[Problem]:
    """Pages that say the same as an earlier page of the dossier."""
    seen: list[Page] = []
    for page in evidence.pages:
        text = fold(page.reading.text)
        if len(text) < 200:
            continue
        twin = next((other for other in seen if similarity(text, fold(other.reading.text)) > 0.97), None)
        if twin is not None:
            values = {"file": page.ref.file, "page": page.ref.page, "other": twin.ref.file, "other_page": twin.ref.page}
            yield Problem("duplicate", "info", "duplicate", values, page=page.ref, has_remedy=False)
        seen.append(page)


def as_date(text: str) -> date | None:
    """A date written dd/mm/yyyy; None where it is no date of the calendar."""
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    day, month, year = map(int, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
