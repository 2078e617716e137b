"""Papers that are no longer valid, by what they say themselves or by the age that their row allows."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from classifiers.ranking.matching import SATISFIES
from intake_ai.catalogue.models import Requirement
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import CREDIBLE, Evidence
from intake_ai.extraction.fields import Field


def expired(evidence: Evidence) -> Iterator[Problem]:
    """Papers past the day that they say, and papers older than their row allows."""
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
        if day is not None and day < received and field.confidence >= CREDIBLE:
            yield field


def _too_old(evidence: Evidence) -> Iterator[Problem]:
    """Papers older than their row allows ("có giá trị trong 06 tháng")."""
    rows = {row.row: row for row in evidence.procedure.requirements} if evidence.procedure else {}
    for match in evidence.matches:
        row = rows.get(match.row)
        if row is None or row.validity_months is None or match.fit < SATISFIES:
            continue
        issued = [f for f in evidence.fields if f.paper == match.paper and f.kind == "issue_date" and as_date(f.value)]
        for field in [f for f in issued if f.confidence >= CREDIBLE][:1]:
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
