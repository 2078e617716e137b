"""A dossier as it is planned: its papers, how each is worn, what is wrong with it on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.checked_dossiers.papers import Wanted
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.setting import Ready
from benchmarks.held_out_dossiers.wear import Wear
from intake_ai.catalogue.models import Procedure


@dataclass(frozen=True)
class Piece:
    """A paper of a dossier as it is handed in.

    Attributes:
        key: Names the paper among all that the same base ever hands in; seeds its wear, so that the same page has the
            same pixels in every dossier.
        template: That set it.
        turns: Clockwise degrees by which each sheet lies wrongly.
        kept: Sheets handed in, from 0.
        numbers: Manner of its page numbers.
    """

    key: str
    template: str
    ready: Ready
    wear: Wear
    turns: tuple[int, ...]
    kept: tuple[int, ...]
    numbers: str = "none"

    @property
    def row(self) -> int | None:
        return self.ready.paper.row

    def changed(self, key: str, ready: Ready) -> "Piece":
        """The same paper with something else on its sheets."""
        turns = (*self.turns, *(0 for _ in ready.sheets))[: len(ready.sheets)]
        return replace(self, key=key, ready=ready, turns=turns, kept=tuple(range(len(ready.sheets))))


@dataclass(frozen=True)
class Checked:
    """A dossier before it is made.

    Attributes:
        base: Name of the complete dossier that it comes from.
        labels: Where the rows due are labelled; "compiler" where nobody labelled them.
        defects: In the words of the shared dossiers; "piece" names the paper.
        complete: Whether nothing that is required is missing or wrong.
        required: Rows due.
        missing: Those of them that are left out.
        doubtful: Rows on which no judgement is passed.
        twins: Rows whose papers bear the same title: leaving one out would not tell which.
        alternatives: Rows of which another of the same choice is handed in.
        wants: The papers that were drawn for the rows due.
    """

    name: str
    base: str
    kind: str
    procedure: Procedure
    labels: str
    cast: Cast
    delivery: str
    hardness: str
    pieces: tuple[Piece, ...]
    required: tuple[int, ...]
    doubtful: tuple[int, ...]
    case: int | None
    complete: bool = True
    missing: tuple[int, ...] = ()
    defects: tuple[Mapping[str, Any], ...] = ()
    twins: tuple[int, ...] = ()
    wants: tuple[Wanted, ...] = ()
    alternatives: tuple[int, ...] = ()

    def want(self, row: int | None) -> Wanted | None:
        return next((want for want in self.wants if want.row.row == row), None)

    def piece(self, key: str) -> Piece:
        return next(piece for piece in self.pieces if piece.key == key)

    @property
    def form(self) -> Piece | None:
        """The application form that asks for the procedure."""
        return next((piece for piece in self.pieces if piece.ready.form), None)

    @property
    def card(self) -> Piece | None:
        """The applicant's identity card."""
        return next((piece for piece in self.pieces if piece.template == "card"), None)

    def swapped(self, old: Piece, new: Piece) -> tuple[Piece, ...]:
        return tuple(new if piece is old else piece for piece in self.pieces)
