"""Names under seals and signatures: which of them bare Tesseract reads, and which we do.

    python -m benchmarks.signers SIGNERS.json ../shared/data/scans/letters

SIGNERS.json lists ``{"file": ..., "page": ..., "name": ...}``, seen by eye; it is kept beside the reference data. Bare
Tesseract is ``pdftoppm -r 200 -gray`` and ``tesseract -l vie --psm 3``. Ends with 1 where ours loses a name that
Tesseract reads, or reads fewer than half of those that it misses.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr.engine import chosen_engine
from ocr.limits import Limits
from ocr.page_reading import read_stored_page
from ocr.pictures import StoredPage


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose name stands under the seal or signature of a page, counted from 1."""

    file: str
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """Whether the name stands, letter for letter, in a reading of the page."""

    signer: Signer
    bare: bool
    ours: bool


def measure(signers: Sequence[Signer], folder: Path) -> Iterator[Found]:
    """Reads the page of each signer twice, bare and ours.

    Raises:
        subprocess.CalledProcessError: pdftoppm or tesseract failed.
    """
    for signer in signers:
        path = folder / signer.file
        wanted = _plain(signer.name)
        bare, ours = wanted in _plain(_bare(path, signer.page)), wanted in _plain(_ours(path, signer.page))
        yield Found(signer, bare, ours)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _bare(path: Path, page: int) -> str:
    with tempfile.TemporaryDirectory(prefix="signers-") as folder:
        picture = Path(folder) / "page"
        numbers = ["-f", str(page), "-l", str(page), "-singlefile"]
        render = ["pdftoppm", "-r", "200", "-gray", *numbers, str(path), str(picture)]
        subprocess.run(render, check=True)  # noqa: S603
        command = ["tesseract", f"{picture}.pgm", "stdout", "-l", "vie", "--psm", "3"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _ours(path: Path, page: int) -> str:
    return read_stored_page(StoredPage(path, "pdf", page), chosen_engine(), Limits()).text


def main() -> None:
    """Reads the arguments, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signers", description=__doc__)
    parser.add_argument("signers", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    signers = [Signer(**entry) for entry in json.loads(arguments.signers.read_text(encoding="utf-8"))]
    results = []
    write = sys.stdout.write
    for found in measure(signers, arguments.folder):
        results.append(found)
        bare, ours = ("right" if right else "-" for right in (found.bare, found.ours))
        write(f"{found.signer.file[:50]:50} {found.signer.page:3}  {bare:6} {ours:6} {found.signer.name}\n")
    missed = [found for found in results if not found.bare]
    gained, lost = sum(found.ours for found in missed), sum(found.bare and not found.ours for found in results)
    write(f"{len(results)} signers, {len(missed)} missed by bare Tesseract, {gained} of them right, {lost} lost\n")
    sys.exit(lost > 0 or 2 * gained < len(missed))


if __name__ == "__main__":
    main()
