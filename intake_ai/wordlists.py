"""Reads the word lists that lie beside the modules that use them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def wordlists(beside: str, name: str) -> dict[str, Any]:
    """The YAML file `name` in the folder of the module whose `__file__` is `beside`, read once.

    Raises:
        FileNotFoundError: There is no such file.
        TypeError: It holds no mapping.
    """
    content = yaml.safe_load(Path(beside).with_name(name).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{name}: no mapping of lists")
    return content


def phrases(beside: str, name: str, key: str) -> tuple[str, ...]:
    """The list `key` of that file; its words are folded where the texts that they are sought in are.

    Raises:
        KeyError: There is no such list.
    """
    return tuple(str(phrase) for phrase in wordlists(beside, name)[key])
