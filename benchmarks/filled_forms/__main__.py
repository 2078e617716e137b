"""Make a half of the benchmark: ``python -m benchmarks.filled_forms HALF OUT --forms FOLDER``; see README.md."""

import argparse
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.filled_forms.annotations import HALVES, FormNote, notes
from benchmarks.filled_forms.blank_forms import pdf_of
from benchmarks.filled_forms.making import Setting, make_filled
from benchmarks.filled_forms.word_forms import word_forms
from benchmarks.filled_forms.word_making import Order, Workshop, made
from classifiers.synthetic.__main__ import write
from classifiers.synthetic.dossiers import MadeDossier
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

log = logging.getLogger("filled_forms")
DRAWN, TYPED = "drawn", "word"


def main() -> None:
    """Command line."""
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    forms = [note for note in notes(given.half) if not given.only or note.key in given.only]
    hands = {path.stem: path for path in sorted(given.hands.glob("*.ttf"))} if given.hands else {}
    names = procedure_names(given.data)
    kept = given.pdfs or given.out.parent / "converted"
    if given.fill == TYPED:
        _type(given, forms, hands, kept, names)
        return
    setting = Setting({note.key: pdf_of(note.key, given.forms, kept) for note in forms}, hands)
    for name, note in _wanted(given, forms):
        _keep(given.out, name, make_filled(note, name, given.seed, setting, _procedure(note, names)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fill", choices=(DRAWN, TYPED), default=DRAWN, help="over the dots, or instead of them")
    parser.add_argument("--alone", action="store_true", help="with --fill word: the form alone as born-digital PDF")
    parser.add_argument("--forms", type=Path, required=True, help="folder of blank forms (doc, docx, pdf)")
    parser.add_argument("--pdfs", type=Path, help="folder for the forms that LibreOffice converted")
    parser.add_argument("--hands", type=Path, help="folder of handwriting fonts (ttf); without it nothing is by hand")
    parser.add_argument("--data", type=Path, help="data folder with the catalogue, for names of procedures")
    parser.add_argument("--dossiers", type=int, default=50)
    parser.add_argument("--start", type=int, default=0, help="number of the first dossier, to share the work")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="keys of forms")
    return parser.parse_args()


def _wanted(given: argparse.Namespace, forms: Sequence[FormNote]) -> Iterator[tuple[str, FormNote]]:
    """Ids and forms of the dossiers that are not there yet."""
    for number in range(given.start, given.dossiers):
        name = f"{given.half[:4]}_{number:03d}"
        if not (given.out / name / "truth.json").exists():
            yield name, forms[number % len(forms)]


def _type(
    given: argparse.Namespace,
    forms: Sequence[FormNote],
    hands: Mapping[str, Path],
    kept: Path,
    names: Mapping[str, str],
) -> None:
    """Forms filled in with a word processor."""
    ready = word_forms(forms, given.forms, kept)
    usable = [note for note in forms if note.key in ready]
    orders = [Order(name, ready[note.key], _procedure(note, names)) for name, note in _wanted(given, usable)]
    workshop = Workshop(kept / "typed" / given.out.name, given.seed, hands, given.hands)
    for name, dossier in made(orders, workshop, alone=given.alone):
        _keep(given.out, name, dossier)


def _keep(out: Path, name: str, dossier: MadeDossier) -> None:
    write(dossier, out / name)
    log.info("%s %s %d fields", name, dossier.truth["form"], len(json.loads(json.dumps(dossier.truth))["fields"]))


def _procedure(note: FormNote, names: Mapping[str, str]) -> str:
    return names.get(note.codes[0], "") if note.codes else ""


def procedure_names(data: Path | None) -> dict[str, str]:
    """Names of the active catalogue's procedures by code; empty without a data folder."""
    if data is None:
        return {}
    with open_catalogue(Settings(data_dir=data)) as catalogue:
        return {procedure.code: procedure.name for procedure in catalogue.active}


if __name__ == "__main__":
    main()
