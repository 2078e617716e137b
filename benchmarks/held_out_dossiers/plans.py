"""A planned dossier: its papers, and the sheets of each file in the order in which they are handed in."""

from dataclasses import dataclass
from datetime import date

from benchmarks.held_out_dossiers.wear import Wear
from classifiers.papers import PaperType
from classifiers.synthetic.sheet import A4, Sheet


@dataclass(frozen=True)
class HeldPaper:
    """A paper as it really is (the truth's words; see data/README.md of the shared dossiers)."""

    type: PaperType
    title: str
    row: int | None
    owner: str
    form: str = ""
    surplus: bool = False
    foreign: bool = False


@dataclass(frozen=True)
class Leaf:
    """A side that is scanned or photographed.

    Attributes:
        sheet: What stands on it, None for a blank side.
        papers: Places of the papers on it; two cards may share a sheet, a blank side has none.
        turn: Clockwise degrees by which it lies wrongly.
        back: The other side of the paper.
        number: Of the side in its paper, from 0; sides may be handed in out of order.
    """

    sheet: Sheet | None
    papers: tuple[int, ...]
    wear: Wear
    turn: int = 0
    back: Sheet | None = None
    number: int = 0

    @property
    def size(self) -> tuple[float, float]:
        return self.sheet.size if self.sheet else A4


@dataclass(frozen=True)
class HeldFile:
    """A file: a PDF of its leaves, or one photo."""

    name: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class HeldPlan:
    """A dossier before it is made.

    Attributes:
        code: None where the procedure is not of the catalogue, or where the papers belong to no procedure.
        same: Codes equally right.
        case: Index and name of the case.
        required, missing: Rows due, and those of them that are not there.
        defects: What was left out or put in on purpose.
        kind: "core", "outside" or "mixed".
    """

    name: str
    kind: str
    code: str | None
    procedure: str
    delivery: str
    hardness: str
    submitted: date
    papers: tuple[HeldPaper, ...]
    files: tuple[HeldFile, ...]
    same: tuple[str, ...] = ()
    case: tuple[int, str] | None = None
    required: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for file in self.files for leaf in file.leaves)
