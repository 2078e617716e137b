"""Complete dossiers: a paper for every row that the labels say is due."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks.checked_dossiers.labels import Due, Labelled, alternatives, due_of
from benchmarks.checked_dossiers.papers import (
    IDENTITY,
    Wanted,
    drawn,
    drawn_form,
    names_a_paper,
    raw,
    wanted,
    with_numbers,
)
from benchmarks.checked_dossiers.people import cast_in_force
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.held_out_dossiers.delivering import DELIVERIES, worse
from benchmarks.held_out_dossiers.planning import main_form
from benchmarks.held_out_dossiers.setting import Ready, card_ready
from benchmarks.held_out_dossiers.wear import some_wear
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement

MOST_PAPERS = 8
MOST_SHEETS = 15
UNNUMBERED = {"land", "card", "passport", "photo", "degree", "drawing", "birth", "marriage", "single", "business"}
"""Templates whose papers bear no page numbers."""
TURNED = 0.04
"""Share of the sheets that lie wrongly."""


def complete(procedure: Procedure, labels: Labelled, name: str, seed: int) -> Checked | None:
    """A dossier with everything that is due; None where that is nothing, or more than fits the benchmark."""
    rng = seeded("checked", seed, name, procedure.code)
    due = due_of(labels, procedure, rng)
    options = {row.row: row.options for row in labels.rows}
    plan = put_together(procedure, due, options, labels.by, (name, seed))
    return replace(plan, alternatives=alternatives(labels, procedure, due.rows)) if plan else None


def put_together(
    procedure: Procedure, due: Due, options: dict[int, tuple[str, ...]], by: str, named: tuple[str, int]
) -> Checked | None:
    """A dossier of the rows due, delivered in one of three ways."""
    name, seed = named
    rng = seeded("papers", seed, name, procedure.code)
    rows = {row.row: raw(row, options.get(row.row, ())) for row in procedure.requirements}
    wants = [wanted(rows[row], rng) for row in due.rows]
    doubtful = tuple(sorted({*due.doubtful, *(row for row in due.rows if not names_a_paper(rows[row]))}))
    if not 0 < len(wants) <= MOST_PAPERS:
        return None
    cast = cast_in_force(procedure, f"{seed} {name}")
    delivery, hardness = rng.choice(DELIVERIES), rng.choices(("clean", "medium", "hard"), (0.35, 0.45, 0.2))[0]
    plan = Checked(name, name, "clean", procedure, by, cast, delivery, hardness, (), due.rows, doubtful, due.case)
    readies = set_papers(plan, wants, shown_row(due, rows), rng)
    pieces = tuple(as_piece(plan, place, template, ready, rng) for place, (template, ready) in enumerate(readies))
    if sum(len(piece.kept) for piece in pieces) > MOST_SHEETS:
        return None
    titles = Counter((piece.template, fold(piece.ready.paper.title)) for piece in pieces)
    twins = [
        piece.row
        for piece in pieces
        if piece.row is not None and titles[piece.template, fold(piece.ready.paper.title)] > 1
    ]
    return replace(plan, pieces=pieces, twins=tuple(twins), wants=tuple(wants))


def shown_row(due: Due, rows: Mapping[int, Requirement]) -> int | None:
    """The row of the identity paper that is to be shown."""
    return next((row for row in due.shown if IDENTITY.search(fold(rows[row].name))), None)


def set_papers(
    plan: Checked, wants: Sequence[Wanted], shown: int | None, rng: random.Random
) -> list[tuple[str, Ready]]:
    """The papers in the order of the stack: the form first, the card mostly last; each with its template."""
    cast, procedure = plan.cast, plan.procedure
    form = main_form([want.concept for want in wants], procedure)
    enclosed = [want.concept.title for want in wants if want.concept is not form]
    papers: list[tuple[str, Ready]] = []
    long = next((want for want in rng.sample(list(wants), len(wants)) if want.concept.template in LONG), None)
    for want in wants:
        seed = f"{plan.name} {want.row.row}"
        if want.concept is form:
            papers.insert(0, ("form", drawn_form(procedure, want, cast, plan.name, enclosed)))
        else:
            papers.append((want.concept.template, drawn(procedure, want, cast, seed, long=want is long)))
    # a card beside the paper of a row that asks for one would stand in for it
    asked = any(IDENTITY.search(fold(want.row.name)) or want.concept.template == "passport" for want in wants)
    if not any(template == "card" for template, _ in papers):
        share = 1.0 if cast.organisation is None else 0.55
        if rng.random() < share and not asked:
            papers.append(("card", card_ready(cast.applicant, seeded("card", plan.name), shown)[0]))
    if rng.random() < 0.35:
        rest = papers[1:]
        rng.shuffle(rest)
        papers[1:] = rest
    return papers


LONG = {"report", "plan", "contract", "decision", "minutes", "listing", "curriculum", "certificate"}
"""Templates that can fill more than one sheet."""


def as_piece(plan: Checked, place: int, template: str, ready: Ready, rng: random.Random) -> Piece:
    """A paper with its wear, and page numbers where it has several pages."""
    wear = some_wear(rng, worse(plan.hardness, rng), phone=plan.delivery == "phone")
    numbers = "none"
    if len(ready.sheets) > 1 and template not in UNNUMBERED:
        lot = rng.random()
        articled = template in {"contract", "decision"}
        numbers = "none" if articled and lot < 0.3 else "of" if lot < 0.75 else "plain"
        ready = with_numbers(ready, numbers, f"{plan.name} {place}")
    turns = tuple(rng.choice((90, 180, 180, 270)) if rng.random() < TURNED else 0 for _ in ready.sheets)
    row = "card" if ready.paper.row is None else f"r{ready.paper.row}"
    return Piece(f"{place}-{row}", template, ready, wear, turns, tuple(range(len(ready.sheets))), numbers)
