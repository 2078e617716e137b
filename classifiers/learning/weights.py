"""Weights of the models as files: read, compared with those that ship, and made the content of a file."""

import hashlib
import importlib.util
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from classifiers.learning.learner import Weights

ModelName = Literal["splitting", "typing", "ranking"]
MODELS: tuple[ModelName, ...] = get_args(ModelName)

_FOLDERS: Final = {"splitting": "splitting", "typing": "identifying", "ranking": "ranking"}


class WeightsUnusable(ValueError):
    """A file that holds no weights, or weights of a model that looks at other things than the present one."""


def shipped_file(name: ModelName) -> Path:
    """Where the weights of a model lie that ship with the program."""
    package = importlib.util.find_spec(f"classifiers.{_FOLDERS[name]}")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"classifiers.{_FOLDERS[name]}")
    return Path(package.origin).parent / "weights" / f"{name}.npz"


@cache
def shipped_weights(name: ModelName) -> Weights:
    """The weights that ship with the program.

    Raises:
        WeightsUnusable: There are none.
    """
    return read_weights(shipped_file(name))


def read_weights(path: Path) -> Weights:
    """The arrays of a file, which cannot hold anything that runs.

    Raises:
        WeightsUnusable: It is missing, damaged, or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, KeyError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise WeightsUnusable(f"{path.name}: {error}") from error


def features_of(weights: Weights) -> str:
    """What a model looks at, as 16 hexadecimal digits: names and shapes of its arrays, and its own version of them.

    A model whose inputs change meaning without changing in number says so in an array "features" of one number.
    """
    version = int(weights["features"]) if "features" in weights else 0
    shapes = sorted((name, tuple(array.shape)) for name, array in weights.items())
    return hashlib.sha256(repr((version, shapes)).encode()).hexdigest()[:16]


def npz_bytes(weights: Weights) -> bytes:
    """Weights as the content of an npz file; the same weights give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(weights):
            array = io.BytesIO()
            np.lib.format.write_array(array, np.asarray(weights[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), array.getvalue(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
