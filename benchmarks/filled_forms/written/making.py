"""From a written form to a dossier: laid out, with cards and papers, worn and packed, or alone as born-digital PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image

from benchmarks.filled_forms.annotations import FormNote
from benchmarks.filled_forms.cast import Cast, some_cast
from benchmarks.filled_forms.desk import DRAWN_AT, Written
from benchmarks.filled_forms.looks import Wear
from benchmarks.filled_forms.making import SLIP_SHARE, Occasion, dossier_around, some_slip, truth_of
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.packing import Leaf
from benchmarks.filled_forms.papers import MadePaper
from benchmarks.filled_forms.written.filling import filled_in
from benchmarks.filled_forms.written.finding import Found, found_in, laid_out, letters_of
from benchmarks.filled_forms.written.looks import PageLook, TypingLook, some_page_look, some_typing_look
from benchmarks.filled_forms.written.notation import Block, Columns, Paragraph, Printed, WrittenForm
from benchmarks.filled_forms.written.office import document_of
from benchmarks.filled_forms.written.setting import FilledForm, Told
from classifiers.papers import PaperType
from classifiers.synthetic.degrading import ScanLook, Shot
from classifiers.synthetic.dossiers import MadeDossier
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import MM_PER_POINT, Box, Placed, PrintedValue, Sheet, Style

AT_ONCE = 24
"""Forms that one run of LibreOffice lays out; starting it takes longer than a form."""
BORN_DIGITAL = "don.pdf"
RUNS_OVER = 0.42
"""Share of the last page: what fills less of it would be set so that it fits the page before."""


class LostValue(RuntimeError):
    """A value of a form does not stand on its pages as it was written."""


@dataclass(frozen=True)
class Draft:
    """A filled form before it is laid out."""

    form: WrittenForm
    name: str
    cast: Cast
    page: PageLook
    typing: TypingLook
    slip: str | None
    filled: FilledForm


def made(forms: Sequence[tuple[WrittenForm, str]], seed: int, *, clean: bool) -> Iterator[tuple[str, MadeDossier]]:
    """Dossiers by name; the same arguments give the same files with the same LibreOffice and fonts.

    Args:
        forms: A form and the id of the dossier, for each dossier.
        seed: Of everything random.
        clean: The form alone as born-digital PDF, rather than all papers as scans or photos.

    Raises:
        LostValue: A value cannot be found on the pages.
    """
    for first in range(0, len(forms), AT_ONCE):
        for draft, pdf in set_on_pages(forms[first : first + AT_ONCE], seed):
            yield draft.name, born_digital(draft, pdf) if clean else worn_dossier(draft, pdf, seed)


def set_on_pages(forms: Sequence[tuple[WrittenForm, str]], seed: int) -> list[tuple[Draft, bytes]]:
    """Filled forms with their PDFs; what just runs over a page is set closer, as whoever made the form would have."""
    drafts = {name: drafted(form, name, seed) for form, name in forms}
    pdfs = laid_out({name: text_of(draft) for name, draft in drafts.items()})
    closer = {
        name: drafted(draft.form, name, seed, close=True)
        for name, draft in drafts.items()
        if last_page_filled(pdfs[name]) < RUNS_OVER
    }
    if closer:
        pdfs |= laid_out({name: text_of(draft) for name, draft in closer.items()})
    drafts |= closer
    return [(draft, kept_pages(pdfs[name], draft.form.head.get("pages", ""))) for name, draft in drafts.items()]


def text_of(draft: Draft) -> str:
    """The document that LibreOffice lays out."""
    return document_of(draft.filled.blocks, draft.page, draft.typing.colour)


def last_page_filled(pdf: bytes) -> float:
    """The share of the last page's height that has print, 1 where it is the only page."""
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) == 1:
            return 1.0
        page = document[len(document) - 1]
        lowest = max((letter.box[3] for letter in letters_of(page)), default=0.0)
        return float(lowest / MM_PER_POINT / page.get_height())


def drafted(form: WrittenForm, name: str, seed: int, *, close: bool = False) -> Draft:
    """A form with a cast's facts, in a look of its own; `close` sets it in smaller letters and narrower lines."""
    rng = seeded("written", form.slug, name, seed)
    cast = some_cast(rng)
    slip = some_slip(rng, cast, note_of(form, 1)) if rng.random() < SLIP_SHARE else None
    page, typing = some_page_look(rng, form.half, form.head), some_typing_look(rng, form.half, form.head)
    if close:
        page = replace(page, size=min(page.size, 12.5), leading=100, before=min(page.before, 1.5))
    return Draft(form, name, cast, page, typing, slip, filled_in(form, cast, page, typing, rng))


def note_of(form: WrittenForm, pages: int) -> FormNote:
    """The form as the other makers know forms."""
    cards, papers = form.listed("cards", "A"), form.listed("papers", "residence, birth, power")
    return FormNote(form.slug, form.half, (), tuple(range(1, pages + 1)), cards, papers, "A", ())


def kept_pages(pdf: bytes, kept: str) -> bytes:
    """The pages that are handed in: as many as are named, without empty ones at the end."""
    with pypdfium2.PdfDocument(pdf) as document:
        last = min(len(document), int(kept or len(document)))
        while last > 1 and not letters_of(document[last - 1]):
            last -= 1
        if last == len(document):
            return pdf
        for number in reversed(range(last, len(document))):
            document.del_page(number)
        return _bytes_of(document)


def _bytes_of(document: pypdfium2.PdfDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def worn_dossier(draft: Draft, pdf: bytes, seed: int) -> MadeDossier:
    """The form with cards and papers, as a citizen hands them in."""
    paper = paper_of(draft, pdf)
    blanks = (tuple(draft.filled.left_blank), *((),) * (len(paper.sheets) - 1))
    return dossier_around((paper, blanks), _occasion(draft, paper), seeded("handed in", draft.name, seed))


def born_digital(draft: Draft, pdf: bytes) -> MadeDossier:
    """The form alone, as the word processor's PDF."""
    paper = paper_of(draft, pdf)
    leaves = []
    for number, (sheet, told) in enumerate(zip(paper.sheets, paper.written, strict=True), 1):
        wide, tall = (round(length * 10) for length in sheet.size)
        shot = Shot(np.zeros((tall, wide, 3), np.uint8), np.diag([wide / sheet.size[0], tall / sheet.size[1], 1.0]))
        left = tuple(draft.filled.left_blank) if number == 1 else ()
        leaves.append(Leaf(0, told, shot, Wear("clean", ScanLook()), 0, sheet.size, left, BORN_DIGITAL, number))
    truth = truth_of(_occasion(draft, paper), [paper], leaves, [BORN_DIGITAL], "pdf")
    return MadeDossier({BORN_DIGITAL: pdf}, truth)


def _occasion(draft: Draft, paper: MadePaper) -> Occasion:
    manner = Manner(Style(), None, draft.typing.rest, 0.0, 0.0, draft.typing.blank)
    return Occasion(note_of(draft.form, len(paper.sheets)), draft.name, draft.cast, manner, draft.slip)


def paper_of(draft: Draft, pdf: bytes) -> MadePaper:
    """The pages of a form as sheets, with the values that stand on each."""
    written = values_on(draft, pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        sheets = tuple(
            _sheet(page, tuple(each.value for each in written.get(number, ()))) for number, page in enumerate(document)
        )
    told = tuple(tuple(written.get(number, ())) for number in range(len(sheets)))
    title = " ".join(titles_of(draft.form.blocks))
    return MadePaper(PaperType.APPLICATION_FORM, title, draft.cast.applicant.name, sheets, told)


def _sheet(page: pypdfium2.PdfPage, values: tuple[PrintedValue, ...]) -> Sheet:
    size = (page.get_width() * MM_PER_POINT, page.get_height() * MM_PER_POINT)
    picture: Image.Image = page.render(scale=DRAWN_AT / 72).to_pil().convert("RGBA")
    return Sheet(size, (Placed((0.0, 0.0, *size), picture),), values)


def titles_of(blocks: Sequence[Block]) -> list[str]:
    """The lines of the form's title, as printed."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.mark == "#":
            found.append("".join(span.text for span in block.spans if isinstance(span, Printed)).strip())
        elif isinstance(block, Columns):
            found += [title for column in block.columns for title in titles_of(column)]
    return found


def values_on(draft: Draft, pdf: bytes) -> dict[int, list[Written]]:
    """The values on each page, from 0; values of pages that are not handed in are left out.

    Raises:
        LostValue: A value stands there otherwise than it was written.
    """
    marks = [mark for told in draft.filled.told for mark in told.marks]
    places = found_in(pdf, marks, draft.typing.colour)
    found: dict[int, list[Written]] = {}
    for told in draft.filled.told:
        pieces = [place for mark in told.marks for place in places[mark]]
        if not pieces and draft.form.head.get("pages"):
            continue
        _checked(draft, told, pieces)
        found.setdefault(pieces[0].page, []).append(written_of(told, pieces))
    return found


def _checked(draft: Draft, told: Told, places: Sequence[Found]) -> None:
    wanted = "".join("".join(told.pieces).split())
    got = "".join(place.text for place in places)
    if got != wanted:
        raise LostValue(f"{draft.name} {draft.form.slug}: {told.label}: {got!r} instead of {wanted!r}")
    if len({place.page for place in places}) > 1:
        raise LostValue(f"{draft.name} {draft.form.slug}: {told.label}: runs on over a page")


def written_of(told: Told, places: Sequence[Found]) -> Written:
    """A value with its boxes; pieces of a date on one line are one box."""
    boxes: list[Box] = []
    for box in (line for place in places for line in place.lines):
        if boxes and abs(boxes[-1][3] - box[3]) < 1.5:
            last = boxes[-1]
            boxes[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            boxes.append(box)
    value = told.value
    in_parts = told.shape == "date"
    printed = PrintedValue(value.fact, told.label, value.kind, value.text, tuple(boxes), value.parts, in_parts)
    shape = "lines" if told.shape in ("run", "sentence") and len(boxes) > 1 else told.shape
    return Written(printed, value.role, value.fact, shape)
