"""What is planned, and the worker that makes and reads one dossier."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.held_out_dossiers.choosing import held_out, neighbourhoods
from benchmarks.held_out_dossiers.faces import use_card_face
from benchmarks.held_out_dossiers.making import make_held, truth_of
from benchmarks.held_out_dossiers.planning import askable, plan_core, plan_for, plan_mixed
from benchmarks.held_out_dossiers.plans import HeldPlan
from benchmarks.held_out_dossiers.setting import Around
from classifiers.learning.examples import SUFFIX, read_example, write_example
from classifiers.learning.reading_back import read_back
from classifiers.synthetic.seeds import seeded
from intake_ai.catalogue.models import Procedure
from ocr.reader import ReadingOptions

Job = tuple[str, str, Procedure | tuple[Procedure, ...], Around, tuple[str, ...], int]
MOST_LEAVES = 14


def jobs(active: Sequence[Procedure], far: Sequence[Procedure], counts: argparse.Namespace) -> list[Job]:
    """Everything to plan, in an order whose every beginning is a fair sample."""
    chosen = [procedure for procedure in active if held_out(procedure) and procedure.requirements]
    seeded("order", counts.seed).shuffle(chosen)
    usable = [procedure for procedure in chosen if askable(procedure)][: counts.procedures]
    around = neighbourhoods(usable, active)
    made: list[Job] = []
    for number in range(counts.core):
        procedure = usable[number % len(usable)]
        made.append(("core", f"held_{number:04d}", procedure, *around[procedure.code], counts.seed))
    rest: list[Job] = [
        ("outside", f"out_{procedure.code.replace('.', '_')}", procedure, Around(), (), counts.seed)
        for procedure in far
    ]
    for number in range(counts.mixed):
        group = tuple(seeded("mix", counts.seed, number).sample(chosen, 5))
        rest.append(("mixed", f"mix_{number:03d}", group, Around(), (), counts.seed))
    seeded("rest", counts.seed).shuffle(rest)
    step = max(1, len(made) // max(1, len(rest)))
    for place, job in enumerate(rest):
        made.insert(place * (step + 1), job)
    return made


def planned(job: Job) -> HeldPlan | None:
    """The plan of a job."""
    kind, name, about, around, same, seed = job
    if isinstance(about, tuple):
        return plan_mixed(about, name, seed)
    if kind == "outside":
        return plan_for(about, name, seed, around, same, outside=True)
    return plan_core(about, int(name.removeprefix("held_")), seed, around, same)


def run(task: tuple[Job, Path]) -> dict[str, object] | None:
    """Plan, make and read one dossier; what was read already keeps its reading and gets the truth anew."""
    job, out = task
    use_card_face()
    path = out / f"{job[1]}{SUFFIX}"
    plan = planned(job)
    if plan is None or len(plan.leaves) > MOST_LEAVES or not plan.leaves:
        return None
    start = time.perf_counter()
    if not path.exists():
        made = make_held(plan)
        drawn = time.perf_counter() - start
        read_back(made, out, ReadingOptions(processes=1))
    else:
        drawn = 0.0
        write_example(out, plan.name, truth_of(plan), read_example(path).pages)
    took = time.perf_counter() - start
    return {
        "name": plan.name,
        "kind": plan.kind,
        "code": plan.code,
        "delivery": plan.delivery,
        "hardness": plan.hardness,
        "pages": len(plan.leaves),
        "papers": len(plan.papers),
        "defects": list(plan.defects),
        "drawn_s": round(drawn, 2),
        "took_s": round(took, 2),
    }
