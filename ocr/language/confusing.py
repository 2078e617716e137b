"""What a recogniser takes for what: how likely it reads one syllable where another is printed."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ocr.language.specimens import ReadWord
from ocr.language.units import canonical, skeleton

#: Where the confusions that ship are.
SHIPPED = Path(__file__).parent / "confusions.json"
#: As in `ocr.engines`, whose import would load what runs networks.
DEFAULT_ENGINE, _FALLBACK = "network", "tesseract"
#: Letters of one base (o, ô, ơ with any tone) that were never seen confused are still taken for one another at times.
_UNSEEN_MARK, _UNSEEN_LETTER = 3e-5, 1e-7
#: Occurrences that the counts are smoothed with.
_WEIGHT = 200.0
_STEPS = 10


@dataclass(frozen=True)
class Confusions:
    """Which letters are read for which, and how much a word's confidence says, both counted on printed specimens.

    Attributes:
        read_for: Letter printed, then letter read: natural logarithm of the probability.
        odds: For each of the steps of confidence that `_step` makes: natural logarithm of how much likelier than
            on average a word of this confidence is wrong.
    """

    read_for: Mapping[str, Mapping[str, float]]
    odds: tuple[float, ...]

    def log_probability(self, read: str, printed: str) -> float:
        """Natural logarithm of the probability that ``printed`` is read as ``read``, syllables of one length."""
        return sum(self._letter(seen, true) for seen, true in zip(read, printed, strict=True) if seen != true)

    def _letter(self, seen: str, true: str) -> float:
        known = self.read_for.get(true, {}).get(seen)
        if known is not None:
            return known
        return math.log(_UNSEEN_MARK if skeleton(seen) == skeleton(true) else _UNSEEN_LETTER)

    def doubt(self, confidence: float) -> float:
        """What a word's confidence (0-1) adds to the logarithm of the odds that it is wrong."""
        return self.odds[_step(confidence)]


def learned(words: Iterable[ReadWord]) -> Confusions:
    """Counts confusions in words read from known print; those read longer or shorter than they are teach nothing."""
    printed: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    wrong, every = [1.0] * _STEPS, [20.0] * _STEPS
    for word in words:
        step = _step(word.confidence)
        every[step] += 1
        wrong[step] += (word.text,) != word.truth
        if len(word.truth) == 1 and len(word.text) == len(word.truth[0]):
            for seen, true in zip(canonical(word.text), canonical(word.truth[0]), strict=True):
                printed[true] += 1
                if seen != true:
                    confused[true, seen] += 1
    overall = _log_odds(sum(wrong) / sum(every))
    return Confusions(
        _probabilities(printed, confused),
        tuple(round(_log_odds(bad / all_) - overall, 3) for bad, all_ in zip(wrong, every, strict=True)),
    )


def _step(confidence: float) -> int:
    """Steps halve towards certainty, where most words are: 0-0.5, 0.5-0.75, 0.75-0.875, ..."""
    return min(int(-math.log2(max(1 - confidence, 1e-9))), _STEPS - 1)


def _probabilities(printed: Counter[str], confused: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    for (true, seen), count in sorted(confused.items()):
        if not (true.isalpha() and seen.isalpha()):
            continue
        unseen = _UNSEEN_MARK if skeleton(seen) == skeleton(true) else _UNSEEN_LETTER
        if count > 1 or skeleton(seen) == skeleton(true):
            chance = (count + _WEIGHT * unseen) / (printed[true] + _WEIGHT)
            result.setdefault(true, {})[seen] = round(math.log(chance), 3)
    return result


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def save(by_engine: Mapping[str, Confusions], path: Path) -> None:
    """Writes the confusions of engines as JSON, a printed letter a line."""
    engines = []
    for engine, confusions in sorted(by_engine.items()):
        lines = [f"    {_json(letter)}: {_json(dict(seen))}" for letter, seen in sorted(confusions.read_for.items())]
        body = ",\n".join(lines)
        engines.append(f'  {_json(engine)}: {{"odds": {_json(list(confusions.odds))}, "read_for": {{\n{body}\n  }}}}')
    path.write_text("{\n" + ",\n".join(engines) + "\n}\n", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def load(path: Path) -> dict[str, Confusions]:
    """Reads what `save` wrote, by engine.

    Raises:
        OSError, ValueError, KeyError: The file is not such.
    """
    value: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {engine: Confusions(known["read_for"], tuple(known["odds"])) for engine, known in value.items()}


@cache
def shipped_confusions(engine: str = DEFAULT_ENGINE) -> Confusions:
    """Those of an engine (`ocr.engines`), loaded once in this process; what it was never seen to confuse, as Tesseract.

    Our network is fine-tuned from Tesseract's and errs in the same places, less often.
    """
    known = load(SHIPPED)
    fallback = known[_FALLBACK]
    own = known.get(engine, fallback)
    letters = {*own.read_for, *fallback.read_for}
    return Confusions(
        {letter: {**fallback.read_for.get(letter, {}), **own.read_for.get(letter, {})} for letter in letters}, own.odds
    )
