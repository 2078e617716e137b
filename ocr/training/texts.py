"""Texts of lines to learn from: windows of the catalogue's sentences, labels, names, numbers, rare syllables."""

import gzip
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ocr.syllables import is_syllable

_FIGURES = "0123456789"
_CAPITALS = "ABCDĐEGHIKLMNOPQRSTUVXY"
_PIECE = re.compile(r"\{([^{}]+)\}")
_SYLLABLE = re.compile(r"[^\W\d_]+")


def sentences(catalogue: Path) -> list[str]:
    """Every text of a catalogue, NFC, white space single: a file of one JSON object a line, plain or gzipped."""
    opened = gzip.open if catalogue.suffix == ".gz" else open
    with opened(catalogue, "rt", encoding="utf-8") as lines:
        found = {
            " ".join(unicodedata.normalize("NFC", text).split()) for line in lines for text in _texts(json.loads(line))
        }
    return sorted(text for text in found if " " in text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


class LineTexts:
    """Draws texts of lines.

    Args:
        catalogue: Its sentences (`sentences`).
        alphabet: Characters that may stand in a line; texts with others are not drawn.
        seed: The same seed draws the same texts.
    """

    def __init__(self, catalogue: list[str], alphabet: str, seed: int) -> None:
        self._sentences = catalogue
        self._alphabet = frozenset(alphabet)
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        counts = Counter(word.casefold() for text in catalogue for word in _SYLLABLE.findall(text))
        self._syllables = sorted(word for word, count in counts.items() if count >= 3 and is_syllable(word))

    def draw(self) -> str:
        """One line of 1 to about 60 characters."""
        while True:
            text = unicodedata.normalize("NFC", self._any().strip())[:64].strip()
            if text and self._alphabet.issuperset(text):
                return text

    def _any(self) -> str:
        kind = self._random.random()
        if kind < 0.5:
            return self._cased(self._window())
        if kind < 0.8:
            pattern = self._random.choice(_lists()["patterns"])
            return _PIECE.sub(lambda piece: self._filled(piece[1]), pattern)
        return self._cased(self._rare())

    def _window(self) -> str:
        words = self._random.choice(self._sentences).split()
        length = min(len(words), self._random.randint(1, 11))
        start = self._random.randint(0, len(words) - length)
        return " ".join(words[start : start + length])

    def _rare(self) -> str:
        """Syllables that do not go together: only the eye can tell their tone marks."""
        words = [self._random.choice(self._syllables) for _ in range(self._random.randint(1, 8))]
        words = [word.capitalize() if self._random.random() < 0.3 else word for word in words]
        ends = ["", "", "", "", ",", ";", ".", ":", "?", "!", ")", "”"]
        return " ".join(word + self._random.choice(ends) for word in words)

    def _cased(self, text: str) -> str:
        kind = self._random.random()
        if kind < 0.13:
            return text.upper()
        return text.title() if kind < 0.18 else text

    def _filled(self, piece: str) -> str:
        if set(piece) == {"d"}:
            return "".join(self._random.choices(_FIGURES, k=len(piece)))
        if piece == "D+":
            return "".join(self._random.choices(_FIGURES, k=self._random.randint(1, 5)))
        syllable = self._random.choice(self._syllables)
        letter = self._random.choice(_CAPITALS)
        meanings: dict[str, str] = {
            "A": letter,
            "a": letter.lower(),
            "n": " ".join(self._name()),
            "W": syllable.capitalize(),
            "U": syllable.upper(),
            "E": self._random.choice(_lists()["foreign"]),
            "e": _plain(syllable) + _plain(self._random.choice(self._syllables)),
            "w": syllable,
        }
        return meanings[piece]

    def _name(self) -> list[str]:
        lists = _lists()
        middle = self._random.choices(lists["middle_names"], k=self._random.randint(0, 2))
        return [self._random.choice(lists["family_names"]), *middle, self._random.choice(self._syllables).capitalize()]


def _plain(word: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return bare.replace("đ", "d")


@cache
def _lists() -> dict[str, list[str]]:
    content: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return content
