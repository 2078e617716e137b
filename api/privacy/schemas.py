"""What is asked about personal data, and told."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.dossiers.schemas import EXAMPLE_ID
from api.schemas import StrictModel

_MOST_AT_ONCE = 100
_WHY = "Công dân đề nghị"

Number = Annotated[
    str,
    Field(min_length=9, max_length=20, description="Identity number, 12 or 9 digits.", examples=["001090000017"]),
]
Why = Annotated[
    str,
    Field(
        min_length=1, max_length=500, pattern=r"\S", description="For the log; nothing of the person.", examples=[_WHY]
    ),
]


class PersonSought(StrictModel):
    """A person, by identity number: in the body alone, for addresses are written down everywhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "001090000017", "why": _WHY}]})

    number: Number
    why: Why


class DossiersFound(BaseModel):
    """The dossiers that hold data of a person."""

    dossiers: list[str] = Field(examples=[[EXAMPLE_ID]])


class PersonExported(BaseModel):
    """What is kept of a person, dossier by dossier: the values that are theirs, decisions, and who handled them."""

    dossiers: list[dict[str, Any]] = Field(examples=[[{"dossier": EXAMPLE_ID, "fields": [], "decisions": []}]])


class DossiersToErase(StrictModel):
    """Dossiers by id, as a search told them: so nothing is erased that nobody saw."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"dossiers": [EXAMPLE_ID], "why": _WHY}]})

    dossiers: list[Annotated[str, Field(pattern="^[0-9a-f]{32}$")]] = Field(
        min_length=1, max_length=_MOST_AT_ONCE, examples=[[EXAMPLE_ID]]
    )
    why: Why


class DossiersErased(BaseModel):
    """Those that were erased now; what was erased before, or never was, is left out."""

    erased: list[str] = Field(examples=[[EXAMPLE_ID]])
