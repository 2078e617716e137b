"""The models that a centre trained itself, in DATA/models: which are in use, their replacement, and the way back.

Each state is a folder of its own, whole before anybody looks into it: states/<name>/<model>.npz and .json. The file
in_use.json names the state in use and the one before; replacing that file is the one step that changes models.
"""

import hashlib
import json
import logging
import secrets
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
from intake_ai.learning.keeping import make_private
from intake_ai.settings import Settings

_log = logging.getLogger(__name__)
_IN_USE = "in_use.json"
_STATES = "states"
_SHIPPED = ""
"""Stands for the state without any model of the centre's own."""


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


@dataclass(frozen=True)
class _InUse:
    """Names of the folders of two states.

    Attributes:
        former: None where nothing was ever replaced.
    """

    state: str = _SHIPPED
    former: str | None = None


def models_in_use(settings: Settings) -> Models:
    """The centre's own models; what is damaged or made for another version of the program is left out with a warning.

    Returns:
        None for each model of which the shipped one is to be used.
    """
    folder = state_folder(settings)
    return Models(**{name: _usable(folder, name) for name in MODELS}) if folder else Models()


def state_folder(settings: Settings) -> Path | None:
    """Where the models in use lie; None where all are the shipped ones."""
    state = _in_use(models_folder(settings)).state
    return models_folder(settings) / _STATES / state if state != _SHIPPED else None


def record_of(settings: Settings, name: ModelName) -> ModelRecord | None:
    """What is known of a centre's own model; None where the shipped one is used."""
    folder = state_folder(settings)
    return _record(folder, name) if folder else None


def new_record(name: ModelName, weights: Weights, **known: Any) -> ModelRecord:
    """The record of weights made now; `known` are its other attributes."""
    sha256 = hashlib.sha256(npz_bytes(weights)).hexdigest()
    return ModelRecord(
        name, features_of(weights), sha256, made=datetime.now(UTC).isoformat(timespec="seconds"), **known
    )


def replace_models(settings: Settings, made: Mapping[ModelName, tuple[Weights, ModelRecord]]) -> None:
    """Put new models into use, all at once; what was in use before is kept as the former state.

    Raises:
        OSError: The folder cannot be written; what was in use stays.
    """
    folder = models_folder(settings)
    before, name = _in_use(folder), _new_name()
    state = folder / _STATES / name
    make_private(settings.data_dir, state)
    try:
        for path in _files(folder / _STATES / before.state) if before.state != _SHIPPED else ():
            shutil.copy2(path, state / path.name)
        for model, (weights, record) in made.items():
            write_whole(state / f"{model}.npz", npz_bytes(weights))
            write_whole(state / f"{model}.json", _json(record))
        write_whole(folder / _IN_USE, _json(_InUse(name, before.state)))
    except BaseException:
        # unless the switch was made, and something stopped the program just after it
        if _in_use(folder).state != name:
            shutil.rmtree(state, ignore_errors=True)
        raise
    _remove_others(folder)


def bring_back_former(settings: Settings) -> bool:
    """Change what is in use for what was in use before the last replacement, and the other way round.

    Returns:
        Whether there was a former state.
    """
    folder = models_folder(settings)
    now = _in_use(folder)
    if now.former is None:
        return False
    write_whole(folder / _IN_USE, _json(_InUse(now.former, now.state)))
    return True


def _new_name() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def _json(record: ModelRecord | _InUse) -> bytes:
    return (json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n").encode()


def _in_use(folder: Path) -> _InUse:
    """Which states are in use; the shipped models where nothing readable tells."""
    path = folder / _IN_USE
    if not path.exists():
        return _InUse()
    try:
        found = _InUse(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        _log.warning("the shipped models are used: %s: %s", path.name, error)
        return _InUse()
    return found if all(_is_state(folder, name) for name in (found.state, found.former)) else _InUse()


def _is_state(folder: Path, name: object) -> bool:
    if name is None or name == _SHIPPED:
        return True
    return isinstance(name, str) and Path(name).name == name and (folder / _STATES / name).is_dir()


def _remove_others(folder: Path) -> None:
    """States older than the former one; whoever began to read the former one still finds it."""
    now = _in_use(folder)
    for state in (folder / _STATES).iterdir():
        if state.name not in {now.state, now.former}:
            shutil.rmtree(state, ignore_errors=True)


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
    if features_of(weights) != _wanted_features(name, record):
        raise WeightsUnusable(f"{path.name} was made for another version of the program; train anew")
    return weights


def _wanted_features(name: ModelName, record: ModelRecord) -> str:
    """What the program's own model looks at; where that is missing, what the centre's did when it was made."""
    try:
        return features_of(shipped_weights(name))
    except WeightsUnusable:
        return record.features


def _record(folder: Path, name: ModelName) -> ModelRecord | None:
    try:
        return ModelRecord(**json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _files(folder: Path) -> list[Path]:
    names = [f"{name}.{ending}" for name in MODELS for ending in ("npz", "json")]
    return [folder / name for name in names if (folder / name).exists()]
