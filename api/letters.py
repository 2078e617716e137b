"""Refuses letters that no database keeps: NUL, and halves of pairs of UTF-16."""

import json
import re

from starlette.requests import Request

from api.problems import RequestRefused

_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})|\x00")
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_UNPROCESSABLE = 422


def refuse_unstorable_address(request: Request) -> None:
    """Refuse NUL in path and query.

    Raises:
        RequestRefused: letters-unstorable.
    """
    values = (part for pair in request.query_params.multi_items() for part in pair)
    if any("\0" in one for one in (request.scope["path"], *values)):
        raise RequestRefused("letters-unstorable", _UNPROCESSABLE)


def refuse_unstorable_letters(content: bytes) -> None:
    """Refuse JSON with strings that cannot be kept; what is no JSON is refused later, where it is read.

    Raises:
        RequestRefused: letters-unstorable.
    """
    if not _SUSPECT.search(content):
        return
    try:
        whole = json.dumps(json.loads(content), ensure_ascii=False)
    except (ValueError, RecursionError):
        return
    try:
        whole.encode()
    except UnicodeEncodeError as error:
        raise RequestRefused("letters-unstorable", _UNPROCESSABLE) from error
    if _ESCAPED_NUL.search(whole):
        raise RequestRefused("letters-unstorable", _UNPROCESSABLE)
