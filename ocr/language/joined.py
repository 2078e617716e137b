"""Words that a recogniser ran together: ngày2, BỘCÔNGAN."""

import re
from functools import lru_cache

from ocr.language.model import LanguageModel, shipped_model
from ocr.language.units import canonical
from ocr.syllables import is_well_spelled

_CORE = re.compile(r"^(\W*)([^\W\d_]{4,24})(\W*)$")
_BEFORE_FIGURES = re.compile(r"^(\W*[^\W\d_]{3,7})(\d{1,4}\W*)$")
_LONGEST_SYLLABLE = 7
#: Parts must be so likely after one another on average, natural logarithm: syllables of one set phrase are.
_LIKELY = -5.0


def parted(word: str, model: LanguageModel | None = None) -> tuple[str, ...]:
    """The words that a read word is made of, punctuation kept; the word alone where it is one or nothing is certain.

    - A syllable with an accent and figures are two words: no code of office papers has accents.
    - Letters that are no syllable, but a row of known ones that are often seen after one another, one accented at
      least, in lower case or in capitals throughout.
    """
    return _parted(word, model or shipped_model())


@lru_cache(maxsize=4000)
def _parted(word: str, model: LanguageModel) -> tuple[str, ...]:
    figures = _BEFORE_FIGURES.match(word)
    if figures:
        syllable = figures[1].lstrip("([{“\"'-–")
        return figures.groups() if not syllable.isascii() and model.knows(syllable) else (word,)
    match = _CORE.match(word)
    if not match or not (match[2].islower() or match[2].isupper() or match[2].istitle()):
        return (word,)
    core = match[2]
    if model.knows(core) or is_well_spelled(core) or core.isascii():
        return (word,)
    ends = _likeliest(core, model)
    if len(ends) < 2:
        return (word,)
    parts = [core[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return (match[1] + parts[0], *parts[1:-1], parts[-1] + match[3])


def _likeliest(core: str, model: LanguageModel) -> tuple[int, ...]:
    """Where the syllables of a row end, if the row is likely."""
    # for each place the likeliest row of syllables that ends there: its score, numbers and ends
    rows: dict[int, tuple[float, tuple[int, ...], tuple[int, ...]]] = {0: (0.0, (), ())}
    for end in range(1, len(core) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if start not in rows:
                continue
            score, numbers, ends = rows[start]
            syllable = canonical(core[start:end])
            number = model.number(syllable)
            if not number or not is_well_spelled(syllable) or (end - start == 1 and syllable.isascii()):
                continue
            if numbers and not model.follows(numbers[-1], number):
                continue
            total = score + (model.numbered_log_probability(numbers[-2:], number) if numbers else 0.0)
            if end not in rows or total > rows[end][0]:
                rows[end] = (total, (*numbers, number), (*ends, end))
    score, numbers, ends = rows.get(len(core), (0.0, (), ()))
    return ends if len(ends) > 1 and score / (len(ends) - 1) > _LIKELY else ()
