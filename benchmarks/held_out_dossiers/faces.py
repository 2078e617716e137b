"""The typefaces of the held-out dossiers, kept apart from those that training may use.

A family belongs here when the first byte of the SHA-256 of its name is divisible by three.
"""

import hashlib
import random
from functools import lru_cache

from classifiers.synthetic import fonts

NEVER = frozenset({"Liberation Serif", "Liberation Sans", "Liberation Mono"})
SERIFS = ("Gentium Basic", "Gentium Book Basic", "Gentium Book Plus", "Gentium Plus", "DejaVu Serif")
CARD_FACE = "Arimo"
"""Cards are printed in letters of the widths of Arial; this family is one, and ours by the rule above."""


def ours(family: str) -> bool:
    """Whether a family may be used here."""
    return hashlib.sha256(family.encode()).digest()[0] % 3 == 0 and family not in NEVER


@lru_cache(maxsize=1)
def families() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Installed families that are ours: those with serifs, and the others; each with a bold face.

    Raises:
        FontMissing: One of the two is empty.
    """
    whole = [name for name, faces in fonts.installed().items() if ours(name) and (True, False) in faces]
    serif = tuple(name for name in whole if name in SERIFS)
    plain = tuple(name for name in whole if name not in SERIFS)
    if not serif or not plain:
        raise fonts.FontMissing("install the packages that the README of this folder names")
    return serif, plain


def use_card_face() -> None:
    """Print cards and seals in a family of ours."""
    if fonts.FAMILIES["sans"] != CARD_FACE:
        fonts.FAMILIES["sans"] = CARD_FACE
        for kept in (fonts.font_file, fonts.font, fonts.measuring_font, fonts.letter_width):
            kept.cache_clear()


def some_face(rng: random.Random, share_of_serifs: float = 0.8) -> str:
    """A family for one paper; most office paper is set in a face with serifs."""
    serif, plain = families()
    return rng.choice(serif if rng.random() < share_of_serifs else plain)
