"""Compares readers on the same pages in the same run: bare Tesseract, OCRmyPDF and ours; prints one table.

    python -m benchmarks.reading [--rounds 3] [--shared ../shared] [--ocrmypdf PATH]

Speed is taken on three letters of four pages each, scanned in colour at 300 dpi, two pages at a time; truth on the
pages of `scans/gold`, each read alone. In every round each reader runs once, beginning with another one; figures are
medians of the rounds, ratios are those of one round. Without the reference data speed alone is taken, on `samples/`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.process_memory import MemoryWatch
from benchmarks.truth import Score, TruePage, mean_score, true_pages

ROOT = Path(__file__).resolve().parents[1]
LETTERS = ("04CT*.pdf", "11_CT*.pdf", "22_TTR*.pdf")
_LONGEST_SECONDS = 900.0
_MEGABYTE = 1_000_000

# Each prints the text of all files; $0 is a folder of its own.
_FLOOR = """
printf '%s\\0' "$@" | xargs -0 -P 2 -n 1 sh -c 'pdftoppm -r 200 -gray "$1" "$0/${1##*/}"' "$0"
find "$0" -name '*.pgm' -print0 | sort -z | xargs -0 -P 2 -I @ tesseract @ @ -l vie --psm 3
find "$0" -name '*.txt' -print0 | sort -z | xargs -0 cat
"""
_FLOOR_OF_IMAGES = 'for file in "$@"; do tesseract "$file" - -l vie --psm 3; done'
_OCRMYPDF = """
for file in "$@"; do
    "$OCRMYPDF" --quiet --force-ocr --invalidate-digital-signatures --jobs 2 -l vie --image-dpi 300 \
        --sidecar "$0/text" "$file" "$0/copy.pdf" && cat "$0/text"
done
"""
_OURS = 'INTAKE_AI_DATA_DIR="$0" "$INTAKE_AI" read --text "$@"'
_OUR_GLANCE = 'INTAKE_AI_DATA_DIR="$0" "$INTAKE_AI" read --glance "$@"'
_OUR_COPIES = 'INTAKE_AI_DATA_DIR="$0" "$INTAKE_AI" read --pdf "$0/copies" "$@"'


@dataclass(frozen=True)
class Reader:
    """A contender.

    Attributes:
        pdfs, images: Shell scripts that read the files given to them, two pages at a time.
        environment: What they want set.
        tells: They print the text.
    """

    name: str
    pdfs: str
    images: str
    environment: Mapping[str, str] = field(default_factory=dict)
    tells: bool = True


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost: seconds on the wall and of processors (children included), bytes of one process and of all."""

    wall: float
    processor: float
    largest: int
    together: int


@dataclass
class Results:
    """What became of a reader: its cost in each round, and its score on each page."""

    costs: list[Cost] = field(default_factory=list)
    scores: list[tuple[TruePage, Score]] = field(default_factory=list)

    def typical(self, of: Callable[[Cost], float]) -> float:
        return median(of(cost) for cost in self.costs)

    def ratio(self, floor: "Results", of: Callable[[Cost], float]) -> float:
        """Median over the rounds of this reader's cost to the floor's in the same round."""
        return median(of(own) / of(other) for own, other in zip(self.costs, floor.costs, strict=True))

    def mean(self, forms: bool) -> Score | None:
        return mean_score(score for page, score in self.scores if page.is_form == forms)


def main() -> None:
    """Run the comparison and print its table."""
    arguments = _arguments()
    files = [path for pattern in LETTERS for path in sorted((arguments.shared / "data/scans/letters").glob(pattern))]
    truth = true_pages(arguments.shared / "data/scans/gold")
    if not files:
        _say(f"no reference data at {arguments.shared} (--shared): speed alone, on samples/")
        files = sorted((ROOT / "samples").glob("*/*.pdf"))[:6]
    contenders = readers(_ocrmypdf(arguments.ocrmypdf))
    contenders = [reader for reader in contenders if works(reader, files[:1])]
    results = compared(contenders, files, arguments.rounds)
    for reader in contenders:
        results[reader.name].scores = scored(reader, truth)
    Console(width=130).print(table(results))


def readers(ocrmypdf: str | None) -> list[Reader]:
    """All that can run here, the floor first."""
    ours = {"INTAKE_AI": str(Path(sys.executable).with_name("intake-ai")), "INTAKE_AI_PROCESSES": "2"}
    found = [Reader("pdftoppm, tesseract", _FLOOR, _FLOOR_OF_IMAGES, {"OMP_THREAD_LIMIT": "1"})]
    if ocrmypdf:
        found.append(Reader("OCRmyPDF", _OCRMYPDF, _OCRMYPDF, {"OCRMYPDF": ocrmypdf}))
    found += [
        Reader("intake-ai read --text", _OURS, _OURS, ours),
        Reader("intake-ai read --glance", _OUR_GLANCE, _OUR_GLANCE, ours, tells=False),
        Reader("intake-ai read --pdf", _OUR_COPIES, _OUR_COPIES, ours, tells=False),
    ]
    return found


def works(reader: Reader, files: Sequence[Path]) -> bool:
    """Whether it reads a first file here; what fails is told and left out of the table."""
    try:
        run(reader.pdfs, files, reader.environment)
    except RuntimeError as failure:
        _say(f"{reader.name} fails here and is left out: {failure}")
        return False
    return True


def compared(contenders: Sequence[Reader], files: Sequence[Path], rounds: int) -> dict[str, Results]:
    """Runs every reader once in every round, each round beginning with another one."""
    results = {reader.name: Results() for reader in contenders}
    for number in range(rounds):
        start = number % len(contenders)
        for reader in [*contenders[start:], *contenders[:start]]:
            cost, _ = run(reader.pdfs, files, reader.environment)
            results[reader.name].costs.append(cost)
            _say(f"round {number + 1} of {rounds}: {reader.name}, {cost.wall:.1f} s")
    return results


def scored(reader: Reader, pages: Sequence[TruePage]) -> list[tuple[TruePage, Score]]:
    """Reads each page alone and compares."""
    if not reader.tells:
        return []
    return [(page, page.score(run(reader.images, [page.image], reader.environment)[1])) for page in pages]


def run(script: str, files: Sequence[Path], environment: Mapping[str, str]) -> tuple[Cost, str]:
    """Runs a script on files in a folder of its own, and waits.

    Returns:
        What it cost, and what it printed.

    Raises:
        RuntimeError: It failed.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, MemoryWatch() as watch:
        printed, complaints = Path(folder, "printed"), Path(folder, "complaints")
        began = time.perf_counter()
        with printed.open("wb") as output, complaints.open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own scripts
                ["/bin/sh", "-c", script, folder, *map(str, files)],
                stdout=output,
                stderr=errors,
                env={**os.environ, **environment},
            )
        overdue = threading.Timer(_LONGEST_SECONDS, process.kill)
        overdue.start()
        # tells of all that it started and waited for, which Popen.wait does not
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        overdue.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{script.strip()}\n{complaints.read_text(errors='replace')[-800:]}")
        text = printed.read_text(encoding="utf-8", errors="replace")
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10, watch.children_peak)
    return cost, text


def table(results: Mapping[str, Results]) -> Table:
    """The results, a reader in each row; the first is what the others are compared with."""
    shown = Table(title="Reading: 12 pages for speed, scans/gold for truth")
    shown.add_column("")
    for heading in ("wall s", "× floor", "CPU s", "× floor", "MB, one process", "MB, all"):
        shown.add_column(heading, justify="right")
    for heading in ("CER letters", "F1 letters", "CER form", "F1 form"):
        shown.add_column(heading, justify="right")
    floor = next(iter(results.values()))
    for name, result in results.items():
        letters, form = result.mean(forms=False), result.mean(forms=True)
        shown.add_row(name, *_cost_cells(result, floor), *_score_cells(letters), *_score_cells(form))
    return shown


def _cost_cells(result: Results, floor: Results) -> list[str]:
    def wall(cost: Cost) -> float:
        return cost.wall

    def processor(cost: Cost) -> float:
        return cost.processor

    return [
        f"{result.typical(wall):.1f}",
        f"{result.ratio(floor, wall):.2f}",
        f"{result.typical(processor):.1f}",
        f"{result.ratio(floor, processor):.2f}",
        f"{result.typical(lambda cost: cost.largest) / _MEGABYTE:.0f}",
        f"{result.typical(lambda cost: cost.together) / _MEGABYTE:.0f}",
    ]


def _score_cells(score: Score | None) -> list[str]:
    return [f"{score.character_errors:.2%}", f"{score.word_f1:.3f}"] if score else ["–", "–"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("INTAKE_AI_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--ocrmypdf", default=str(ROOT / "out/benchmark/ocrmypdf/bin/ocrmypdf"))
    return parser.parse_args()


def _ocrmypdf(wanted: str) -> str | None:
    found = shutil.which(wanted) or shutil.which("ocrmypdf")
    if found is None:
        _say("OCRmyPDF is not installed (make benchmark installs it): the table is without it")
    return found


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")


if __name__ == "__main__":
    main()
