"""Reads what a person wants on a slip: a report or a slip's values as JSON, days and numbers as people write them."""

import json
import stat
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from intake_ai.dossier.report import Report
from intake_ai.errors import BadRequest
from intake_ai.numbered import read_numbers
from intake_ai.slips.parts import MOST_ROWS, Code, Moment, Said, SlipKind, Text, Value
from intake_ai.slips.values import SLIPS, Slip

_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_HOURS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
_LARGEST = 64 * 1024 * 1024
_MOST_PLACES = 5
_LONGEST_PLACE = 100


def read_asked(path: Path, kind: SlipKind) -> Report | Slip:
    """The report, or the values of a slip of this kind, that the file holds.

    Raises:
        BadRequest: It holds neither.
        OSError: It cannot be read.
    """
    try:
        said = json.loads(_content(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise BadRequest("error-slip-file", type(error).__name__, file=path.name) from error
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


class Options(Value):
    """What a person says of a slip at the command line; None and nothing where he says nothing.

    Attributes:
        keep: Numbers from 1 of doubtful items that an officer asks for.
        drop: Numbers of items that he does not ask for.
    """

    code: Code | None = None
    number: Text | None = None
    officer: Text | None = None
    officer_title: Text | None = None
    officer_phone: Text | None = None
    issued: Moment | None = None
    due: Moment | None = None
    reason: Annotated[tuple[Said, ...], Field(max_length=MOST_ROWS)] = ()
    keep: frozenset[int] = frozenset()
    drop: frozenset[int] = frozenset()


def read_options(**said: object) -> Options:
    """The options, each a value that a slip can have.

    Args:
        said: By name of the attribute of `Options`: as typed; `keep` and `drop` as "1,3".

    Raises:
        BadRequest: One cannot be; it is named, what it said is not.
    """
    numbers = {name: _numbers(name, said.get(name)) for name in ("keep", "drop")}
    moments = {name: read_moment(str(said[name])) for name in ("issued", "due") if said.get(name) is not None}
    try:
        return Options.model_validate({**said, **numbers, **moments})
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        raise BadRequest("error-slip-option", wrong["type"], option=_option(str(wrong["loc"][0]))) from None


def _numbers(name: str, value: object) -> frozenset[int]:
    try:
        return read_numbers(None if value is None else str(value))
    except ValueError as error:
        raise BadRequest("error-slip-numbers", option=_option(name)) from error


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def expected(error: ValidationError, name: str) -> BadRequest:
    """The places of values that cannot be, without the values: those of people stay out of messages.

    Args:
        error: What a slip or a report did not take.
        name: Of the file that held it.
    """
    wrong = error.errors(include_input=False, include_url=False)
    places = dict.fromkeys(".".join(map(str, part["loc"])) or part["msg"] for part in wrong)
    names = ", ".join(place[:_LONGEST_PLACE] for place in [*places][:_MOST_PLACES])
    return BadRequest(
        "error-slip-values", ", ".join(part["type"] for part in wrong[:_MOST_PLACES]), file=name, names=names
    )


def _content(path: Path) -> bytes:
    """The bytes of a plain file, no more of them than a report may have: a pipe or a device may never end."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise BadRequest("error-slip-file", file=path.name)
    with path.open("rb") as file:  # of a folder the operating system says that it is one
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise BadRequest("error-slip-file", file=path.name)
    return content


def _validated(model: type[Report] | type[Slip], said: dict[str, Any], name: str) -> Report | Slip:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise expected(error, name) from None
