"""Measures knowing what was handed in (splits, paper types, procedure, case) on dossiers that were read before.

    python -m benchmarks.knowing EXAMPLES [--data DATA] [--png reliability.png] [--json] [--wrong]

EXAMPLES is a folder of dossiers with their truth (`classifiers.learning.examples`), which no model may have learned
from. The catalogue is the one in force in DATA, by default where the settings say. Models that a centre trained itself
and keeps in DATA are the ones that are measured. Times are of the processor, on one core, without reading the pages.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.process_memory import MemoryWatch
from benchmarks.reliability import draw
from classifiers.learning.examples import read_examples
from classifiers.learning.figures import FIGURES, MAIN, figures, with_procedure, without_procedure
from classifiers.learning.learners import knowing_with
from classifiers.learning.outcomes import Outcome, outcome
from classifiers.learning.resampling import DRAWS, interval
from classifiers.learning.weights import MODELS
from intake_ai.catalogue.service import open_catalogue
from intake_ai.learning.models import models_in_use
from intake_ai.settings import Settings, get_settings

_MEBIBYTE = 1 << 20
_KINDS: dict[str, Callable[[Outcome], str]] = {
    "delivery": lambda one: one.delivery,
    "hardest page": lambda one: one.hardness,
}
_SHARES = (0.5, 0.8, 0.95)


@dataclass(frozen=True)
class Costs:
    """What knowing takes beyond reading.

    Attributes:
        page, dossier, slowest: Seconds of one core: mean of a page, mean and highest of a dossier; the first aside.
        first: Of the first dossier of a process, reading the catalogue and making all tables included.
        memory: Highest of the process, MiB.
    """

    page: float
    dossier: float
    slowest: float
    first: float
    memory: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, tells, and draws the diagram where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.knowing", description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=Path, help="folder of examples")
    parser.add_argument("--data", type=Path, help="data folder whose catalogue is in force")
    parser.add_argument("--png", type=Path, help="where to draw the reliability diagram")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="name the dossiers that were not known rightly")
    parser.add_argument("--draws", type=int, default=DRAWS, help="drawings for the bounds of figures")
    asked = parser.parse_args(arguments)
    settings = get_settings().model_copy(update={"data_dir": asked.data}) if asked.data else get_settings()
    outcomes, opening, memory = measured(asked.examples, settings)
    if not outcomes:
        parser.error(f"no examples in {asked.examples}")
    document = told(outcomes, opening, memory, asked.draws)
    sys.stdout.write(json.dumps(_without_nan(document), indent=1) + "\n" if asked.json else table(document))
    if asked.wrong:
        sys.stdout.writelines(_wrong(outcomes))
    if asked.png:
        draw(_statements(outcomes), asked.png)


def measured(folder: Path, settings: Settings) -> tuple[list[Outcome], float, float]:
    """The outcome of every example, the seconds of opening the catalogue, and the most memory of the process in MiB."""
    began = time.process_time()
    with _one_core(), open_catalogue(settings) as catalogue, MemoryWatch() as watch:
        models = models_in_use(settings)
        own = {name: weights for name in MODELS if (weights := models.of(name)) is not None}
        knowing = knowing_with(catalogue.known, own)
        active = {profile.code for profile in catalogue.profiles}
        opening = time.process_time() - began
        outcomes = [outcome(example, knowing, active) for example in read_examples(folder)]
    return outcomes, opening, watch.peak / _MEBIBYTE


@contextmanager
def _one_core() -> Iterator[None]:
    """Keeps this process on one core; libraries that count the cores later see one."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def told(outcomes: Sequence[Outcome], opening: float, memory: float, draws: int) -> dict[str, Any]:
    """All that is told about the outcomes, as JSON values.

    Args:
        opening: Seconds that the first dossier waits for the catalogue.
        memory: Most of the process, MiB.
        draws: For the bounds of figures.
    """
    known = with_procedure(outcomes)
    return {
        "all": figures(outcomes),
        "with_procedure": figures(known),
        "bounds": {name: _bounds(outcomes, name, draws) for name in MAIN},
        "by_kind": {
            f"{kind}: {value}": figures([one for one in outcomes if of(one) == value])
            for kind, of in _KINDS.items()
            for value in sorted({of(one) for one in outcomes})
        },
        "without_procedure": _certainties_where_all_is_wrong(without_procedure(outcomes)),
        "costs": asdict(_costs(outcomes, opening, memory)),
    }


def _without_nan(value: Any) -> Any:
    """JSON knows no NaN: what the dossiers do not tell is null."""
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def _bounds(outcomes: Sequence[Outcome], name: str, draws: int) -> dict[str, float]:
    return asdict(interval(outcomes, FIGURES[name], lambda one: one.procedure or one.name, draws))


def _certainties_where_all_is_wrong(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """How sure the first candidate is where none can be right."""
    confidences = np.array([one.first.confidence for one in outcomes])
    if not len(confidences):
        return {"dossiers": 0}
    shares = {f"at_least_{share}": int((confidences >= share).sum()) for share in _SHARES}
    quantiles = {f"quantile_{share}": float(np.quantile(confidences, share)) for share in (0.5, 0.9)}
    return {"dossiers": len(confidences), **shares, **quantiles, "highest": float(confidences.max())}


def _costs(outcomes: Sequence[Outcome], opening: float, memory: float) -> Costs:
    totals = [one.seconds for one in outcomes]
    # the first dossier also pays for loading what all share
    lasting = outcomes[1:] or outcomes
    spent = totals[1:] or totals
    return Costs(
        page=sum(spent) / max(1, sum(one.pages for one in lasting)),
        dossier=sum(spent) / len(spent),
        slowest=max(spent),
        first=opening + totals[0],
        memory=memory,
    )


def table(document: dict[str, Any]) -> str:
    """The figures for people to read."""
    return "\n".join([*_main_lines(document), *_kind_lines(document), *_cost_lines(document), ""])


def _main_lines(document: dict[str, Any]) -> list[str]:
    lines = [f"{'':28}{'all':>9}  {'95% bounds':^17}{'with procedure':>16}"]
    for name, value in document["all"].items():
        bounds = document["bounds"].get(name)
        is_told = bounds and not math.isnan(bounds["low"])
        between = f"{_number(bounds['low'])} - {_number(bounds['high'])}" if is_told else ""
        lines.append(f"{name:28}{_number(value):>9}  {between:^17}{_number(document['with_procedure'][name]):>16}")
    return lines


def _kind_lines(document: dict[str, Any]) -> list[str]:
    columns = ("dossiers", *MAIN)
    lines = ["", " " * 24 + "".join(f"{_short(name):>13}" for name in columns)]
    for kind, row in document["by_kind"].items():
        lines.append(f"{kind:24}" + "".join(f"{_number(row[name]):>13}" for name in columns))
    return lines


def _cost_lines(document: dict[str, Any]) -> list[str]:
    unknown, costs = document["without_procedure"], document["costs"]
    return [
        "",
        "for no procedure of the catalogue: "
        + ", ".join(f"{name} {_number(value)}" for name, value in unknown.items()),
        f"seconds of one core: {costs['page']:.3f} a page, {costs['dossier']:.3f} a dossier"
        f" (slowest {costs['slowest']:.3f}),"
        f" {costs['first']:.3f} the first of a process; memory {costs['memory']:.0f} MiB",
    ]


def _short(name: str) -> str:
    words = {"procedure": "proc", "boundary": "bound", "precision": "prec", "paper_type_by_page": "type"}
    for long, short in words.items():
        name = name.replace(long, short)
    return name


def _number(value: float) -> str:
    """Counts are whole numbers, everything else has three places."""
    if math.isnan(value):
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _wrong(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for one in outcomes:
        counts = one.counts
        said = [] if one.place == 1 or one.procedure is None else [f"procedure at {one.place}"]
        said += ["sure of the wrong procedure"] if not one.first.right and one.first.confidence >= 0.8 else []
        said += [] if counts.is_split_exactly else ["split"]
        said += [] if counts.pages == counts.pages_typed_right else ["types"]
        if said:
            lines.append(f"{one.name} ({one.first.confidence:.2f}): {', '.join(said)}\n")
    return lines


def _statements(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "Procedure": [one.first for one in outcomes],
        "Paper: pages and type": [certainty for one in outcomes for certainty in one.papers],
        "Split": [certainty for one in outcomes for certainty in one.splits],
    }


if __name__ == "__main__":
    main()
