"""Dossiers whose form was filled in with a word processor: many files are laid out by one run of LibreOffice."""

import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.filled_forms.looks import Wear
from benchmarks.filled_forms.making import Occasion, dossier_around, form_of, some_occasion, truth_of
from benchmarks.filled_forms.office import converted
from benchmarks.filled_forms.packing import Leaf
from benchmarks.filled_forms.typing_habits import some_habits
from benchmarks.filled_forms.word_filling import TypedForm, typed_in
from benchmarks.filled_forms.word_forms import WordForm
from benchmarks.filled_forms.word_pages import LostValue, TypedPages, typed_pages
from classifiers.synthetic.degrading import ScanLook, Shot
from classifiers.synthetic.dossiers import MadeDossier
from classifiers.synthetic.seeds import seeded

AT_ONCE = 17
ATTEMPTS = 4
"""Other people fill a form in where a value was lost on its pages or ran on over a page."""
BORN_DIGITAL = "don.pdf"
log = logging.getLogger("filled_forms")


@dataclass(frozen=True)
class Order:
    """A dossier to be made: its id, its form, the name of its procedure where known."""

    name: str
    form: WordForm
    procedure: str = ""


@dataclass(frozen=True)
class Workshop:
    """Where and with what dossiers are made.

    Attributes:
        folder: For Word files and what LibreOffice makes of them.
        seed: Of everything random.
        hands: Font files of hands by name.
        fonts: The folder of these fonts.
    """

    folder: Path
    seed: int
    hands: Mapping[str, Path] = field(default_factory=dict)
    fonts: Path | None = None


@dataclass(frozen=True)
class _Draft:
    order: Order
    occasion: Occasion
    rng: random.Random
    typed: TypedForm
    word: Path


def made(orders: Sequence[Order], workshop: Workshop, *, alone: bool) -> Iterator[tuple[str, MadeDossier]]:
    """Dossiers by name; the same arguments give the same files with the same LibreOffice and fonts.

    Args:
        orders: What is to be made.
        workshop: Where, and from which seed.
        alone: The form alone as born-digital PDF, rather than all papers as scans or photos.
    """
    for first in range(0, len(orders), AT_ONCE):
        waiting = list(orders[first : first + AT_ONCE])
        for attempt in range(ATTEMPTS):
            drafts = [_draft(order, workshop, attempt) for order in waiting]
            pdfs = converted([draft.word for draft in drafts], "pdf", workshop.folder, workshop.fonts)
            waiting = []
            for draft, pdf in zip(drafts, pdfs, strict=True):
                try:
                    pages = _pages(draft, pdf)
                except LostValue as lost:
                    log.info("%s %s: %s", draft.order.name, draft.order.form.note.key, lost)
                    waiting.append(draft.order)
                    continue
                yield draft.order.name, _born_digital(draft, pages) if alone else _handed_in(draft, pages)
            if not waiting:
                break
        for order in waiting:
            log.warning("%s %s: not made", order.name, order.form.note.key)


def _draft(order: Order, workshop: Workshop, attempt: int) -> _Draft:
    note = order.form.note
    rng = seeded("typed", note.key, order.name, workshop.seed, attempt)
    occasion = some_occasion(rng, note, order.name, workshop.hands, order.procedure)
    typed = typed_in(order.form, occasion.cast, occasion.manner, some_habits(rng, occasion.manner))
    workshop.folder.mkdir(parents=True, exist_ok=True)
    word = workshop.folder / f"{order.name}-{attempt}.docx"
    word.write_bytes(typed.content)
    return _Draft(order, occasion, rng, typed, word)


def _pages(draft: _Draft, pdf: Path) -> TypedPages:
    return typed_pages(draft.order.form, draft.typed, pdf, draft.occasion.cast, draft.occasion.manner)


def _handed_in(draft: _Draft, pages: TypedPages) -> MadeDossier:
    """The form with cards and papers, scanned or photographed."""
    form = form_of(draft.occasion, draft.order.form.pdf, pages.pages)
    return dossier_around(form, draft.occasion, draft.rng)


def _born_digital(draft: _Draft, pages: TypedPages) -> MadeDossier:
    """The form alone, as the word processor's PDF."""
    paper, blanks = form_of(draft.occasion, draft.order.form.pdf, pages.pages)
    leaves = []
    for number, (sheet, told, empty) in enumerate(zip(paper.sheets, paper.written, blanks, strict=True), 1):
        wide, tall = (round(length * 10) for length in sheet.size)
        shot = Shot(np.zeros((tall, wide, 3), np.uint8), np.diag([wide / sheet.size[0], tall / sheet.size[1], 1.0]))
        leaves.append(Leaf(0, told, shot, Wear("clean", ScanLook()), 0, sheet.size, empty, BORN_DIGITAL, number))
    truth = truth_of(draft.occasion, [paper], leaves, [BORN_DIGITAL], "pdf")
    return MadeDossier({BORN_DIGITAL: pages.pdf}, truth)
