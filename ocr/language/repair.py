"""Repairs the words of a read line: what the recogniser saw weighed against what Vietnamese office text says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ocr.language.care import Care, care_of
from ocr.language.confusing import DEFAULT_ENGINE, Confusions, shipped_confusions
from ocr.language.model import LanguageModel, shipped_model
from ocr.language.units import Unit, canonical, skeleton, units_of, with_early_tone
from ocr.syllables import is_well_spelled

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Candidates of a unit that are considered: those likeliest to be taken for it.
_MOST_CHOICES = 12
#: Candidates that lose by more while their neighbours stand as read are not weighed with other neighbours.
_WORTH_WEIGHING = -7.0
_MOST_REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class WordReading:
    """A word as a recogniser read it.

    Attributes:
        text: NFC, without spaces.
        confidence: 0-1.
        alternatives: Other readings of the whole word, and how much less likely than ``text`` the picture makes
            each (differences of natural logarithms); empty where the recogniser tells none.
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Scales:
    """How evidence is weighed; set on printed specimens (``python -m ocr.language.measuring``).

    Attributes:
        language: Weight of the language model against the optical evidence.
        margin: By how much a change must win in prose, in natural logarithms.
        said: The same where the recogniser itself names the change.
        proper, person: The same for names of bodies and places, and of persons.
        unsaid: What a candidate that the recogniser does not name pays beside its confusion, if it names any.
    """

    language: float = 0.7
    margin: float = 1.5
    said: float = 1.0
    proper: float = 6.0
    person: float = 12.0
    unsaid: float = 4.0


@dataclass(frozen=True, slots=True)
class _Choice:
    """A candidate for a unit: its number in the model, its canonical text, and the score without the model."""

    number: int
    text: str
    score: float


@dataclass(frozen=True)
class Repairer:
    """Repairs lines with a model and known confusions; both default to those that ship."""

    model: LanguageModel = field(default_factory=shipped_model)
    confusions: Confusions = field(default_factory=shipped_confusions)
    scales: Scales = Scales()
    remembered: dict[str, tuple[_Choice, ...]] = field(default_factory=dict, repr=False)

    def repaired(self, line: Sequence[WordReading], before: Sequence[str] = ()) -> list[str]:
        """The words of a line, repaired; as many as read, each with its case and punctuation.

        Args:
            line: Left to right.
            before: Words that the line goes on from, where they are known.
        """
        words = [reading.text for reading in line]
        units = units_of(words)
        known = [self.model.number(unit.text) for unit in units]
        context = [self.model.number(unit.text) for unit in units_of(list(before[-2:]))]
        # two unknown units before and after keep every triple within bounds
        numbers = np.array([0, 0, *context, *known, 0, 0], dtype=np.int64)
        start = 2 + len(context)
        alone = self._alone(units, numbers, start)
        choices = [[_Choice(number, unit.text, 0.0)] for unit, number in zip(units, known, strict=True)]
        found = self._candidates(line, units, care_of(words, units, self.model), alone)
        if not found:
            return words
        for (index, choice), gain in zip(found, self._gains(found, numbers, start, alone), strict=True):
            if gain > _WORTH_WEIGHING:
                choices[index].append(choice)
        if all(len(some) == 1 for some in choices):
            return words
        return _rewritten(words, units, self._best(choices, tuple(context[-2:])))

    def _alone(self, units: Sequence[Unit], numbers: Integers, start: int) -> Floats:
        """What the model says of each unit as read after those before it; two zeros follow the last."""
        end = start + len(units)
        here = numbers[start:end]
        result = np.zeros(len(units) + 2)
        result[:-2] = self.model.log_probabilities(numbers[start - 2 : end - 2], numbers[start - 1 : end - 1], here)
        for index in np.flatnonzero(here == 0).tolist():
            result[index] = self.model.unit_log_probability((), units[index].text)
        return result

    def _candidates(
        self, line: Sequence[WordReading], units: Sequence[Unit], cares: Sequence[Care], alone: Floats
    ) -> list[tuple[int, _Choice]]:
        """What else each unit may be, without what even certainty of the model could not bring to win."""
        support = (self.scales.language * (alone[:-2] + alone[1:-1] + alone[2:])).tolist()
        result = []
        for index, (unit, care, worst) in enumerate(zip(units, cares, support, strict=True)):
            if care is Care.FIXED or (care is Care.PERSON and is_well_spelled(unit.text)):
                continue
            reading = line[unit.word]
            handicap = self._margin(care)
            some: Sequence[_Choice]
            if reading.alternatives:
                some = self._weighed(unit.text, _said(reading, unit))
            else:
                some, handicap = self.confused_with(unit.text), handicap - self.confusions.doubt(reading.confidence)
            for choice in some:
                if choice.score - handicap < worst:
                    break
                result.append((index, _Choice(choice.number, choice.text, choice.score - handicap)))
        return result

    def _margin(self, care: Care) -> float:
        return (self.scales.margin, self.scales.proper, self.scales.person, math.inf)[care]

    def confused_with(self, unit: str) -> tuple[_Choice, ...]:
        """The syllables that may have been taken for this one, the likeliest first."""
        known = self.remembered.get(unit)
        if known is None:
            some = [
                _Choice(number, text, self.confusions.log_probability(unit, text))
                for text, number in self.model.alike(skeleton(unit))
                if text != unit
            ]
            known = self.remembered[unit] = tuple(sorted(some, key=lambda choice: -choice.score)[:_MOST_CHOICES])
            if len(self.remembered) > _MOST_REMEMBERED:
                self.remembered.clear()
        return known

    def _weighed(self, unit: str, said: dict[str, float]) -> list[_Choice]:
        """The same where the recogniser itself named alternatives."""
        raw = said.get(unit, 0.0)
        floor = min(said.values(), default=raw) - raw - self.scales.unsaid
        named = [
            _Choice(number, text, optical - raw + self.scales.margin - self.scales.said)
            for text, optical in said.items()
            if text != unit and (number := self.model.number(text))
        ]
        others = [
            _Choice(choice.number, choice.text, floor + choice.score)
            for choice in self.confused_with(unit)
            if choice.text not in said
        ]
        return sorted([*named, *others], key=lambda choice: -choice.score)

    def _gains(self, found: Sequence[tuple[int, _Choice]], numbers: Integers, start: int, alone: Floats) -> list[float]:
        """By how much each candidate would win, were all other units as read."""
        index = np.array([place for place, _ in found], dtype=np.int64)
        number = np.array([choice.number for _, choice in found], dtype=np.int64)
        place = index + start
        before, ahead, next_, after = (numbers[place + step] for step in (-2, -1, 1, 2))
        three = np.stack(
            [
                self.model.log_probabilities(before, ahead, number),
                # an unknown neighbour is as likely after any unit
                np.where(next_ > 0, self.model.log_probabilities(ahead, number, next_), alone[index + 1]),
                np.where(after > 0, self.model.log_probabilities(number, next_, after), alone[index + 2]),
            ]
        ).sum(axis=0) - (alone[index] + alone[index + 1] + alone[index + 2])
        gains: list[float] = (np.array([choice.score for _, choice in found]) + self.scales.language * three).tolist()
        return gains

    def _best(self, choices: Sequence[Sequence[_Choice]], context: tuple[int, ...]) -> list[str]:
        """The likeliest way through the candidates (Viterbi over pairs of units)."""
        ways: dict[tuple[int, ...], tuple[float, tuple[str, ...]]] = {context: (0.0, ())}
        weight = self.scales.language
        for some in choices:
            if len(some) == 1 and len(ways) == 1:
                ((before, (score, path)),) = ways.items()
                ways = {(*before, some[0].number)[-2:]: (score, (*path, some[0].text))}
                continue
            reached: dict[tuple[int, ...], tuple[float, tuple[str, ...]]] = {}
            for before, (score, path) in ways.items():
                for choice in some:
                    total = score + choice.score + weight * self._likelihood(before, choice)
                    after = (*before, choice.number)[-2:]
                    if after not in reached or total > reached[after][0]:
                        reached[after] = (total, (*path, choice.text))
            best = max(total for total, _ in reached.values())
            ways = {after: way for after, way in reached.items() if way[0] > best - 25}
        return list(max(ways.values())[1])

    def _likelihood(self, before: tuple[int, ...], choice: _Choice) -> float:
        if choice.number:
            return self.model.numbered_log_probability(before, choice.number)
        return self.model.unit_log_probability(before, choice.text)


def repaired(line: Sequence[WordReading], before: Sequence[str] = (), engine: str = DEFAULT_ENGINE) -> list[str]:
    """`Repairer.repaired` with what ships.

    Args:
        line, before: As there.
        engine: Name of what read the line (`ocr.engines`); engines confuse different letters.
    """
    return _shipped(engine).repaired(line, before)


@cache
def _shipped(engine: str) -> Repairer:
    return Repairer(shipped_model(), shipped_confusions(engine))


def _said(reading: WordReading, unit: Unit) -> dict[str, float]:
    """What the recogniser's alternatives of a word say of one of its units."""
    result: dict[str, float] = {}
    before, after = reading.text[: unit.start], reading.text[unit.end :]
    for text, optical in reading.alternatives:
        middle = text[len(before) : len(text) - len(after)]
        if text.startswith(before) and text.endswith(after) and middle.isalpha():
            result[canonical(middle)] = max(optical, result.get(canonical(middle), -math.inf))
    return result


def _rewritten(words: Sequence[str], units: Sequence[Unit], texts: Sequence[str]) -> list[str]:
    result = list(words)
    for unit, text in reversed(list(zip(units, texts, strict=True))):
        if text != unit.text:
            word = result[unit.word]
            result[unit.word] = word[: unit.start] + _in_style(text, word[unit.start : unit.end]) + word[unit.end :]
    return result


def _in_style(text: str, printed: str) -> str:
    """A canonical syllable with the case of the printed one, and its place of the tone mark."""
    if canonical(printed) != printed.casefold() or skeleton(printed.casefold()) == printed.casefold():
        text = with_early_tone(text)
    return "".join(letter.upper() if shape.isupper() else letter for letter, shape in zip(text, printed, strict=True))
