"""Versions of what is told and changed: ETag, If-Match, If-None-Match (RFC 9110, 13)."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from starlette.responses import Response

from api.problems import RequestRefused

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_CHANGED, _REQUIRED, _SAME = 412, 428, 304


def version_tag(version: int | str) -> str:
    """The ETag of a version."""
    return f'"{version}"'


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions something is asked for or changed.

    Attributes:
        if_match: Tags of which one must be the present one; ``*`` is any; empty where nothing is asked.
        if_none_match: Tags that who asks has already.
    """

    if_match: str = ""
    if_none_match: str = ""

    def require(self, tag: str) -> None:
        """Refuse a change of what has changed since it was seen; whoever changes must say what they saw.

        Raises:
            RequestRefused: condition-missing (428) or version-changed (412).
        """
        if not self.if_match:
            raise RequestRefused("condition-missing", _REQUIRED)
        self.check(tag)

    def check(self, tag: str) -> None:
        """As `require`, but nobody has to say anything.

        Raises:
            RequestRefused: version-changed (412).
        """
        if self.if_match and not _names(self.if_match, tag):
            raise RequestRefused("version-changed", _CHANGED)

    def unchanged(self, tag: str, policy: str = "no-store") -> Response | None:
        """The answer 304 for who has this version already; else None.

        Args:
            tag: Of the present version.
            policy: Cache-Control, as the whole answer would have it.
        """
        if self.if_none_match and _names(self.if_none_match, tag):
            return Response(status_code=_SAME, headers={"ETag": tag, "Cache-Control": policy})
        return None

    def told(self, tag: str, response: Response) -> Response | None:
        """As `unchanged`; where the whole answer is wanted, it gets the tag.

        Args:
            tag: Of the present version.
            response: Whose headers the whole answer will have.
        """
        response.headers["ETag"] = tag
        return self.unchanged(tag)


def _names(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag.strip('"') in _TAG.findall(header)


def _conditions(
    if_match: Annotated[str | None, Header(description="ETag of the version that was seen.")] = None,
    if_none_match: Annotated[str | None, Header(description="ETag of the version that is known.")] = None,
) -> Conditions:
    return Conditions(if_match or "", if_none_match or "")


Conditional = Annotated[Conditions, Depends(_conditions)]
"""The conditions of a request, for a route."""
