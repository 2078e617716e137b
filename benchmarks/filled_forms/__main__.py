"""Make a half of the benchmark: ``python -m benchmarks.filled_forms HALF OUT --forms FOLDER``; see README.md."""

import argparse
import json
import logging
from pathlib import Path

from benchmarks.filled_forms.annotations import HALVES, notes
from benchmarks.filled_forms.blank_forms import pdf_of
from benchmarks.filled_forms.making import Setting, make_filled
from classifiers.synthetic.__main__ import write
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

log = logging.getLogger("filled_forms")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--forms", type=Path, required=True, help="folder of blank forms (doc, docx, pdf)")
    parser.add_argument("--pdfs", type=Path, help="folder for the forms that LibreOffice converted")
    parser.add_argument("--hands", type=Path, help="folder of handwriting fonts (ttf); without it nothing is by hand")
    parser.add_argument("--data", type=Path, help="data folder with the catalogue, for names of procedures")
    parser.add_argument("--dossiers", type=int, default=50)
    parser.add_argument("--start", type=int, default=0, help="number of the first dossier, to share the work")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="keys of forms")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    forms = [note for note in notes(given.half) if not given.only or note.key in given.only]
    kept = given.pdfs or given.out.parent / "converted"
    pdfs = {note.key: pdf_of(note.key, given.forms, kept) for note in forms}
    hands = {path.stem: path for path in sorted(given.hands.glob("*.ttf"))} if given.hands else {}
    setting, names = Setting(pdfs, hands), procedure_names(given.data)
    for number in range(given.start, given.dossiers):
        note = forms[number % len(forms)]
        name = f"{given.half[:4]}_{number:03d}"
        if (given.out / name / "truth.json").exists():
            continue
        known = names.get(note.codes[0], "") if note.codes else ""
        made = make_filled(note, name, given.seed, setting, known)
        write(made, given.out / name)
        log.info("%s %s %d fields", name, note.key, len(json.loads(json.dumps(made.truth))["fields"]))


def procedure_names(data: Path | None) -> dict[str, str]:
    """Names of the active catalogue's procedures by code; empty without a data folder."""
    if data is None:
        return {}
    with open_catalogue(Settings(data_dir=data)) as catalogue:
        return {procedure.code: procedure.name for procedure in catalogue.active}


if __name__ == "__main__":
    main()
