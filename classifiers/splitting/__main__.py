"""Trains the weights that ship, and records how good they are.

``python -m classifiers.splitting EXAMPLES [--seed 0] [--into classifiers/splitting/weights] [--without-groups]``

One fold of the procedures in four is held back for the figures; the weights that are written are fitted on all.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.learning.examples import Example, read_examples
from classifiers.learning.weights import npz_bytes
from classifiers.learning.whole_files import write_whole
from classifiers.splitting.fitting import Batch, batches, fit
from classifiers.splitting.measuring import measure_splitting
from classifiers.splitting.model import WEIGHTS, SplittingModel
from classifiers.splitting.stacks import stacks
from classifiers.splitting.training import SplittingLearner, folds_of, sequences_of
from classifiers.splitting.weighing import Vector, cue_list
from classifiers.synthetic.seeds import seeded

_STACKS = 60


def main() -> None:
    """Train, measure, write."""
    arguments = _arguments()
    examples = list(read_examples(arguments.examples))
    began = time.process_time()
    weights = SplittingLearner().learn(examples, None, arguments.seed)
    seconds = time.process_time() - began
    arguments.into.mkdir(exist_ok=True)
    write_whole(arguments.into / WEIGHTS.name, npz_bytes(weights))
    line = tuple(float(number) for number in weights["calibration"])
    figures = {
        "examples": len(examples),
        "procedures": len({example.code for example in examples}),
        "seed": arguments.seed,
        "training_seconds": round(seconds),
        "bytes": len(npz_bytes(weights)),
        **_held_back(examples, arguments.seed, line, arguments.without_groups),
    }
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (arguments.into / "figures.json").write_text(text + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--into", type=Path, default=WEIGHTS.parent)
    parser.add_argument("--without-groups", action="store_true", help="also measure without each group of cues")
    return parser.parse_args()


def _held_back(
    examples: Sequence[Example], seed: int, line: tuple[float, ...], without_groups: bool
) -> dict[str, dict[str, Any]]:
    """Figures on a fold of procedures that the fit did not see: dossiers, and stacks of many papers made of them."""
    held, *others = folds_of(examples, seed)
    prepared = batches([one for number, fold in enumerate(others) for one in sequences_of(fold, seed + number)])
    mixed = list(stacks(held, _STACKS, seeded("held back", seed)))
    model = _model(fit(prepared), line)
    result: dict[str, dict[str, Any]] = {
        "held_back_procedures": _rounded(measure_splitting(held, model)),
        "stacks_of_held_back_papers": _rounded(measure_splitting(mixed, model)),
    }
    if without_groups:
        result["without"] = {
            group: _rounded(measure_splitting(held, _model(_without(prepared, columns), line)))
            for group, columns in cue_list().groups.items()
        }
    return result


def _without(prepared: Sequence[Batch], columns: Sequence[int]) -> Vector:
    """Weights fitted without some cues, which then weigh nothing."""
    bare = []
    for batch in prepared:
        cues, truth = batch.cues.copy(), batch.truth.copy()
        cues[..., list(columns)] = 0
        truth[list(columns)] = 0
        bare.append(Batch(cues, batch.barred, truth))
    weights = fit(bare)
    weights[list(columns)] = 0.0
    return weights


def _model(weights: Vector, line: tuple[float, ...]) -> SplittingModel:
    return SplittingModel(dict(zip(cue_list().names, np.asarray(weights).tolist(), strict=True)), *line)


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


if __name__ == "__main__":
    main()
