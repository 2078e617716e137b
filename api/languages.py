"""In which language who asks is answered."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import Request

from intake_ai.messages import LANGUAGES, Language

_MOST_PARTS = 20


def language_of(headers: Headers, scope: Mapping[str, Any]) -> Language:
    """The best of our languages by Accept-Language (RFC 9110, 12.5.4); the installation's where none is named."""
    wanted = [part for value in headers.getlist("accept-language") for part in value.split(",")][:_MOST_PARTS]
    best = max((_weighed(part) for part in wanted), key=lambda one: one[1], default=("", 0.0))
    if best[0] and best[1] > 0:
        return cast(Language, best[0])
    app = scope.get("app")
    return getattr(app.state, "language", "vi") if app is not None else "vi"


def _weighed(part: str) -> tuple[str, float]:
    """One of our languages and its weight; an empty one where it is none of ours."""
    tag, _, rest = part.strip().partition(";")
    primary = tag.strip().lower().partition("-")[0]
    if primary not in LANGUAGES:
        return "", 0.0
    weight = rest.strip().removeprefix("q=")
    try:
        return primary, float(weight) if weight else 1.0
    except ValueError:
        return "", 0.0


def _language(request: Request) -> Language:
    return language_of(request.headers, request.scope)


Speaks = Annotated[Language, Depends(_language)]
"""The language of who asks, for a route."""
