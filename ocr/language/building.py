"""Builds what ships with this package.

- ``python -m ocr.language.building model CATALOGUE TRAINEDDATA`` counts ``syllables.npz``;
- ``python -m ocr.language.building confusions CATALOGUE ENGINE`` measures ``confusions.json`` for an engine
  (`ocr.engines`); run it again when the engine's weights change.

CATALOGUE is the national catalogue of procedures (JSON lines, gzipped). TRAINEDDATA is ``vie.traineddata`` of
https://github.com/tesseract-ocr/tessdata (4.1.0, Apache-2.0), whose word and pair lists tell which syllables
Vietnamese has outside of office text; Tesseract's programs ``combine_tessdata`` and ``dawg2wordlist`` unpack it.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ocr.engines import load_engine
from ocr.language.confusing import SHIPPED as SHIPPED_CONFUSIONS
from ocr.language.confusing import learned, load, save
from ocr.language.corpus import sentences_of
from ocr.language.counting import count_model
from ocr.language.model import SHIPPED as SHIPPED_MODEL
from ocr.language.model import LanguageModel
from ocr.language.specimens import read_specimens
from ocr.language.units import canonical, units_of
from ocr.syllables import is_well_spelled

_LISTS = (("lstm-unicharset", "lstm-word-dawg"), ("unicharset", "word-dawg"))
_PAIRS = ("unicharset", "bigram-dawg")
_SEED = 2


def build_model(catalogue: Path, traineddata: Path, *, whole: bool = True) -> LanguageModel:
    """Counts the model.

    Args:
        catalogue, traineddata: As told above.
        whole: False leaves out the held-out procedures (`corpus.is_held_out`), for measuring.

    Raises:
        OSError, ValueError: The catalogue cannot be read, or a program of Tesseract is missing.
        subprocess.CalledProcessError: The trained data is not what it should be.
    """
    sentences = sentences_of(catalogue, held_out=None if whole else False)
    with tempfile.TemporaryDirectory(prefix="words-") as name:
        folder = Path(name)
        _run("combine_tessdata", "-u", str(traineddata), f"{folder}/vie.")
        words = {word for names in _LISTS for line in _unpacked(folder, *names) for word in _syllables(line)}
        pairs = [pair for line in _unpacked(folder, *_PAIRS) if (pair := _pair(line))]
    return count_model(sentences, words, pairs)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _unpacked(folder: Path, letters: str, packed: str) -> list[str]:
    target = folder / "list.txt"
    _run("dawg2wordlist", f"{folder}/vie.{letters}", f"{folder}/vie.{packed}", str(target))
    return target.read_text(encoding="utf-8").splitlines()


def _syllables(line: str) -> Iterator[str]:
    for unit in units_of([line]):
        if is_well_spelled(unit.text):
            yield unit.text


def _pair(line: str) -> tuple[str, str] | None:
    """The two syllables of a line; none where both are without accents, which the web's text often leaves out."""
    words = line.split(" ")
    if len(words) != 2 or line.isascii() or not all(word.isalpha() and is_well_spelled(word) for word in words):
        return None
    return canonical(words[0]), canonical(words[1])


def learn_confusions(catalogue: Path, engine: str, pages: int) -> None:
    """Measures what an engine confuses on printed sentences of the catalogue, and ships it beside the others.

    Raises:
        OSError, ValueError: The catalogue or the shipped confusions cannot be read.
        EngineMissing, RuntimeError: The engine failed.
    """
    sentences = sentences_of(catalogue, held_out=False)
    read = read_specimens(sentences, load_engine(engine), pages, _SEED)
    known = load(SHIPPED_CONFUSIONS) if SHIPPED_CONFUSIONS.exists() else {}
    save({**known, engine: learned(word for page in read for line in page for word in line)}, SHIPPED_CONFUSIONS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    counting = commands.add_parser("model", help="count the language model")
    counting.add_argument("catalogue", type=Path)
    counting.add_argument("traineddata", type=Path)
    counting.add_argument("--held-out", action="store_true", help="leave the held-out procedures out")
    counting.add_argument("--to", type=Path, default=SHIPPED_MODEL)
    learning = commands.add_parser("confusions", help="measure what an engine confuses")
    learning.add_argument("catalogue", type=Path)
    learning.add_argument("engine")
    learning.add_argument("--pages", type=int, default=200)
    arguments = parser.parse_args()
    if arguments.command == "model":
        build_model(arguments.catalogue, arguments.traineddata, whole=not arguments.held_out).save(arguments.to)
    else:
        learn_confusions(arguments.catalogue, arguments.engine, arguments.pages)


if __name__ == "__main__":
    main()
