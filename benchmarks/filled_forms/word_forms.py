"""The annotated forms as Word files with their leaders matched, and how many of their blanks these can fill."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.filled_forms.annotations import Blank, FormNote
from benchmarks.filled_forms.blank_forms import OFFICE, pdf_of, source_of
from benchmarks.filled_forms.leader_places import Found, marked, places_of_leaders
from benchmarks.filled_forms.office import converted

MOST_LOST = 1 / 3
"""A form that loses a larger share of its blanks is left out."""
APART = 2
"""Leaders between the parts of a date that follow each other; more and one belongs to another date."""
SPOILT = frozenset({"747fa571"})
"""Forms whose text box lies over print after the way through docx."""
log = logging.getLogger("filled_forms")


@dataclass(frozen=True)
class WordForm:
    """A blank form to type into.

    Attributes:
        note: Its annotation.
        pdf: The pages that were annotated.
        word: The Word file.
        found: The leaders of each place (page, name), from 1 in the order of the file.
    """

    note: FormNote
    pdf: Path
    word: Path
    found: Found

    def can_type(self, blank: Blank) -> bool:
        """Whether every part of a blank, or the first line of a long one, has a leader, close together in the file."""
        needed = blank.places if blank.form != "run" else blank.places[:1]
        groups = [self.found.get((blank.page, name), ())[:1] for name in needed]
        numbers = [number for group in groups for number in group]
        close = all(0 < later - number <= APART for number, later in pairwise(numbers))
        return all(groups) and close

    @property
    def lost(self) -> list[Blank]:
        """Blanks that can neither be typed nor drawn."""
        return [blank for blank in self.note.blanks if not drawn(blank) and not self.can_type(blank)]


def drawn(blank: Blank) -> bool:
    """Whether a blank may be drawn on the page: signatures, ticks, digits in boxes."""
    return blank.what == "sign" or blank.what.startswith("tick") or blank.form == "digits"


def word_forms(notes: Sequence[FormNote], forms: Path, kept: Path) -> dict[str, WordForm]:
    """The forms by key that can be typed into; those that are PDFs or lose too many blanks are left out.

    Args:
        notes: Annotated forms.
        forms: Folder of blank forms.
        kept: Folder in which what LibreOffice made is kept.
    """
    sources = {note.key: source_of(note.key, forms) for note in notes}
    typed = [note for note in notes if sources[note.key].suffix.lower() in OFFICE and note.key not in SPOILT]
    words = _words([sources[note.key] for note in typed], kept / "word")
    coloured = _coloured({note.key: word for note, word in zip(typed, words, strict=True)}, kept / "coloured")
    ready = {}
    for note, word in zip(typed, words, strict=True):
        pdf, (dots, cells) = pdf_of(note.key, forms, kept), coloured[note.key]
        form = WordForm(note, pdf, word, places_of_leaders(note, pdf, word, dots, cells))
        log.info("%s: %d blanks, %d of them lost", note.key, len(note.blanks), len(form.lost))
        if len(form.lost) <= MOST_LOST * len(note.blanks):
            ready[note.key] = form
    return ready


def _words(sources: Sequence[Path], kept: Path) -> list[Path]:
    """The forms as docx files."""
    old = [source for source in sources if source.suffix.lower() == ".doc"]
    missing = [source for source in old if not (kept / f"{source.stem}.docx").exists()]
    if missing:
        converted(missing, "docx", kept)
    return [kept / f"{source.stem}.docx" if source in old else source for source in sources]


def _coloured(words: dict[str, Path], kept: Path) -> dict[str, tuple[Path, Path]]:
    """Of each form the PDF with coloured leaders and the one with coloured signs in empty cells."""
    kept.mkdir(parents=True, exist_ok=True)
    made = []
    for key, word in words.items():
        for name, cells in (("dots", False), ("cells", True)):
            if not (kept / f"{key}-{name}.pdf").exists():
                made.append(kept / f"{key}-{name}.docx")
                made[-1].write_bytes(marked(word, cells=cells))
    if made:
        converted(made, "pdf", kept)
    return {key: (kept / f"{key}-dots.pdf", kept / f"{key}-cells.pdf") for key in words}
