"""The cues (cues.yaml): their names in order, their groups and the weights that were judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class CueList:
    """Names of the cues of each part, in the order of their columns."""

    opening: tuple[str, ...]
    going_on: tuple[str, ...]
    ending: tuple[str, ...]
    judged: Vector
    groups: Mapping[str, tuple[int, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        return self.opening + self.going_on + self.ending


@cache
def cue_list() -> CueList:
    """The cues, read once in each process."""
    parts = yaml.safe_load(Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8"))
    entries = [(name, cue) for part in ("opening", "going_on", "ending") for name, cue in parts[part].items()]
    groups: dict[str, list[int]] = {}
    for column, (_, cue) in enumerate(entries):
        groups.setdefault(cue["group"], []).append(column)
    return CueList(
        tuple(parts["opening"]),
        tuple(parts["going_on"]),
        tuple(parts["ending"]),
        np.array([float(cue["weight"]) for _, cue in entries]),
        {name: tuple(columns) for name, columns in groups.items()},
    )
