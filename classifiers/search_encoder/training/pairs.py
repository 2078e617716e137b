"""Second lesson's material: questions, true and made by scripts, beside the texts of the procedure that they mean."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.lexical import LexicalIndex
from classifiers.search_encoder.training.corpus import Taught, split_sentences
from classifiers.search_encoder.training.typing_slips import texted, with_slips
from classifiers.search_encoder.views import name_view, paper_view
from classifiers.vietnamese import fold, syllables

_RARE = 3  # procedures that share a sentence before it says nothing of any of them
_NEAR = 24  # nearest procedures by words, of which a handful is made
_HANDFUL = 4
_SPOKEN_LESS = re.compile(r"^thủ tục |\((?![^)]*\bcấp\b)[^)]*\)", re.IGNORECASE)
_FRAMED = 0.35  # share of short questions that are asked about instead of merely said
_LONGEST_NAMED = 12  # words that people would name a procedure by
_SENTENCE_WORDS = (4, 40)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text of the procedure meant; in a batch the texts of the others are what is not meant."""

    question: str
    meant: str


class PairMaker:
    """Draws batches of pairs in which no two procedures have the same name.

    A batch is made of handfuls of procedures that are near each other by words: what they could be taken for.

    Args:
        procedures: To draw from.
        everyday: Everyday words by the official words that they stand for.
        seed: The same seed draws the same pairs.
    """

    def __init__(self, procedures: Sequence[Taught], everyday: Mapping[str, Sequence[str]], seed: int) -> None:
        self._procedures = procedures
        self._random = random.Random(seed)  # noqa: S311  not for secrets
        self._groups = [group_of(procedure) for procedure in procedures]
        self._everyday = [(official, words) for official, words in everyday.items() if words]
        self._frames = frames()[::2]
        self._sentences = _telling_sentences(procedures)
        self._near = _near(procedures, self._groups)

    def batches(self, size: int, passes: int) -> Iterator[list[Pair]]:
        """Batches of `size` pairs: every written question `passes` times, each batch followed by a made one."""
        for _ in range(passes):
            waiting = {i: list(enumerate(taught.asked)) for i, taught in enumerate(self._procedures) if taught.asked}
            for questions in waiting.values():
                self._random.shuffle(questions)
            while len(waiting) >= size:
                yield [self._asked(index, waiting) for index in self._handfuls(size, list(waiting))]
                everywhere = range(len(self._procedures))
                yield [self._made(index) for index in self._handfuls(size, everywhere)]

    def _handfuls(self, size: int, allowed: Sequence[int]) -> list[int]:
        """`size` procedures of `allowed`, those near each other together."""
        open_ones = set(allowed)
        chosen: list[int] = []
        groups: set[str] = set()
        order = self._random.sample(list(allowed), len(allowed))
        for first in order:
            near = [other for other in self._near[first] if other in open_ones]
            for index in (first, *self._random.sample(near, min(_HANDFUL - 1, len(near)))):
                if index in open_ones and self._groups[index] not in groups and len(chosen) < size:
                    chosen.append(index)
                    groups.add(self._groups[index])
                    open_ones.discard(index)
            if len(chosen) == size:
                break
        return chosen

    def _asked(self, index: int, waiting: dict[int, list[tuple[int, str]]]) -> Pair:
        number, question = waiting[index].pop()
        if not waiting[index]:
            del waiting[index]
        need = self._framed(question) if len(question.split()) <= _LONGEST_NAMED else question
        return Pair(self._typed(need), self._view(index, number))

    def _made(self, index: int) -> Pair:
        return Pair(self._typed(self._made_question(index)), self._view(index))

    def _view(self, index: int, exclude: int | None = None) -> str:
        """A text of the procedure, any but the question `exclude`."""
        procedure = self._procedures[index]
        questions = [text for number, text in enumerate(procedure.asked) if number != exclude]
        kind = self._random.random()
        if kind < 0.3 and questions:
            return self._random.choice(questions)
        if kind < 0.45 and (paper := paper_view(procedure.document)):
            return paper
        return name_view(procedure.document)

    def _made_question(self, index: int) -> str:
        procedure = self._procedures[index]
        sentences = self._sentences[index]
        if sentences and self._random.random() < 0.5:
            words = self._random.choice(sentences).split()
        else:
            words = _short(self._in_everyday_words(procedure.document["name"])).split()
            if len(words) <= _LONGEST_NAMED:
                return self._framed(" ".join(words))
        if len(words) > 8 and self._random.random() < 0.5:
            length = self._random.randint(5, len(words))
            start = self._random.randint(0, len(words) - length)
            words = words[start : start + length]
        return " ".join(words)

    def _in_everyday_words(self, name: str) -> str:
        """The name with official words that have everyday ones replaced by one of these, half of the time."""
        lowered = name.lower()
        for official, words in self._everyday:
            if official in lowered and self._random.random() < 0.5:
                lowered = lowered.replace(official, self._random.choice(words))
        return lowered

    def _framed(self, need: str) -> str:
        """What somebody might ask about `need`, a third of the time."""
        return self._random.choice(self._frames).format(need=need) if self._random.random() < _FRAMED else need

    def _typed(self, text: str) -> str:
        kind = self._random.random()
        if kind < 0.1 and text.split():
            return with_slips(text, self._random)
        return texted(text.lower()) if kind < 0.15 else text


@cache
def frames() -> list[str]:
    """What people ask about a procedure; `{need}` stands for what they call it."""
    content: list[str] = yaml.safe_load(Path(__file__).with_name("question_frames.yaml").read_text(encoding="utf-8"))
    return content


def _short(name: str) -> str:
    """A name as people say it: without the word "procedure", without brackets that do not tell the level."""
    return _SPOKEN_LESS.sub("", name).strip() or name


def group_of(procedure: Taught) -> str:
    """What procedures have in common that a question cannot tell apart: the words of their name."""
    return " ".join(syllables(fold(procedure.document["name"])))


def _telling_sentences(procedures: Sequence[Taught]) -> list[list[str]]:
    """By procedure the sentences of its papers, results and steps that few others share."""
    low, high = _SENTENCE_WORDS
    split = [
        [
            sentence
            for field in ("rows", "context")
            for sentence in split_sentences(procedure.document[field])
            if low <= sentence.count(" ") + 1 <= high
        ]
        for procedure in procedures
    ]
    counts = Counter(sentence for sentences in split for sentence in set(sentences))
    return [[sentence for sentence in sentences if counts[sentence] <= _RARE] for sentences in split]


def _near(procedures: Sequence[Taught], groups: Sequence[str]) -> list[list[int]]:
    """By procedure those nearest by words, of other groups."""
    index = LexicalIndex().fit([procedure.document for procedure in procedures])
    found = [index.query(procedure.document["name"], _NEAR) for procedure in procedures]
    return [
        [other for other, _ in nearest if groups[other] != groups[position]] for position, nearest in enumerate(found)
    ]
