"""The tables of this folder."""

import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _intruders() -> dict[str, Any]:
    text = resources.files("benchmarks.checked_dossiers").joinpath("intruders.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def table(name: str) -> Any:
    """A table of intruders.yaml, NFC."""
    return _intruders()[name]
