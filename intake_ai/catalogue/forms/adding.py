"""Takes blank forms in hand: each file read like any upload, parted into its forms, a template made of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.identifying.naming import identify
from classifiers.papers import Paper
from classifiers.splitting import best_splittings
from intake_ai.catalogue.forms.errors import FormRefused
from intake_ai.catalogue.forms.filled import is_filled
from intake_ai.catalogue.forms.repository import NewForm
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.signatures import signing_places
from intake_ai.dossier.secrecy import secrecy_mark
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.building import template_of
from intake_ai.extraction.templates.template import Place, SigningPlace, Template
from ocr.errors import UnreadableFile
from ocr.opening import Upload
from ocr.page import Page
from ocr.reader import Progress, ReadingOptions, forget_readings, read_uploads

# Fewer places to fill in have letters and decisions, too: a date, a number.
_FEWEST_BLANKS = 3


@dataclass(frozen=True)
class FormFile:
    """A file of blank forms that was read."""

    file: str
    sha256: str
    templates: tuple[Template, ...]


def read_form_file(path: Path, name: str, options: ReadingOptions, progress: Progress | None = None) -> FormFile:
    """The templates of the forms in a file.

    Raises:
        UnreadableFile: It cannot be opened.
        FormRefused: A page cannot be read, it bears a mark of secrecy, somebody filled it in, or there is nothing to
            fill in.
        EngineMissing: Tesseract is not installed.
    """
    reading = read_uploads([(path, name)], options, progress)
    upload = reading.uploads[0]
    if isinstance(upload, UnreadableFile):
        raise upload
    _refuse_secret(upload, reading.pages, options)
    failed = [page for page in reading.pages if page.reading.source == "none" and not page.reading.blank]
    if failed:
        raise FormRefused("forms-page-unreadable", file=name, page=failed[0].ref.page)
    papers = list(forms_in(reading.pages))
    if is_filled(papers):
        forget_readings(upload, options)
        raise FormRefused("forms-filled", file=name)
    made = [_signed(template_of(paper), paper) for paper in papers]
    templates = tuple(template for template in made if len(template.blanks) >= _FEWEST_BLANKS)
    if not templates:
        raise FormRefused("forms-nothing-to-fill", file=name)
    return FormFile(name, upload.sha256, templates)


def forms_in(pages: Sequence[Page]) -> Iterator[Paper]:
    """The forms of a file: pages that open with no title of their own go on with the form before."""
    ways = best_splittings(pages, 1)
    form: Paper | None = None
    for paper in identify(ways[0].papers) if ways else ():
        if form is None:
            form = paper
        elif paper.title:
            yield form
            form = paper
        else:
            form = replace(form, pages=(*form.pages, *paper.pages))
    if form is not None:
        yield form


def new_forms(read: FormFile, chosen: Sequence[str], procedures: Sequence[Procedure]) -> list[NewForm]:
    """The forms of a file with the procedures that they belong to.

    Args:
        read: The file.
        chosen: Codes that a person named; where empty they are found among `procedures`.
        procedures: Of the catalogue in force.
    """
    return [
        NewForm(read.sha256, part, read.file, tuple(chosen) or procedures_of(template, procedures), template)
        for part, template in enumerate(read.templates)
    ]


def procedures_of(template: Template, procedures: Sequence[Procedure]) -> tuple[str, ...]:
    """Codes of the procedures of which a row asks for the form, by the form's title; by number too where both have one.

    A number alone tells nothing: every circular has its "Mẫu số 01".
    """
    title = plain(template.name)
    if not title:
        return ()
    return tuple(
        procedure.code
        for procedure in procedures
        if any(_asks_for(row.form_name or row.name, row.form_number, title, template) for row in procedure.requirements)
    )


def _asks_for(name: str, number: str, title: str, template: Template) -> bool:
    if f" {title} " not in f" {plain(name)} ":
        return False
    own, other = plain(template.form_number).split()[-1:], plain(number).split()[-1:]
    return not own or not other or own == other


def _signed(template: Template, paper: Paper) -> Template:
    """The template with the places where somebody signs."""
    number = {page.ref: index for index, page in enumerate(paper.pages)}
    signing = (SigningPlace(found.role, Place(number[found.page.ref], found.place)) for found in signing_places(paper))
    return replace(template, signing=tuple(signing))


def _refuse_secret(upload: Upload, pages: Sequence[Page], options: ReadingOptions) -> None:
    if secrecy_mark(pages) is not None:
        forget_readings(upload, options)
        raise FormRefused("forms-secret", file=upload.name)
