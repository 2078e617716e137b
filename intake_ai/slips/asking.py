"""Reads what a person wants on a slip: a report or a slip's values as JSON, days and numbers as people write them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from intake_ai.dossier.report import Report
from intake_ai.errors import BadRequest
from intake_ai.slips.parts import Moment, SlipKind
from intake_ai.slips.values import SLIPS, Slip

_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_HOURS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
_LARGEST = 64 * 1024 * 1024


def read_asked(path: Path, kind: SlipKind) -> Report | Slip:
    """The report, or the values of a slip of this kind, that the file holds.

    Raises:
        BadRequest: It holds neither.
        OSError: It cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise BadRequest("error-slip-file", file=path.name)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("error-slip-file", str(error), file=path.name) from error
    if not isinstance(said, dict):
        raise BadRequest("error-slip-file", file=path.name)
    return _validated(Report if "schema" in said else SLIPS[kind], said, path.name)


def read_moment(value: str) -> Moment:
    """A day, with the hour where one is written: 2026-12-31, 31/12/2026 16:30, …

    Raises:
        BadRequest: It is none.
    """
    for pattern in (*_DAYS, *_HOURS):
        try:
            moment = datetime.strptime(value.strip(), pattern)  # noqa: DTZ007  the centre's clock on the wall
        except ValueError:
            continue
        return moment.date() if pattern in _DAYS else moment
    raise BadRequest("error-moment", value=value)


def read_numbers(value: str | None) -> frozenset[int]:
    """Numbers of items: "1,3".

    Raises:
        BadRequest: It is no list of numbers.
    """
    parts = [part.strip() for part in (value or "").split(",") if part.strip()]
    if not all(part.isdecimal() and part.isascii() for part in parts):
        raise BadRequest("error-slip-numbers", value=value)
    return frozenset(map(int, parts))


def _validated(model: type[Report] | type[Slip], said: dict[str, Any], name: str) -> Report | Slip:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        places = dict.fromkeys(".".join(map(str, part["loc"])) or part["msg"] for part in error.errors())
        raise BadRequest("error-slip-values", str(error), file=name, names=", ".join([*places][:5])) from error
