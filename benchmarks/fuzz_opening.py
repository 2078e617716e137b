"""Breaks real files at random for some minutes and opens each; prints what came of it and keeps what went wrong.

    python -m benchmarks.fuzz_opening ../shared/data/awkward --minutes 10 --keep out/fuzz

Each file goes the way of an upload: its kind, its pages, the pixels, text layer and codes of the first. That runs in a
forked child under the sandbox's limits. A finding is any exception but `PictureError` and `MemoryError`, a file that
takes longer than the limit for opening, or a picture beyond the limit of pixels. A child that dies is counted apart
(the sandbox contains that) and its file is kept too. Ends with 1 where there are findings.
"""

import argparse
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.mutations import Specimens, broken_file, specimens_of
from ocr.codes import find_codes
from ocr.formats import HEAD_BYTES, WORD_KINDS, kind_of
from ocr.geometry import scaling
from ocr.limits import Limits
from ocr.pages_of_file import count_pages
from ocr.pictures import MOST_RENDERED, PictureError, StoredPage, load_picture
from ocr.text_layer import read_text_layer
from ocr.word_documents import check_document

_FILES_OF_A_CHILD = 50
_LARGEST_SPECIMEN = 400_000


@dataclass
class Tally:
    """What came of the files so far.

    Attributes:
        results: Files by result: ``read``, a code, ``out-of-memory``, ``of no kind``.
        findings: Number of the file and what went wrong.
        deaths: Number of the file and the signal that its child died of.
        slowest: Seconds of processor time of one file.
    """

    results: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[int, str]] = field(default_factory=list)
    deaths: list[tuple[int, int]] = field(default_factory=list)
    slowest: float = 0.0


def open_and_decode(path: Path, limits: Limits) -> str:
    """What an upload goes through before its page is recognised; the result in a word.

    Raises:
        AssertionError: The picture is larger than the limits allow.
    """
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD_BYTES))
    if kind is None:
        return "of no kind"
    try:
        if kind in WORD_KINDS:
            check_document(path, kind, limits)
            return "read"
        count_pages(path, kind, limits)
        page = StoredPage(path, kind, 1)
        picture = load_picture(page, limits)
        height, width = picture.pixels.shape[:2]
        if height * width > max(limits.pixels, MOST_RENDERED):
            raise AssertionError(f"{width} x {height} pixels")
        read_text_layer(page, picture)
        find_codes(picture.pixels, scaling(1 / width, 1 / height))
    except PictureError as error:
        return error.code
    except MemoryError:
        return "out-of-memory"
    return "read"


def _child(specimens: Specimens, numbers: range, scratch: Path, pipe: int) -> None:
    """Opens the files of these numbers; a line for each says what came of it."""
    limits = Limits()
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path = scratch / "file"
    with os.fdopen(pipe, "w", buffering=1) as answers:
        for number in numbers:
            path.write_bytes(broken_file(specimens, number))
            started = time.process_time()
            try:
                said = open_and_decode(path, limits)
            except Exception:  # noqa: BLE001 - finding them is the point
                said = "finding " + repr(traceback.format_exc()[-1500:])
            answers.write(f"{time.process_time() - started:.3f} {said}\n")


def _run_child(specimens: Specimens, numbers: range, scratch: Path, tally: Tally) -> int:
    """Opens files in a new child; gives the number to go on with."""
    source, sink = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(source)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            _child(specimens, numbers, scratch, sink)
        finally:
            os._exit(0)
    os.close(sink)
    number, hung = numbers.start, False
    with os.fdopen(source, "rb", buffering=0) as answers:
        while number < numbers.stop:
            # twice the limit: other programs want the processor too
            if not select.select([answers], [], [], 2 * Limits().opening_seconds)[0]:
                tally.findings.append((number, "hangs"))
                hung = True
                os.kill(process, signal.SIGKILL)
                break
            line = answers.readline().decode()
            if not line:
                break
            _note(number, line, tally)
            number += 1
    _, status = os.waitpid(process, 0)
    if number < numbers.stop and not hung:
        tally.deaths.append((number, os.waitstatus_to_exitcode(status)))
    return number + (number < numbers.stop)


def _note(number: int, line: str, tally: Tally) -> None:
    seconds, said = line.rstrip("\n").split(" ", 1)
    tally.slowest = max(tally.slowest, float(seconds))
    if said.startswith("finding "):
        tally.findings.append((number, said))
    elif float(seconds) > Limits().opening_seconds:
        tally.findings.append((number, f"takes {seconds} s"))
    else:
        tally.results[said] += 1


def _report(tally: Tally, files: int, seconds: float) -> None:
    write = sys.stdout.write
    write(f"{files} files in {seconds / 60:.1f} min; slowest {tally.slowest:.1f} s of processor time\n")
    for result, count in tally.results.most_common():
        write(f"| {result} | {count} |\n")
    for number, code in tally.deaths:
        write(f"child died: file {number}, exit {code}\n")
    for number, said in tally.findings:
        write(f"FINDING: file {number}: {said}\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="+", help="files to break")
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--first", type=int, default=0, help="number of the first file: another one, other files")
    options.add_argument("--keep", type=Path, help="folder for the files that went wrong")
    chosen = options.parse_args()
    paths = sorted(path for folder in chosen.folder for path in folder.rglob("*") if path.is_file())
    specimens = specimens_of([path.read_bytes() for path in paths if path.stat().st_size <= _LARGEST_SPECIMEN])
    tally, number, started = Tally(), chosen.first, time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        while time.monotonic() - started < chosen.minutes * 60:
            number = _run_child(specimens, range(number, number + _FILES_OF_A_CHILD), Path(scratch), tally)
    _report(tally, number - chosen.first, time.monotonic() - started)
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        for wrong, _ in (*tally.findings, *tally.deaths):
            (chosen.keep / str(wrong)).write_bytes(broken_file(specimens, wrong))
    sys.exit(1 if tally.findings else 0)


if __name__ == "__main__":
    main()
