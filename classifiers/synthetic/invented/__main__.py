"""Make examples: python -m classifiers.synthetic.invented PROFILES.json FOLDER --count N --seed S [--streams 2].

PROFILES.json holds {"in": [...], "out": [...]}, profiles as dictionaries (`profile_of`): of the catalogue in use, and
of procedures outside it.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifiers.learning.examples import SUFFIX
from classifiers.learning.reading_back import read_back
from classifiers.papers import PaperType
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.dossiers import make
from classifiers.synthetic.invented.plans import invent
from ocr.reader import ReadingOptions, sandbox_for


def profile_of(entry: Mapping[str, Any]) -> ProcedureProfile:
    """A profile from its dictionary.

    Raises:
        KeyError, ValueError, TypeError: It is none.
    """
    rows = tuple(_row(row) for row in entry["rows"])
    return ProcedureProfile(entry["code"], entry["name"], entry["field"], entry["agency"], tuple(entry["cases"]), rows)


def _row(entry: Mapping[str, Any]) -> RowProfile:
    types = frozenset(map(PaperType, entry["types"]))
    lists = {key: tuple(entry[key]) for key in ("forms", "keywords")}
    return RowProfile(
        entry["index"],
        entry["text"],
        entry["case"],
        types,
        lists["forms"],
        entry["is_paper"],
        entry["due"],
        lists["keywords"],
    )


def main(arguments: Sequence[str]) -> int:
    """Invent, make and read dossiers that are not there yet.

    Returns:
        0, or what the first failing stream returned.
    """
    asked = _parser().parse_args(arguments)
    if asked.streams > 1:
        return _in_streams(arguments, asked.streams)
    known = json.loads(asked.profiles.read_text("utf-8"))
    inside, outside = ([profile_of(entry) for entry in known[key]] for key in ("in", "out"))
    asked.folder.mkdir(parents=True, exist_ok=True)
    plans = invent(inside, asked.count, asked.seed, outside=outside, wanted=_wanted(asked))
    start, pages, options = time.monotonic(), 0, ReadingOptions(processes=1)
    with sandbox_for(options) as sandbox:
        for plan in plans:
            made = make(plan)
            read_back(made, asked.folder, options, sandbox)
            pages += sum(len(paper["pages"]) for paper in made.truth["papers"])
            sys.stdout.write(f"{plan.name}: {pages} pages, {(time.monotonic() - start) / max(pages, 1):.2f} s a page\n")
            sys.stdout.flush()
    return 0


def _wanted(asked: argparse.Namespace) -> Callable[[int, str], bool]:
    """Whether a dossier falls to this stream and is not there yet."""

    def wanted(place: int, name: str) -> bool:
        return place % asked.of == asked.stream and not (asked.folder / f"{name}{SUFFIX}").exists()

    return wanted


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classifiers.synthetic.invented", description=__doc__)
    parser.add_argument("profiles", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--streams", type=int, default=1)
    parser.add_argument("--stream", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    return parser


def _in_streams(arguments: Sequence[str], streams: int) -> int:
    """The same command several times at once, each for its share of the dossiers."""
    command = [
        sys.executable,
        "-m",
        "classifiers.synthetic.invented",
        *arguments,
        "--streams",
        "1",
        "--of",
        str(streams),
    ]
    running = [subprocess.Popen([*command, "--stream", str(stream)]) for stream in range(streams)]  # noqa: S603 - this program
    return next((code for code in [process.wait() for process in running] if code), 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
