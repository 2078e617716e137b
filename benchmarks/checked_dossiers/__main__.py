"""Makes checked dossiers: ``python -m benchmarks.checked_dossiers OUT --data DATA --labels FILE... --side 1``."""

import argparse
import json
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.checked_dossiers.choosing import Job, chosen
from benchmarks.checked_dossiers.defects import DEFECTS, MAIN, left_out
from benchmarks.checked_dossiers.labels import read_labels
from benchmarks.checked_dossiers.plans import Checked
from benchmarks.checked_dossiers.writing import Writer
from benchmarks.held_out_dossiers.faces import use_card_face
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

log = logging.getLogger("checked_dossiers")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="data folder with the catalogue imported")
    parser.add_argument("--labels", type=Path, nargs="+", required=True, help="files with labelled requirements")
    parser.add_argument("--side", type=int, choices=(0, 1), required=True, help="0 development, 1 held out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labelled", type=int, default=1000, help="most labelled procedures")
    parser.add_argument("--unlabelled", type=int, default=24, help="procedures without labels, for defects alone")
    parser.add_argument(
        "--other-side", type=int, default=0, help="labelled procedures of the other side, for rows alone"
    )
    parser.add_argument("--each", type=int, default=40, help="most dossiers of one kind of defect")
    parser.add_argument("--each-other", type=int, default=20, help="the same of kinds beside the first six")
    parser.add_argument("--rows", type=int, default=1000, help="most dossiers with rows left out")
    parser.add_argument("--only-plan", action="store_true", help="draw nothing; print what would be made")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    use_card_face()
    with open_catalogue(Settings(data_dir=given.data)) as catalogue:
        jobs = chosen(catalogue.active, read_labels(given.labels), given)
    plans = list(allotted([planned(job) for job in jobs], given))
    tell(plans)
    if given.only_plan:
        return
    given.out.mkdir(parents=True, exist_ok=True)
    for group in plans:
        write(group, given.out)
        log.info("%s: %d", group[0].base, len(group))


def planned(job: Job) -> list[Checked]:
    """A complete dossier and all that can be made wrong with it; nothing where no dossier can be put together."""
    plan = job.plan()
    if plan is None:
        return []
    wrong = [made for defect in DEFECTS.values() if job.defects and (made := defect(plan))]
    return [plan, *(left_out(plan) if job.rows else ()), *wrong]


def allotted(groups: list[list[Checked]], given: argparse.Namespace) -> Iterator[list[Checked]]:
    """The dossiers of each base, no kind more often than wanted."""
    most = {"clean": len(groups), "missing_paper": given.rows} | dict.fromkeys(MAIN, given.each)
    counts: Counter[str] = Counter()
    for group in groups:
        taken = []
        for plan in group:
            if counts[plan.kind] < most.get(plan.kind, given.each_other):
                counts[plan.kind] += 1
                taken.append(plan)
        if taken:
            yield taken


def write(group: list[Checked], out: Path) -> None:
    """Writes the dossiers of one base; what is there already stays."""
    writer = Writer(out)
    for plan in group:
        if not (out / plan.name / "truth.json").exists():
            writer.write(plan)


def tell(groups: list[list[Checked]]) -> None:
    """What is planned: dossiers by kind, pages that differ."""
    counts = Counter(plan.kind for group in groups for plan in group)
    sides = {
        (plan.base, piece.key, sheet)
        for group in groups
        for plan in group
        for piece in plan.pieces
        for sheet in piece.kept
    }
    log.info("%s", json.dumps({"bases": len(groups), "pages to read": len(sides), **counts}))


if __name__ == "__main__":
    main()
