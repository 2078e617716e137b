"""Makes texts go wrong as typed ones do: slips of the finger, an input method left off, spelling by ear, texting."""

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from classifiers.vietnamese import fold

_MOST_SLIPS = 3


def with_slips(text: str, random: random.Random) -> str:
    """`text` with up to three words typed wrongly, or all of it typed with the input method off."""
    if random.random() < 0.1:
        return keystrokes(text, random.choice(("telex", "vni")))
    words = text.split()
    for _ in range(random.randint(1, _MOST_SLIPS)):
        position = random.randrange(len(words))
        slip = random.choice(_SLIPS)
        words[position] = slip(words[position], random) or words[position]
    if len(words) > 1 and random.random() < 0.15:
        position = random.randrange(len(words) - 1)
        words[position : position + 2] = [words[position] + words[position + 1]]
    return " ".join(words)


def keystrokes(text: str, method: str) -> str:
    """The keys pressed for `text` in the input method `method`, telex or vni."""
    letters, tones = _rules()[f"{method}_letters"], _rules()[f"{method}_tones"]
    return " ".join(_keys(word, letters, tones) for word in text.split())


def texted(text: str) -> str:
    """`text` with the abbreviations of quick messages."""
    for long, short in _rules()["shortened"].items():
        text = text.replace(long, short)
    return text


def _keys(word: str, letters: Mapping[str, str], tones: Mapping[str, str]) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    typed = "".join(key for mark in decomposed if (key := tones.get(mark)))
    toneless = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in tones))
    return "".join(letters.get(letter, letter) for letter in toneless) + typed


def _neighbouring_key(word: str, random: random.Random) -> str:
    position = random.randrange(len(word))
    near = _neighbours().get(fold(word[position]))
    return word[:position] + random.choice(near) + word[position + 1 :] if near else word


def _dropped(word: str, random: random.Random) -> str:
    position = random.randrange(len(word))
    return word[:position] + word[position + 1 :]


def _doubled(word: str, random: random.Random) -> str:
    position = random.randrange(len(word))
    return word[:position] + word[position] + word[position:]


def _swapped(word: str, random: random.Random) -> str:
    position = random.randrange(max(1, len(word) - 1))
    return word[:position] + word[position : position + 2][::-1] + word[position + 2 :]


def _by_ear(word: str, random: random.Random) -> str:
    rules = _rules()
    possible = [b + word[len(a) :] for pair in rules["starts"] for a, b in (pair, pair[::-1]) if word.startswith(a)]
    possible += [word[: -len(a)] + b for pair in rules["ends"] for a, b in (pair, pair[::-1]) if word.endswith(a)]
    return random.choice(possible) if possible else word


_SLIPS: Sequence[Callable[[str, random.Random], str]] = (_neighbouring_key, _dropped, _doubled, _swapped, _by_ear)


@cache
def _neighbours() -> dict[str, str]:
    """Keys beside each letter's key, in its row and the next."""
    rows: list[str] = _rules()["keyboard"]
    places = {letter: (row, column) for row, letters in enumerate(rows) for column, letter in enumerate(letters)}
    return {
        letter: "".join(
            other
            for other, (other_row, other_column) in places.items()
            if other != letter and abs(row - other_row) <= 1 and abs(column - other_column) <= 1
        )
        for letter, (row, column) in places.items()
    }


@cache
def _rules() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return content
