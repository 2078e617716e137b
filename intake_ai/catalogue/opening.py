"""How the catalogue's commands open it, read a date, and write JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

import typer

from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.errors import BadRequest
from intake_ai.messages import Language
from intake_ai.terminal import spoken

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]


@contextmanager
def opened(lang: Language | None) -> Iterator[tuple[Catalogue, Language]]:
    """The catalogue, and the language to speak; an expected error becomes one sentence and an exit code."""
    with spoken(lang, "catalogue-interrupted") as (settings, language), open_catalogue(settings) as catalogue:
        yield catalogue, language


def write_json(value: Any) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def read_day(value: str) -> date:
    """A date as people write it: 2026-12-31 or 31/12/2026.

    Raises:
        BadRequest: It is none.
    """
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise BadRequest("error-date", value=value)


def written_day(day: date, language: Language) -> str:
    """The day as people read it in their language."""
    return f"{day:%d/%m/%Y}" if language == "vi" else day.isoformat()
