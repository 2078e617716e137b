"""Fields over real blank forms: ``python -m benchmarks.fields SET --data DATA_DIR``.

SET holds dossiers with truth.json (``python -m benchmarks.filled_forms`` makes them). Pages read once stay in the data
folder's cache. Reports are kept beside SET and may be counted again without the pipeline (``--only-count``).
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.filled_forms.scoring import Counts, count, highest_share
from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.situation import Situation
from intake_ai.pipeline import CheckRequest, Services, check_dossier
from intake_ai.settings import Settings

Loaded = dict[str, Any]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--data", type=Path, help="data folder with the catalogue; readings are cached in it")
    parser.add_argument("--known", action="store_true", help="tell the procedure where the truth knows it")
    parser.add_argument("--reports", type=Path, help="folder of the reports; beside SET where not given")
    parser.add_argument("--only-count", action="store_true", help="count kept reports, run nothing")
    parser.add_argument("--score", type=Path, help="the project's scoring tool, run over the same reports")
    parser.add_argument("--first", type=int, help="only the first so many dossiers")
    given = parser.parse_args()
    reports = given.reports or given.set.with_name(given.set.name + ("-reports-known" if given.known else "-reports"))
    if not given.only_count:
        if given.data is None:
            parser.error("--data is needed to run the pipeline")
        run(given, reports)
    counts = counted(given.set, reports, given.first)
    if given.score:
        command = [sys.executable, str(given.score), str(given.set), "--reports", str(reports)]
        command += ["--only", str(given.first)] if given.first else []
        sys.stdout.write(subprocess.run(command, capture_output=True, text=True, check=False).stdout + "\n")  # noqa: S603
    sys.stdout.write("\n".join(tables(counts)) + "\n")


def run(given: argparse.Namespace, reports: Path) -> None:
    """Check every dossier of the set and keep its report."""
    reports.mkdir(parents=True, exist_ok=True)
    settings = Settings(data_dir=given.data)
    with open_catalogue(settings) as catalogue:
        for folder, truth in dossiers(given.set, given.first):
            files = tuple((folder / name, name) for name in truth["files"])
            received = datetime.strptime(truth["submitted_on"], "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no time
            request = CheckRequest(files, received, **(known(truth) if given.known else {}))
            report = check_dossier(request, Services(settings, catalogue))
            (reports / f"{truth['id']}.json").write_text(report.to_json(), encoding="utf-8")


def known(truth: Loaded) -> Loaded:
    """What a person who knows the procedure would say; nothing where the truth knows none."""
    code = truth["procedure"]["code"]
    if code is None:
        return {}
    due = set(truth["required_rows"]) | {paper["row"] for paper in truth["papers"] if paper["row"] is not None}
    return {"procedure": code, "situation": Situation(due_rows=frozenset(due))}


def dossiers(folder: Path, first: int | None) -> Iterator[tuple[Path, Loaded]]:
    """Folders with their truths, in order of name."""
    for path in sorted(folder.glob("*/truth.json"))[:first]:
        yield path.parent, json.loads(path.read_text(encoding="utf-8"))


def counted(folder: Path, reports: Path, first: int | None) -> Counts:
    """All kept reports against their truths; dossiers without a report are left out."""
    counts = Counts()
    for _, truth in dossiers(folder, first):
        path = reports / f"{truth['id']}.json"
        if path.exists():
            count(truth, json.loads(path.read_text(encoding="utf-8")), counts)
    return counts


def tables(counts: Counts) -> Iterator[str]:
    """Lines for people."""
    yield "typed values                          all    read   named"
    for name, group in sorted(counts.groups.items()):
        read, named = group["read"] / group["all"], group["named"] / group["all"]
        yield f"  {name:34}{group['all']:6}  {read:6.3f}  {named:6.3f}"
    yield f"role right of named: {share(counts.roles, 'right', 'all')}"
    yield ""
    yield "accepted values                     all  wrong  not judged  wrong at most (95%)"
    whole: Counter[str] = Counter()
    for where, group in sorted(counts.accepted.items()):
        whole.update(group)
        yield accepted_line(where, group)
    yield accepted_line("together", whole)
    yield from (f"  wrong: {line}" for line in counts.wrong)
    yield ""
    yield "confidence          fields   said  right"
    for edge, (number, right, told) in sorted(counts.bins.items()):
        yield f"  up to {edge:4.1f}      {int(number):8}  {told / number:5.2f}  {right / number:5.2f}"
    yield ""
    yield f"handwritten: read and named {share(counts.hand, 'named', 'all')}, accepted {counts.hand['accepted']}"
    yield f"handwritten whose fact stands elsewhere, prefilled right: {share(counts.hand, 'prefilled', 'known')}"


def accepted_line(name: str, group: Counter[str]) -> str:
    """One line of the table of accepted values; those that cannot be judged are left out of the bound."""
    total = group["all"] - group["open"]
    return (
        f"  {name:30}{group['all']:7}{group['wrong']:7}{group['open']:12}  {highest_share(group['wrong'], total):.4f}"
    )


def share(group: Counter[str], part: str, whole: str) -> str:
    """Such as 0.812 (13/16)."""
    return f"{group[part] / group[whole]:.3f} ({group[part]}/{group[whole]})" if group[whole] else "n/a"


if __name__ == "__main__":
    main()
