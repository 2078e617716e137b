"""Papers that are no longer valid, by what they say themselves or by the age that their row allows."""

from collections.abc import Iterator, Sequence
from datetime import date

from classifiers.papers import Paper
from classifiers.ranking.matching import SATISFIES
from classifiers.vietnamese import fold
from intake_ai.completeness.ages import last_valid_day
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import CREDIBLE, Evidence
from intake_ai.completeness.problems.stated_validity import LastDay, last_day
from intake_ai.extraction.fields import Field
from intake_ai.wordlists import phrases


def expired(evidence: Evidence) -> Iterator[Problem]:
    """Papers past the day that they say, and papers older than their row allows; each paper once."""
    titles = {paper.id: paper.title for paper in evidence.papers}
    rows = {match.paper: match.row for match in evidence.matches}
    told = set()
    for field in _past_expiry(evidence.fields, evidence.received):
        if field.paper not in told:
            told.add(field.paper)
            values = {"title": titles.get(field.paper, ""), "day": field.value}
            row = rows.get(field.paper)
            yield Problem("expired", "blocking", "expired", values, field.paper, row, field.page, field.box)
    for found in _stated_ends(evidence.papers, evidence.fields, evidence.received):
        if found.paper not in told:
            told.add(found.paper)
            values = {"title": titles.get(found.paper, ""), "day": f"{found.day:%d/%m/%Y}"}
            row = rows.get(found.paper)
            yield Problem("expired", "blocking", "expired", values, found.paper, row, found.page, found.box)
    yield from (problem for problem in _too_old(evidence) if problem.paper not in told)
    yield from (problem for problem in _perhaps(evidence) if problem.paper not in told)


def _perhaps(evidence: Evidence) -> Iterator[Problem]:
    """Papers whose last day must be looked at: read as past, but badly; each once."""
    titles = {paper.id: paper.title for paper in evidence.papers}
    told = set()
    for field in _badly_read_as_past(evidence.fields, evidence.received):
        if field.paper not in told:
            told.add(field.paper)
            values = {"title": titles.get(field.paper, ""), "day": field.value}
            yield Problem("other", "check", "perhaps-expired", values, field.paper, page=field.page, box=field.box)


def _stated_ends(papers: Sequence[Paper], fields: Sequence[Field], received: date) -> Iterator[LastDay]:
    """The last days, past on the day of receipt, of papers of which no field tells it."""
    known = {field.paper for field in fields if field.kind == "expiry_date"}
    for paper in papers:
        found = last_day(paper, fields) if paper.id not in known else None
        if found is not None and found.day < received:
            yield found


def expired_papers(fields: Sequence[Field], received: date, papers: Sequence[Paper] = ()) -> frozenset[str]:
    """Papers that say themselves that they were no longer valid on the day of receipt."""
    past = (field.paper for field in _past_expiry(fields, received))
    return frozenset((*past, *(found.paper for found in _stated_ends(papers, fields, received))))


def _past_expiry(fields: Sequence[Field], received: date) -> Iterator[Field]:
    return (field for field in _read_as_past(fields, received) if field.confidence >= CREDIBLE)


def perhaps_expired(fields: Sequence[Field], received: date) -> frozenset[str]:
    """Papers whose last day was read as one in the past, but too badly to go by it."""
    return frozenset(field.paper for field in _badly_read_as_past(fields, received))


def _badly_read_as_past(fields: Sequence[Field], received: date) -> Iterator[Field]:
    return (field for field in _read_as_past(fields, received) if field.confidence < CREDIBLE)


def _read_as_past(fields: Sequence[Field], received: date) -> Iterator[Field]:
    for field in fields:
        day = as_date(field.value) if field.kind == "expiry_date" and not _is_endless(field) else None
        if day is not None and day < received:
            yield field


def _is_endless(field: Field) -> bool:
    """Whether the card never expires and the date read is another one beside those words."""
    beside = fold(f"{field.label} {field.raw}")
    return any(phrase in beside for phrase in phrases(__file__, "telling_words.yaml", "endless"))


def _too_old(evidence: Evidence) -> Iterator[Problem]:
    """Papers older than their row allows ("có giá trị trong 06 tháng")."""
    rows = {row.row: row for row in evidence.procedure.requirements} if evidence.procedure else {}
    for match in evidence.matches:
        row = rows.get(match.row)
        if row is None or match.fit < SATISFIES:
            continue
        for field in _credible_issues(match.paper, evidence.fields)[:1]:
            issued = as_date(field.value)
            last = last_valid_day(issued, row) if issued is not None else None
            if last is not None and last < evidence.received:
                values = {"name": row.name, "day": field.value, "last": f"{last:%d/%m/%Y}"}
                yield Problem(
                    "expired", "blocking", "too-old-for-row", values, match.paper, row.row, field.page, field.box
                )


def _credible_issues(paper: str, fields: Sequence[Field]) -> list[Field]:
    issued = (field for field in fields if field.paper == paper and field.kind == "issue_date")
    return [field for field in issued if as_date(field.value) and field.confidence >= CREDIBLE]


def issue_days(fields: Sequence[Field]) -> dict[str, date]:
    """The day of issue of each paper on which one was read credibly, by paper; the first where there are several."""
    read = ((f.paper, as_date(f.value)) for f in fields if f.kind == "issue_date" and f.confidence >= CREDIBLE)
    days: dict[str, date] = {}
    for paper, day in read:
        if day is not None:
            days.setdefault(paper, day)
    return days


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
