"""Questions that people would ask when they need a procedure, written for every one that a province handles.

A language model wrote them for this project, without sight of any measuring questions: for each procedure keywords as
typed in a search box, a plain request, and a need told as a situation of life.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".jsonl")
_NATIONAL_PART = re.compile(r"[0-9]\.[0-9]{6}")


def questions_for(code: str) -> tuple[str, ...]:
    """The questions of a procedure; a local code has those of the national one that it begins with."""
    national = _NATIONAL_PART.match(code)
    return _questions().get(code) or _questions().get(national[0] if national else "", ())


@cache
def _questions() -> Mapping[str, tuple[str, ...]]:
    with _FILE.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return {entry["code"]: tuple(entry["asked"]) for entry in entries}
