"""What goes wrong with a complete dossier: each function makes one thing wrong, or tells that it cannot here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations

from benchmarks.checked_dossiers.intruders import stranger, surplus
from benchmarks.checked_dossiers.papers import Wanted, drawn_form, with_numbers
from benchmarks.checked_dossiers.people import with_birth, with_name, with_number, with_old_card
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.checked_dossiers.sheets import blanked, is_seal, issued_on, without_right_hand_ink, without_seals
from benchmarks.checked_dossiers.tables import table
from benchmarks.held_out_dossiers.flow import words_of
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.rows import Concept
from benchmarks.held_out_dossiers.setting import Ready, card_ready, set_paper_of
from benchmarks.held_out_dossiers.wear import some_wear
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold

Defect = Callable[[Checked], Checked | None]
UNTIL = re.compile(
    r"(?:Có giá trị đến: |Thời hạn ủy quyền: từ ngày ký đến ngày )(\d{2})(?:/| tháng )(\d{2})(?:/| năm )(\d{4})"
)
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


def redrawn(plan: Checked, form: Piece, cast: Cast, *, signed: bool = True) -> Ready:
    """The form once more, for somebody else or without signature, laid out as before."""
    row = form.ready.paper.row
    want = next(want for want in plan.wants if want.row.row == row)
    titles = [each.concept.title for each in plan.wants if each is not want]
    ready = drawn_form(plan.procedure, want, cast, plan.base, titles, signed=signed)
    return with_numbers(ready, form.numbers, f"{plan.base} 0") if len(ready.sheets) > 1 else ready


def expired(plan: Checked) -> Checked | None:
    """A card, a paper older than its row allows, or a paper that says until when it is good."""
    for attempt in (too_old, past_its_term, expired_card):
        made = attempt(plan)
        if made is not None:
            return made
    return None


def too_old(plan: Checked) -> Checked | None:
    """A paper older than the words of its row allow."""
    for piece in plan.pieces:
        want = plan.want(piece.row)
        if want is None or want.most_days is None or piece.ready.form:
            continue
        oldest = want.most_days + 20
        ready = earlier(plan, piece, want, partial(_is_older, today=plan.cast.today, days=oldest))
        if ready:
            issued = issued_on(ready.sheets)
            how = f"issued {written(issued)}, {want.most_days} days allowed"
            return with_defect(plan, "expired_paper", piece, piece.changed("old", ready), how, complete=False)
    return None


def past_its_term(plan: Checked) -> Checked | None:
    """A certificate or a power of attorney whose last day has passed."""
    if re.search(table("of_expired"), fold(plan.procedure.name)):
        return None
    for piece in plan.pieces:
        want = plan.want(piece.row)
        if want is None or piece.template not in {"certificate", "power"}:
            continue
        ready = earlier(plan, piece, want, lambda made: (last := _until(made)) is not None and last < plan.cast.today)
        if ready:
            how = f"good until {written(_until(ready))}"
            return with_defect(plan, "expired_paper", piece, piece.changed("past", ready), how, complete=False)
    return None


def earlier(plan: Checked, piece: Piece, want: Wanted, fits: Callable[[Ready], bool]) -> Ready | None:
    """The paper as it was set some time ago."""
    for attempt in range(40):
        rng = seeded("earlier", plan.name, piece.key, attempt)
        past = plan.cast.today - timedelta(days=rng.randrange(200, 1500))
        made = set_paper_of(plan.procedure, want.concept, replace(plan.cast, today=past), rng)
        if fits(made):
            return with_numbers(made, piece.numbers, f"{plan.base} old") if len(made.sheets) > 1 else made
    return None


def _is_older(ready: Ready, today: date, days: int) -> bool:
    issued = issued_on(ready.sheets)
    return issued is not None and (today - issued).days > days


def _until(ready: Ready) -> date | None:
    found = UNTIL.search(" ".join(words_of(sheet) for sheet in ready.sheets))
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def expired_card(plan: Checked) -> Checked | None:
    """The card that ran out before the dossier was handed in; the form names its day of issue."""
    card, cast = plan.card, with_old_card(plan.cast)
    if card is None or cast is None or card.ready.paper.owner != cast.applicant.name:
        return None
    ready = card_ready(cast.applicant, seeded("card", plan.base), card.row)[0]
    how = f"good until {written(cast.applicant.expires)}, handed in {written(plan.cast.today)}"
    made = with_defect(plan, "expired_paper", card, card.changed("old-card", ready), how, complete=False)
    form = made.form
    if form is None:
        return made
    return replace(made, pieces=made.swapped(form, form.changed("0-old-card", redrawn(plan, form, cast))))


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
        if piece.template in AUTHORITIES and any(is_seal(mark) for sheet in piece.ready.sheets for mark in sheet.marks)
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


def with_defect(plan: Checked, kind: str, old: Piece, new: Piece, detail: object, *, complete: bool) -> Checked:
    """The dossier with one paper in place of another."""
    return named(replace(plan, pieces=plan.swapped(old, new)), kind, new, detail, complete=complete)


def named(plan: Checked, kind: str, piece: Piece, detail: object, *, complete: bool) -> Checked:
    defect = {"kind": kind, "detail": detail, "piece": piece.key}
    return replace(plan, name=f"{plan.base}_{kind}", kind=kind, defects=(defect,), complete=complete)


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
}
MAIN = ("form_unsigned", "expired_paper", "id_mismatch", "other_person_page", "surplus_paper", "missing_page")
"""The kinds that are made most often."""
