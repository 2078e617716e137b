"""Papers that ran out before the dossier was handed in."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from benchmarks.checked_dossiers.changing import redrawn, with_defect
from benchmarks.checked_dossiers.papers import Wanted, with_numbers
from benchmarks.checked_dossiers.people import with_old_card
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.checked_dossiers.sheets import issued_on
from benchmarks.checked_dossiers.tables import table
from benchmarks.held_out_dossiers.flow import words_of
from benchmarks.held_out_dossiers.setting import Ready, card_ready, set_paper_of
from classifiers.synthetic.people import written
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold

UNTIL = re.compile(
    r"(?:Có giá trị đến: |Thời hạn ủy quyền: từ ngày ký đến ngày )(\d{2})(?:/| tháng )(\d{2})(?:/| năm )(\d{4})"
)


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
