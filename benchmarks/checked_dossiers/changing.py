"""Puts one paper of a dossier in place of another, and names what that made wrong."""

from dataclasses import replace

from benchmarks.checked_dossiers.papers import drawn_form, with_numbers
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.setting import Ready


def with_defect(plan: Checked, kind: str, old: Piece, new: Piece, detail: object, *, complete: bool) -> Checked:
    """The dossier with one paper in place of another."""
    return named(replace(plan, pieces=plan.swapped(old, new)), kind, new, detail, complete=complete)


def named(plan: Checked, kind: str, piece: Piece, detail: object, *, complete: bool) -> Checked:
    defect = {"kind": kind, "detail": detail, "piece": piece.key}
    return replace(plan, name=f"{plan.base}_{kind}", kind=kind, defects=(defect,), complete=complete)


def redrawn(plan: Checked, form: Piece, cast: Cast, *, signed: bool = True) -> Ready:
    """The form once more, for somebody else or without signature, laid out as before."""
    row = form.ready.paper.row
    want = next(want for want in plan.wants if want.row.row == row)
    titles = [each.concept.title for each in plan.wants if each is not want]
    ready = drawn_form(plan.procedure, want, cast, plan.base, titles, signed=signed)
    return with_numbers(ready, form.numbers, f"{plan.base} 0") if len(ready.sheets) > 1 else ready
