"""What goes wrong with a complete dossier: each function makes one thing wrong, or tells that it cannot here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from benchmarks.checked_dossiers.changing import named, redrawn, with_defect
from benchmarks.checked_dossiers.copies import certified_copy, plain_copy
from benchmarks.checked_dossiers.expiring import expired
from benchmarks.checked_dossiers.intruders import stranger, surplus
from benchmarks.checked_dossiers.people import with_birth, with_name, with_number
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.checked_dossiers.sheets import blanked, is_seal, without_right_hand_ink, without_seals
from benchmarks.held_out_dossiers.flow import words_of
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.rows import Concept
from benchmarks.held_out_dossiers.setting import set_paper_of
from benchmarks.held_out_dossiers.wear import some_wear
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold

Defect = Callable[[Checked], Checked | None]
AUTHORITIES = {
    "decision",
    "certificate",
    "confirmation",
    "birth",
    "marriage",
    "single",
    "criminal",
    "land",
    "business",
    "health",
}
"""Templates of papers that an authority stamps."""
SELF_WRITTEN = re.compile(r"(?:van ban dang ky|giay dang ky$)")
"""Titles of what applicants write for themselves, drawn as an authority's paper: without a seal it lacks nothing."""
PAIRS = 5
"""Pairs of rows left out of one dossier, at most."""


def left_out(plan: Checked) -> Iterator[Checked]:
    """The dossier without each required row in turn, and without some pairs."""
    rows = [piece.row for piece in plan.pieces if piece.row is not None and piece.row in plan.required]
    rows = sorted({row for row in rows if row not in plan.doubtful and row not in plan.twins})
    pairs = list(combinations(rows, 2))
    seeded("pairs", plan.name).shuffle(pairs)
    for gone in [*((row,) for row in rows), *sorted(pairs[: PAIRS if len(rows) > 2 else 0])]:
        pieces = tuple(piece for piece in plan.pieces if piece.row not in gone)
        if not pieces:
            continue
        names = {row.row: row.name for row in plan.procedure.requirements}
        defects = tuple({"kind": "missing_paper", "detail": {"row": row, "row_name": names[row]}} for row in gone)
        name = f"{plan.name}_missing_{'_'.join(map(str, gone))}"
        yield replace(
            plan, name=name, kind="missing_paper", pieces=pieces, missing=gone, defects=defects, complete=False
        )


def unsigned(plan: Checked) -> Checked | None:
    """The form without signature, mostly without the name below it too."""
    form = plan.form
    if form is None:
        return None
    if seeded("unsigned", plan.name).random() < 0.6:
        ready, how = redrawn(plan, form, plan.cast, signed=False), "neither signature nor name"
    else:
        sheets = without_right_hand_ink(form.ready.sheets)
        ready, how = replace(form.ready, sheets=sheets), "printed name alone"
    return with_defect(plan, "form_unsigned", form, form.changed("0-unsigned", ready), how, complete=False)


def mismatched(kind: str, change: Callable[[Cast], Cast], value: Callable[[Cast], str]) -> Defect:
    """The form tells something else of the applicant than the card."""

    def make(plan: Checked) -> Checked | None:
        form, card = plan.form, plan.card
        if form is None or card is None or card.ready.paper.owner != plan.cast.applicant.name:
            return None
        other = change(plan.cast)
        ready = redrawn(plan, form, other)
        right, wrong = value(plan.cast), value(other)
        text = " ".join(words_of(sheet) for sheet in ready.sheets)
        if wrong not in text and wrong.upper() not in text:
            return None
        detail = {"form": wrong, "card_or_paper": right, "person": plan.cast.applicant.name}
        return with_defect(plan, kind, form, form.changed(f"0-{kind}", ready), detail, complete=False)

    return make


def foreign_page(plan: Checked) -> Checked | None:
    """A paper of somebody who has nothing to do with the dossier."""
    return with_intruder(plan, "other_person_page", stranger(plan), foreign=True)


def surplus_paper(plan: Checked) -> Checked | None:
    """A paper of the applicant for which no row asks."""
    return with_intruder(plan, "surplus_paper", surplus(plan), foreign=False)


def with_intruder(plan: Checked, kind: str, concept: Concept | None, *, foreign: bool) -> Checked | None:
    if concept is None:
        return None
    rng = seeded(kind, plan.name)
    cast = plan.cast
    if foreign:
        cast = replace(cast, applicant=cast.stranger, organisation=None)
    made = set_paper_of(plan.procedure, concept, cast, rng, cast.applicant)
    paper = replace(made.paper, row=None, foreign=foreign, surplus=not foreign, form="")
    ready = replace(made, paper=paper)
    if any(fold(piece.ready.paper.title) == fold(paper.title) for piece in plan.pieces):
        return None
    wear = some_wear(rng, plan.hardness, phone=plan.delivery == "phone")
    count = len(ready.sheets)
    piece = Piece(kind, concept.template, ready, wear, (0,) * count, tuple(range(count)))
    at = rng.randrange(1, len(plan.pieces) + 1)
    pieces = (*plan.pieces[:at], piece, *plan.pieces[at:])
    detail = f"{paper.title}: {paper.owner}"
    return named(replace(plan, pieces=pieces), kind, piece, detail, complete=True)


def lost_page(plan: Checked) -> Checked | None:
    """A paper of which a page was not handed in; its page numbers or its articles tell."""
    rng = seeded("lost", plan.name)
    pieces = [piece for piece in plan.pieces if len(piece.kept) > 1 and tells_its_pages(piece)]
    pieces = [piece for piece in pieces if not piece.ready.form or len(piece.kept) > 2]
    if not pieces:
        return None
    piece = rng.choice(pieces)
    last = len(piece.kept) - 1
    places = list(range(1, last)) if piece.ready.form else list(range(last + 1))
    if piece.numbers != "of":
        places = [place for place in places if place != last]
    weights = [0.4 if place == 0 and len(places) > 1 else 1.0 for place in places]
    place = rng.choices(places, weights)[0]
    left = tuple(page for page in piece.kept if page != place)
    detail = {"page_of_paper": place + 1, "of": last + 1, "numbers": piece.numbers}
    return with_defect(plan, "missing_page", piece, replace(piece, kept=left), detail, complete=False)


def tells_its_pages(piece: Piece) -> bool:
    """Whether a reader can see from the pages that one is not there."""
    if piece.numbers != "none":
        return True
    text = [words_of(sheet) for sheet in piece.ready.sheets]
    return piece.template in {"contract", "decision"} and all("Điều" in page for page in text)


def blank_left(plan: Checked) -> Checked | None:
    """The form without the applicant's birth, number or residence."""
    form, person = plan.form, plan.cast.applicant
    if form is None or plan.cast.organisation is not None:
        return None
    rng = seeded("blank", plan.name)
    wishes = [person.number, written(person.birth), person.address]
    rng.shuffle(wishes)
    for wish in wishes:
        for at, sheet in enumerate(form.ready.sheets):
            for value in sheet.values:
                if value.text.startswith(wish):
                    sheets = list(form.ready.sheets)
                    sheets[at] = blanked(sheet, value)
                    ready = replace(form.ready, sheets=tuple(sheets))
                    return with_defect(
                        plan, "blank_left_empty", form, form.changed("0-blank", ready), wish, complete=False
                    )
    return None


def unstamped(plan: Checked) -> Checked | None:
    """A paper of an authority without its seal."""
    rng = seeded("unstamped", plan.name)
    pieces = [
        piece
        for piece in plan.pieces
        if piece.template in AUTHORITIES
        and any(is_seal(mark) for sheet in piece.ready.sheets for mark in sheet.marks)
        and not SELF_WRITTEN.match(fold(piece.ready.paper.title))
    ]
    if not pieces:
        return None
    piece = rng.choice(pieces)
    ready = replace(piece.ready, sheets=without_seals(piece.ready.sheets))
    new = piece.changed(f"{piece.key}-unstamped", ready)
    return with_defect(plan, "paper_unstamped", piece, new, piece.ready.paper.title, complete=False)


def illegible(plan: Checked) -> Checked | None:
    """A paper photographed or scanned so that nobody can read it."""
    rng = seeded("illegible", plan.name)
    pieces = [
        piece for piece in plan.pieces if not piece.ready.form and piece.template != "card" and len(piece.kept) == 1
    ]
    if not pieces:
        return None
    piece = rng.choice(pieces)
    wear = replace(piece.wear, hardness="hard", blur=rng.uniform(6, 9), noise=8.0, quality=28)
    new = replace(piece, key=f"{piece.key}-illegible", wear=wear)
    return with_defect(plan, "illegible_page", piece, new, "out of focus", complete=False)


def duplicate(plan: Checked) -> Checked | None:
    """A paper that was scanned twice."""
    rng = seeded("duplicate", plan.name)
    pieces = [piece for piece in plan.pieces if piece.template != "card" and len(piece.kept) == 1]
    if not pieces:
        return None
    piece = rng.choice(pieces)
    wear = some_wear(rng, plan.hardness, phone=plan.delivery == "phone")
    twice = replace(piece, key=f"{piece.key}-twice", wear=wear, turns=(0,))
    return named(
        replace(plan, pieces=(*plan.pieces, twice)), "duplicate_paper", twice, piece.ready.paper.title, complete=True
    )


DEFECTS: dict[str, Defect] = {
    "form_unsigned": unsigned,
    "expired_paper": expired,
    "id_mismatch": mismatched("id_mismatch", with_number, lambda cast: cast.applicant.number),
    "birth_mismatch": mismatched("birth_mismatch", with_birth, lambda cast: written(cast.applicant.birth)),
    "name_mismatch": mismatched("name_mismatch", with_name, lambda cast: cast.applicant.name),
    "other_person_page": foreign_page,
    "surplus_paper": surplus_paper,
    "missing_page": lost_page,
    "blank_left_empty": blank_left,
    "paper_unstamped": unstamped,
    "illegible_page": illegible,
    "duplicate_paper": duplicate,
    "certified_copy": certified_copy,
    "plain_copy": plain_copy,
}
MAIN = ("form_unsigned", "expired_paper", "id_mismatch", "other_person_page", "surplus_paper", "missing_page")
"""The kinds that are made most often."""
