"""Takes out of a record what is of the wrong kind, where the procedure stays what it is without it."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from intake_ai.catalogue.importing.record import Record

#: Without these nothing is left of a procedure, or papers would be missing from it that nobody notices.
_ESSENTIAL = frozenset(
    {"papers", "executionCases", "profileComponents", "THANHPHANHOSO", "GIAYTO", "MATTHC", "TENTTHC"}
)
_NAMING = frozenset({"code", "name", "TENGIAYTO"})
_PAPER_LISTS = {"papers": "name", "profileComponents": "name", "GIAYTO": "TENGIAYTO"}
Place = tuple[str | int, ...]


def places_of(error: ValidationError) -> list[Place]:
    """Where the record is wrong, outermost first, each place once."""
    return sorted({fault["loc"] for fault in error.errors()}, key=lambda place: (len(place), str(place)))


def without(record: Record, places: Sequence[Place]) -> Record | None:
    """A copy of `record` without what stands at `places`; a paper given as bare text becomes one with that name.

    Args:
        places: As validation counts, which is after nulls were taken out of lists.

    Returns:
        None where the procedure cannot do without one of them: its code, its name, its list of papers.
    """
    repaired = _without_nulls(record)
    detail = repaired.get("detail")
    body = detail if isinstance(detail, dict) else repaired
    return repaired if all(_taken_out(body, place) for place in places) else None


def _without_nulls(record: Record) -> dict[str, Any]:
    """A copy whose lists hold no null; not by recursion, as files nest deeper than the stack reaches."""
    copied = dict(record)
    waiting: list[Any] = [copied]
    while waiting:
        holder = waiting.pop()
        for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(value, dict | list):
                inner = dict(value) if isinstance(value, dict) else [item for item in value if item is not None]
                holder[key] = inner
                waiting.append(inner)
    return copied


def _taken_out(body: dict[str, Any], place: Place) -> bool:
    if not place or place[-1] in _ESSENTIAL or (place[-1] in _NAMING and len(place) == 1):
        return False
    if place[-1] in _NAMING and isinstance(place[-2], int):
        place = place[:-1]  # a paper without a name says nothing
    holder = _at(body, place[:-1])
    key = place[-1]
    if isinstance(holder, dict) and key in holder:
        del holder[key]
        return True
    if isinstance(holder, list) and isinstance(key, int) and key < len(holder):
        holder[key] = _named(place, holder[key])
        return True
    return False


def _at(body: Any, place: Place) -> Any:
    for part in place:
        if isinstance(body, dict):
            body = body.get(str(part))
        elif isinstance(body, list) and isinstance(part, int) and part < len(body):
            body = body[part]
        else:
            return None
    return body


def _named(place: Place, item: object) -> dict[str, str] | None:
    """A paper written as text alone; anything else becomes null, which all formats pass over."""
    key = _PAPER_LISTS.get(str(place[-2])) if len(place) > 1 else None
    return {key: item} if key and isinstance(item, str) and item.strip() else None
