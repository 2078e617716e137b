"""Measures how far the verdict can be trusted, on dossiers that are complete but for one thing.

    python -m benchmarks.checking SET --data DATA [--only KIND ...] [--reports DIR] [--read] [--kept] [--names] [--json]

SET is a folder that `python -m benchmarks.checked_dossiers` made; the catalogue is the one in force in DATA, where
readings of pages are kept too. Reports are kept as it goes, and taken as they are where they are kept already: give
another folder of reports to measure anew.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.checked_dossiers import officer, scoring, telling
from benchmarks.checked_dossiers.running import Truth, check_all, dossiers, read_all
from intake_ai.settings import Settings, get_settings

EVERY = 25
"""Dossiers between two words about how far it is."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    asked = _parser().parse_args(arguments)
    settings = get_settings().model_copy(update={"data_dir": asked.data}) if asked.data else get_settings()
    if asked.read:
        for name in read_all(asked.set, settings):
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
        return
    reports = asked.reports or asked.set.with_name(f"{asked.set.name}-reports")
    pairs = list(_pairs(asked, settings, reports))
    scores = scoring.score(pairs)
    if asked.json:
        sys.stdout.write(json.dumps(telling.document(scores), ensure_ascii=False, indent=1) + "\n")
        return
    clean = [pair for pair in pairs if pair[0]["kind"] == "clean"]
    told = [*telling.lines(scores, asked.names), "", "clean dossiers:", *officer.lines(clean)]
    told += ["all dossiers:", *officer.lines(pairs)]
    sys.stdout.write("\n".join(told) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--data", type=Path, help="data folder whose catalogue is in force")
    parser.add_argument("--only", nargs="*", default=(), help="kinds of dossiers: clean, missing_paper, ...")
    parser.add_argument("--reports", type=Path, help="where reports are kept; default: beside the set")
    parser.add_argument("--read", action="store_true", help="read all pages, check nothing")
    parser.add_argument("--kept", action="store_true", help="measure the reports that are kept, check nothing")
    parser.add_argument("--names", action="store_true", help="name the dossiers that were not judged rightly")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    return parser


def _pairs(asked: argparse.Namespace, settings: Settings, reports: Path) -> Iterator[tuple[Truth, Truth]]:
    if asked.kept:
        for _, truth in dossiers(asked.set, asked.only):
            kept = reports / f"{truth['id']}.json"
            if kept.exists():
                yield truth, json.loads(kept.read_text("utf-8"))
        return
    for number, pair in enumerate(check_all(asked.set, settings, reports, asked.only), start=1):
        if number % EVERY == 0:
            sys.stderr.write(f"{number} dossiers\n")
        yield pair


if __name__ == "__main__":
    main()
