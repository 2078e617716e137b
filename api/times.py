"""Days and times that are told to us: as ISO 8601 writes them alone, not as the seconds that Pydantic takes, too."""

import re
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

_BEGINNING = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _written(given: object) -> object:
    if not isinstance(given, str) or not _BEGINNING.match(given):
        raise PydanticCustomError("date_parsing", "not a day of ISO 8601")
    return given


Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written)]
"""With its zone."""
