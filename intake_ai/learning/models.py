"""The models that a centre trained itself, in DATA/models: which are in use, their replacement, and the way back."""

import hashlib
import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifiers.learning.learner import Weights
from classifiers.learning.weights import (
    MODELS,
    ModelName,
    WeightsUnusable,
    features_of,
    npz_bytes,
    read_weights,
    shipped_weights,
)
from classifiers.learning.whole_files import write_whole
from intake_ai.settings import Settings

_log = logging.getLogger(__name__)
_OWNER_ALONE = 0o700


@dataclass(frozen=True)
class Models:
    """Weights that stand for the shipped ones; None where the shipped ones are used."""

    splitting: Weights | None = None
    typing: Weights | None = None
    ranking: Weights | None = None

    def of(self, name: ModelName) -> Weights | None:
        weights: Weights | None = getattr(self, name)
        return weights


@dataclass(frozen=True)
class ModelRecord:
    """What is kept beside weights.

    Attributes:
        features: What the model looks at (`features_of`).
        sha256: Of the weights' file.
        seed: It was trained with.
        learned: Dossiers that it learned from, corrections among them where `with_lessons`.
        made: Day and time, UTC, ISO 8601.
        by: Who trained it, as they said.
        catalogue: Version in force.
        figures: On the dossiers that it was judged by.
        loss, loss_before: Mean loss there (`classifiers.learning.losses`), and of the model that it replaced.
    """

    model: ModelName
    features: str
    sha256: str
    seed: int
    learned: int
    with_lessons: bool
    made: str
    by: str = ""
    catalogue: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    loss: float = 0.0
    loss_before: float = 0.0


def models_folder(settings: Settings) -> Path:
    return settings.data_dir / "models"


def models_in_use(settings: Settings) -> Models:
    """The centre's own models; what is damaged or made for another version of the program is left out with a warning.

    Returns:
        None for each model of which the shipped one is to be used.
    """
    folder = models_folder(settings)
    return Models(**{name: _usable(folder, name) for name in MODELS})


def record_of(settings: Settings, name: ModelName) -> ModelRecord | None:
    """What is known of a centre's own model; None where the shipped one is used."""
    return _record(models_folder(settings), name)


def new_record(name: ModelName, weights: Weights, **known: Any) -> ModelRecord:
    """The record of weights made now; `known` are its other attributes."""
    sha256 = hashlib.sha256(npz_bytes(weights)).hexdigest()
    return ModelRecord(
        name, features_of(weights), sha256, made=datetime.now(UTC).isoformat(timespec="seconds"), **known
    )


def replace_models(settings: Settings, made: Mapping[ModelName, tuple[Weights, ModelRecord]]) -> None:
    """Put new models into use; all that was in use before is kept as the former state.

    Raises:
        OSError: The folder cannot be written; what was in use stays.
    """
    folder = models_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    next_state = folder / "next"
    _emptied(next_state)
    for path in _files(folder):
        shutil.copy2(path, next_state / path.name)
    for name, (weights, record) in made.items():
        write_whole(next_state / f"{name}.npz", npz_bytes(weights))
        text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
        write_whole(next_state / f"{name}.json", (text + "\n").encode())
    _emptied(folder / "former")
    _moved(folder, folder / "former")
    _moved(next_state, folder)
    next_state.rmdir()


def bring_back_former(settings: Settings) -> bool:
    """Change what is in use for what was in use before the last replacement, and the other way round.

    Returns:
        Whether there was a former state.
    """
    folder = models_folder(settings)
    former, aside = folder / "former", folder / "next"
    if not former.is_dir():
        return False
    _emptied(aside)
    _moved(folder, aside)
    _moved(former, folder)
    _moved(aside, former)
    aside.rmdir()
    return True


def _usable(folder: Path, name: ModelName) -> Weights | None:
    path = folder / f"{name}.npz"
    if not path.exists():
        return None
    try:
        return _checked(path, _record(folder, name), name)
    except WeightsUnusable as error:
        _log.warning("the shipped model is used for %s: %s", name, error)
        return None


def _checked(path: Path, record: ModelRecord | None, name: ModelName) -> Weights:
    if record is None:
        raise WeightsUnusable(f"{path.name} has no readable record")
    weights = read_weights(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != record.sha256:
        raise WeightsUnusable(f"{path.name} is not the file that its record tells of")
    if features_of(weights) != features_of(shipped_weights(name)):
        raise WeightsUnusable(f"{path.name} was made for another version of the program; train anew")
    return weights


def _record(folder: Path, name: ModelName) -> ModelRecord | None:
    try:
        return ModelRecord(**json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _files(folder: Path) -> list[Path]:
    names = [f"{name}.{ending}" for name in MODELS for ending in ("npz", "json")]
    return [folder / name for name in names if (folder / name).exists()]


def _moved(source: Path, target: Path) -> None:
    for path in _files(source):
        path.replace(target / path.name)


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=_OWNER_ALONE)
