"""What a secrecy mark says: Mật, Tối mật or Tuyệt mật, also where a letter or an accent was misread."""

import unicodedata
from functools import cache
from pathlib import Path

import yaml

#: What wide letters with serifs are taken for.
_LOOK_ALIKES = str.maketrans("1!|70", "TTTTO")


def stated_level(text: str) -> str | None:
    """The level that words apart from others state, in capitals; None where they are no mark.

    Single letters of the longer marks may be misread. Of a single word only an accent may be lost: another accent
    makes another word, and a frame must tell.
    """
    letters = _letters_of(text)
    for words, level in _levels().items():
        if letters == words or _has_lost_an_accent(letters, words):
            return level
    worn = worn_level(text) if is_capital(text) else None
    return worn if worn != _lowest() else None


def worn_level(text: str) -> str | None:
    """The level that a stamp states, in which accents and a letter may be lost."""
    plain = _without_accents(_letters_of(text.translate(_LOOK_ALIKES)).upper()).replace(" ", "")
    for words, level in reversed(_levels().items()):
        wanted = _without_accents(words).replace(" ", "")
        if _distance(plain, wanted) <= (len(wanted) - 1) // 4:
            return level
    return None


def is_capital(text: str) -> bool:
    """Whether nearly all letters are capitals; some are misread as small ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) >= 0.7 * max(1, len(letters))


def _has_lost_an_accent(letters: str, words: str) -> bool:
    """Whether `letters` are `words` less one accent of two, as where the dot is cut off or melts into the letter."""
    left, whole = (unicodedata.normalize("NFD", written) for written in (letters, words))
    return len(left) == len(whole) - 1 and any(whole[:place] + whole[place + 1 :] == left for place in _accents(whole))


def _accents(decomposed: str) -> list[int]:
    return [place for place, letter in enumerate(decomposed) if unicodedata.combining(letter)]


def _letters_of(text: str) -> str:
    return " ".join("".join(letter for letter in word if letter.isalpha()) for word in text.split()).strip()


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _distance(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, wanted in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted))
    return row[-1]


@cache
def _levels() -> dict[str, str]:
    levels = yaml.safe_load(Path(__file__).with_name("secrecy.yaml").read_text(encoding="utf-8"))
    return {str(words): str(level) for level, words in levels.items()}


def _lowest() -> str:
    return next(iter(_levels().values()))
