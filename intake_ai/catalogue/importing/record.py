"""What every format is turned into, and what a format has to offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from intake_ai.catalogue.models import Procedure

Record = Mapping[str, Any]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that could not be taken over, and why.

    Attributes:
        number: Of the line, record or table row, from 1, as a person counts them in the file.
        unit: What `number` counts: line, record or row.
        code: Of the sentence that tells the reason; `values` fill it in.
        procedure: Code of the procedure concerned, where it is known.
        lost: A whole procedure or papers of one are missing for it; otherwise only what is said of them.
        sheet: Of the spreadsheet, where it has several.
    """

    number: int
    unit: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    procedure: str = ""
    lost: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a file a procedure stands; as in `Fault`."""

    number: int
    unit: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportedProcedure:
    """A procedure as a file gives it, not compiled yet.

    Attributes:
        core: The file's flag that a province handles it; None where the file has no such flag.
        faults: Parts of it that could not be taken over.
        position: None until what reads the whole file says it.
    """

    procedure: Procedure
    core: bool | None = None
    faults: tuple[Fault, ...] = ()
    position: Position | None = None


class Format(Protocol):
    """A shape in which catalogues are exported; each is a module of this package."""

    NAME: str

    def recognises(self, record: Record, /) -> bool:
        """Whether a record, by its keys, is of this format."""

    def read(self, record: Record, /) -> ImportedProcedure:
        """The procedure in `record`.

        Raises:
            pydantic.ValidationError: A key has a value of the wrong kind.
        """


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values without empty ones and repetitions, in their order."""
    return tuple(dict.fromkeys(filter(None, values)))


def present(values: Iterable[_Item | None] | None) -> list[_Item]:
    """The values that are there: exports write null for an empty list and for items taken out."""
    return [value for value in values or () if value is not None]


def _present_of_list(value: object) -> object:
    """As `present`; what is no list is left for the validation to refuse."""
    return present(value) if value is None or isinstance(value, list) else value


Present = BeforeValidator(_present_of_list)
NoneAsEmpty = Annotated[list[_Item], Present]


class Shape(BaseModel):
    """A part of an imported record; keys that we do not use are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
