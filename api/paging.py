"""Lists in pieces: each tells where the next begins (cursor), so that new rows move nothing."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import Field

from api.problems import RequestRefused
from api.schemas import Item, Listing

_Row = TypeVar("_Row")
_Part = str | int | datetime
_BAD_REQUEST = 400
_LONGEST = 512

Limit = Annotated[int, Query(ge=1, le=200, description="Items at once.")]
"""How many items a list gives; 50 is a good default."""

Cursor = Annotated[str | None, Query(max_length=_LONGEST, description="`next` of the piece before.")]
"""Where a piece of a list begins."""


class Page(Listing[Item], Generic[Item]):
    """A piece of a list."""

    next: str | None = Field(description="Cursor of the next piece; null at the end.")


def page_of(
    rows: Sequence[_Row],
    limit: int,
    shown: Callable[[_Row], Item],
    place: Callable[[_Row], tuple[_Part, ...]],
) -> Page[Item]:
    """A piece of a list.

    Args:
        rows: One more than are shown, where there are more.
        limit: How many are shown.
        shown: A row as it is told.
        place: What the rows are ordered by, ending with something unique.
    """
    following = encoded(place(rows[limit - 1])) if len(rows) > limit else None
    return Page(items=[shown(row) for row in rows[:limit]], next=following)


def encoded(place: tuple[_Part, ...]) -> str:
    """A cursor that stands behind a row."""
    parts = [part.isoformat() if isinstance(part, datetime) else part for part in place]
    return urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def decoded(cursor: str | None, *kinds: type[str] | type[int] | type[datetime]) -> tuple[_Part, ...] | None:
    """The row that a cursor stands behind.

    Args:
        cursor: None begins the list.
        kinds: Of its parts.

    Raises:
        RequestRefused: It is none of ours (cursor-unusable).
    """
    if cursor is None:
        return None
    try:
        parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise RequestRefused("cursor-unusable", _BAD_REQUEST) from error


def _read(part: object, kind: type[str] | type[int] | type[datetime]) -> _Part:
    if kind is datetime:
        moment = datetime.fromisoformat(str(part))
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        return moment
    if (
        type(part) is not kind
        or (isinstance(part, int) and abs(part) >= 2**63)
        or (isinstance(part, str) and "\0" in part)
    ):
        raise TypeError("not of the kind asked for")
    if isinstance(part, str):
        part.encode()  # half of a pair of UTF-16 is no letter
    return part
