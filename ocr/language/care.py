"""How warily a word may be repaired: prose freely, names of places and bodies hardly, names of persons almost never."""

from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path

import yaml

from ocr.language.model import LanguageModel
from ocr.language.units import BOUNDARY, CODE, NUMBER, Unit, canonical
from ocr.syllables import is_well_spelled

_SPECIAL = frozenset({BOUNDARY, CODE, NUMBER})
_LONGEST_NAME = 5
#: A line with fewer accented words than one in so many, and half of the others no Vietnamese, is in another language.
_FEWEST_ACCENTED = 5


class Care(IntEnum):
    """How warily."""

    PROSE = 0
    PROPER = 1
    PERSON = 2
    FIXED = 3


@cache
def _family_names() -> frozenset[str]:
    names = yaml.safe_load((Path(__file__).parent / "family_names.yaml").read_text(encoding="utf-8"))
    return frozenset(canonical(name) for name in names)


def care_of(words: Sequence[str], units: Sequence[Unit], model: LanguageModel) -> list[Care]:
    """How warily each unit of a line may be repaired.

    Figures, codes and single letters never; a capitalised word in the middle of a sentence, or beside another, is
    a name of something; a run of such words, or of words in capitals, that opens with a family name is a person's.
    """
    if _is_foreign(units):
        return [Care.FIXED] * len(units)
    shapes = [_shape(words, unit) for unit in units]
    result = [
        Care.FIXED if shape in "# " else Care.PROPER if shape == "A" and _is_proper(shapes, index) else Care.PROSE
        for index, shape in enumerate(shapes)
    ]
    for start, end in _runs(shapes):
        if end - start > 1 and _opens_name(units, start, model, in_capitals=shapes[start] == "C"):
            last = min(end, start + _LONGEST_NAME)
            result[start:last] = [max(Care.PERSON, care) for care in result[start:last]]
    return result


def _is_foreign(units: Sequence[Unit]) -> bool:
    words = [unit.text for unit in units if unit.start < unit.end]
    accented = sum(not word.isascii() for word in words)
    if len(words) < 3 or accented * _FEWEST_ACCENTED >= len(words):
        return False
    return sum(is_well_spelled(word) for word in words) * 2 < len(words)


def _shape(words: Sequence[str], unit: Unit) -> str:
    """``a`` lower case, ``A`` capitalised, ``C`` in capitals, ``|`` an end, ``#`` never touched."""
    if unit.text == BOUNDARY:
        return "|" if unit.start == unit.end else "#"
    letters = words[unit.word][unit.start : unit.end]
    if unit.text in _SPECIAL or len(letters) < 2:
        return "#"
    if letters.islower():
        return "a"
    if letters.isupper():
        return "C"
    return "A" if letters[0].isupper() and letters[1:].islower() else "#"


def _is_proper(shapes: Sequence[str], index: int) -> bool:
    opens = index == 0 or shapes[index - 1] in "|#"
    return not opens or index + 1 == len(shapes) or shapes[index + 1] != "a"


def _runs(shapes: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of capitalised words and of words in capitals."""
    result, start = [], 0
    for index in range(1, len(shapes) + 1):
        if index == len(shapes) or shapes[index] != shapes[start]:
            if shapes[start] in "AC":
                result.append((start, index))
            start = index
    return result


def _opens_name(units: Sequence[Unit], start: int, model: LanguageModel, *, in_capitals: bool) -> bool:
    if units[start].text not in _family_names():
        return False
    pair = model.number(units[start].text), model.number(units[start + 1].text)
    return not (in_capitals and model.follows(*pair))
