"""Reads a folder of broken, encrypted, odd and huge files twice in one sandbox; prints what became of them.

    python -m benchmarks.awkward ../shared/data/awkward

Each file must be read or refused with a reason of its own, within its limits of time and memory, and the second time
must give the same as the first. Ends with 1 where that does not hold.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.process_memory import MemoryWatch
from ocr.codec import encode
from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.page import PageReading
from ocr.reader import ReadingOptions, read_page
from ocr.sandbox import Sandbox

MOST_MEMORY = 1 << 30
#: For a loaded machine, and for a child that died to be replaced.
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: Below the folder.
        kind: Judged by content; empty where it was not recognised or not opened.
        result: ``read: <source>``, ``refused: <code>`` or ``page refused: <problem>``.
        fingerprint: Of all that was read or said.
        seconds: Wall time.
        within_time: It took no longer than its limits allow.
        crashed: A child died of opening it.
    """

    file: str
    kind: str
    result: str
    fingerprint: str
    seconds: float
    within_time: bool
    crashed: bool


def read_all(files: Sequence[Path], folder: Path, pages: int, limits: Limits) -> list[Outcome]:
    """One pass over all files, in a sandbox of its own.

    Args:
        files: Which.
        folder: That they are named from.
        pages: Most pages to read of each; 0 only opens them.
        limits: What each may cost.
    """
    options = ReadingOptions(limits, processes=1)
    with Sandbox(options.limits, processes=1) as sandbox:
        return [_outcome(path, str(path.relative_to(folder)), options, sandbox, pages) for path in files]


def _outcome(path: Path, name: str, options: ReadingOptions, sandbox: Sandbox, pages: int) -> Outcome:
    started = time.monotonic()
    limits = options.limits
    allowed = limits.opening_seconds + limits.converting_seconds + _PATIENCE_SECONDS
    try:
        upload = open_upload(path, name, limits, sandbox)
    except UnreadableFile as error:
        seconds = time.monotonic() - started
        fingerprint = _fingerprint([error.code, error.values])
        return Outcome(name, "", f"refused: {error.code}", fingerprint, seconds, seconds <= allowed, _died(error))
    chosen = range(1, min(upload.pages, pages) + 1)
    readings = [read_page(upload, page, options, sandbox) for page in chosen]
    seconds = time.monotonic() - started
    in_time = seconds <= allowed + len(readings) * limits.page_seconds
    fingerprint = _fingerprint([upload.pages, *map(encode, readings)])
    return Outcome(name, upload.kind, _said(readings), fingerprint, seconds, in_time, crashed=False)


def _died(error: UnreadableFile) -> bool:
    return "child ended" in error.detail


def _said(readings: Sequence[PageReading]) -> str:
    """By the best of its pages."""
    if not readings:
        return "opened"
    for source in ("text_layer", "ocr"):
        if any(reading.source == source for reading in readings):
            return f"read: {source.replace('_', ' ')}"
    if any(reading.blank for reading in readings):
        return "read: blank"
    return f"page refused: {readings[0].problems[0]}"


def _fingerprint(answer: object) -> str:
    return hashlib.sha256(json.dumps(answer, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _report(first: Sequence[Outcome], second: Sequence[Outcome], watch: MemoryWatch) -> bool:
    write = sys.stdout.write
    counts, kinds = Counter(each.result for each in first), Counter((each.result, each.kind) for each in first)
    write("| outcome | files | of kinds |\n| --- | ---: | --- |\n")
    for result, count in counts.most_common():
        of_kinds = ", ".join(f"{kind} {n}" for (of, kind), n in kinds.most_common() if of == result and kind)
        write(f"| {result} | {count} | {of_kinds} |\n")
    different = [a.file for a, b in zip(first, second, strict=True) if a.fingerprint != b.fingerprint]
    late = [each.file for each in (*first, *second) if not each.within_time]
    crashed = sorted({each.file for each in (*first, *second) if each.crashed})
    slowest = max((*first, *second), key=lambda each: each.seconds)
    write(f"files {len(first)}; the same answer twice {len(first) - len(different)}; different {different}\n")
    write(f"past their limit of time {late}; a child died and was replaced {crashed}\n")
    write(f"slowest {slowest.seconds:.1f} s ({slowest.file}); both passes {_total(first, second):.0f} s\n")
    write(f"peak memory: all processes {watch.peak >> 20} MB, largest child {watch.child_peak >> 20} MB\n")
    return not different and not late and watch.peak <= MOST_MEMORY


def _total(*passes: Sequence[Outcome]) -> float:
    return sum(outcome.seconds for outcomes in passes for outcome in outcomes)


def _limits(patience: float) -> Limits:
    usual = Limits()
    return replace(
        usual,
        opening_seconds=usual.opening_seconds * patience,
        converting_seconds=usual.converting_seconds * patience,
        page_seconds=usual.page_seconds * patience,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--pages", type=int, default=1, help="read at most so many pages of each file; 0 only opens")
    options.add_argument("--every", type=int, default=1, help="take only every so manieth file")
    options.add_argument("--patience", type=float, default=1.0, help="times the limits of time, for a loaded machine")
    options.add_argument("--list", type=Path, help="write one line of JSON for each file there")
    chosen = options.parse_args()
    files = sorted(path for path in chosen.folder.rglob("*") if path.is_file())[:: chosen.every]
    limits = _limits(chosen.patience)
    with MemoryWatch() as watch:
        first, second = (read_all(files, chosen.folder, chosen.pages, limits) for _ in range(2))
    if chosen.list:
        lines = [json.dumps({**asdict(a), "second": asdict(b)}) for a, b in zip(first, second, strict=True)]
        chosen.list.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(0 if _report(first, second, watch) else 1)


if __name__ == "__main__":
    main()
