"""Make dossiers of written forms, or look at one: ``python -m benchmarks.filled_forms.written --help``."""

import argparse
import logging
from pathlib import Path

import pypdfium2
from PIL import ImageDraw

from benchmarks.filled_forms.annotations import HALVES
from benchmarks.filled_forms.written.making import drafted, made, paper_of, set_on_pages
from benchmarks.filled_forms.written.notation import WrittenForm, written_forms
from classifiers.synthetic.__main__ import write

log = logging.getLogger("written_forms")
SHOWN_AT = 110


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="one form as PDF and pictures with the boxes of its values")
    show.add_argument("slug")
    show.add_argument("out", type=Path)
    show.add_argument("--seed", type=int, default=1)
    make = commands.add_parser("make", help="dossiers of a half")
    make.add_argument("half", choices=HALVES)
    make.add_argument("out", type=Path)
    make.add_argument("--clean", action="store_true", help="the form alone, as born-digital PDF")
    make.add_argument("--each", type=int, default=2, help="dossiers a form")
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--only", nargs="*", help="slugs")
    commands.add_parser("check", help="read and fill in all forms, without laying them out")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    {"show": _show, "make": _make, "check": _check}[given.command](given)


def _make(given: argparse.Namespace) -> None:
    """Dossiers that are not there yet, so that a run that was stopped goes on and new forms are added."""
    forms = [
        form for form in written_forms() if form.half == given.half and (not given.only or form.slug in given.only)
    ]
    wanted = [(form, f"{form.slug}_{number}") for form in forms for number in range(given.each)]
    lacking = [(form, name) for form, name in wanted if not (given.out / name / "truth.json").exists()]
    for name, dossier in made(lacking, given.seed, clean=given.clean):
        write(dossier, given.out / name)
        log.info("%s %d values", name, len(dossier.truth["fields"]))


def _show(given: argparse.Namespace) -> None:
    form = next(form for form in written_forms() if form.slug == given.slug)
    ((draft, pdf),) = set_on_pages([(form, f"{form.slug}_{given.seed}")], given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / f"{form.slug}.pdf").write_bytes(pdf)
    paper = paper_of(draft, pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            picture = page.render(scale=SHOWN_AT / 72).to_pil()
            pen = ImageDraw.Draw(picture)
            for told in paper.written[number]:
                for box in told.value.lines:
                    pen.rectangle([edge / 25.4 * SHOWN_AT for edge in box], outline=(220, 0, 0))
                log.info(
                    "%d %s | %s %s | %s", number + 1, told.value.label, told.value.kind, told.role, told.value.text
                )
            picture.save(given.out / f"{form.slug}-{number + 1}.png")


def _check(_given: argparse.Namespace) -> None:
    for form in written_forms():
        log.info("%s %s %d values", form.slug, form.half, _values(form))


def _values(form: WrittenForm) -> int:
    return len(drafted(form, form.slug, 1).filled.told)


if __name__ == "__main__":
    main()
