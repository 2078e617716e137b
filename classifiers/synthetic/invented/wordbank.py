"""The wording of invented papers as data, and how a sentence is drawn from it: ``[one|other]`` and ``{slot}``."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
SPECIAL = re.compile(r"[{}<>\[\]…\n]+")


@lru_cache(maxsize=8)
def bank(name: str) -> Mapping[str, Any]:
    """The word lists of NAME.yaml, NFC."""
    text = resources.files("classifiers.synthetic.invented").joinpath(f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return loaded


def plain(text: str) -> str:
    """Text of the catalogue without the signs that markup gives a meaning."""
    return re.sub(r"\s+", " ", SPECIAL.sub(" ", unicodedata.normalize("NFC", text))).strip()


def said(rng: random.Random, sentence: str, slot: Callable[[str], str]) -> str:
    """A sentence with its choices made and its slots filled.

    Args:
        rng: Makes the choices.
        sentence: As in phrases.yaml.
        slot: The words for a slot; asked once for every place it stands.
    """
    chosen = CHOICE.sub(lambda found: rng.choice(found[1].split("|")), sentence)
    filled = SLOT.sub(lambda found: slot(found[1]), chosen)
    return re.sub(r" +([.,;:])", r"\1", re.sub(r"  +", " ", filled)).strip()


def lowered(text: str) -> str:
    """The first letter small, unless the word is written in capitals."""
    return text if len(text) < 2 or text[1].isupper() else text[0].lower() + text[1:]


def raised(text: str) -> str:
    """The first letter capital."""
    return text[:1].upper() + text[1:]
