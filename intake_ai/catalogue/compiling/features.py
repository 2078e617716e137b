"""What the model of the rows looks at: the grammar's findings, the row's neighbours, counts, and n-grams.

Every feature is a text that is hashed to a place in the weights, so that no vocabulary is kept.
"""

import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from intake_ai.catalogue.compiling.conditions import Due, mentioned_condition
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.meaning import Meaning
from intake_ai.catalogue.compiling.rows import MARKS
from intake_ai.catalogue.models import Procedure, Requirement

PLACES = 1 << 15
"""Number of weights of one question."""

_TOKEN = re.compile(r"[a-z]+|\d+|[;:()/,.+]")
_DIGITS = re.compile(r"\d+")
_COUNTED = (";", " hoac ", " va ", ":", "/", ",")
_TITLE_WORDS = ("truong hop", "doi voi", "xuat trinh", "luu y", "phai nop")
_TEXT_WEIGHT = 6.0
"""Together the n-grams of a row weigh as much as 36 findings of the grammar; best of 0, 2 and 6 in cross-validation."""


@dataclass(frozen=True, slots=True)
class Features:
    """Places in the weights, and the value at each; both of shape (n,)."""

    places: NDArray[np.int64]
    values: NDArray[np.float64]


def features_of(meanings: Sequence[Meaning], rows: Sequence[Requirement], procedure: Procedure) -> list[Features]:
    """The features of all rows of a procedure, in their order.

    Args:
        meanings: What the grammar read in the rows.
        rows: The rows with kind and choice as the grammar has them.
        procedure: As imported.
    """
    about = tuple(_of_procedure(procedure))
    return [
        _hashed((*about, *_of_row(meaning, row), *neighbours), _tokens(meaning.text.plain), meaning)
        for meaning, row, neighbours in zip(meanings, rows, _neighbours(meanings), strict=True)
    ]


def _hashed(findings: Sequence[str], tokens: Sequence[str], meaning: Meaning) -> Features:
    words = {_place(f"w{gram}") for gram in _grams(tokens)}
    words |= {_place(gram) for gram in _around_condition(meaning)}
    found = {_place(f"f{finding}") for finding in findings}
    values = [1.0] * len(found) + [_TEXT_WEIGHT / math.sqrt(max(1, len(words)))] * len(words)
    return Features(np.array([*found, *words], dtype=np.int64), np.array(values))


def _place(feature: str) -> int:
    return zlib.crc32(feature.encode()) % PLACES


def _of_procedure(procedure: Procedure) -> Iterator[str]:
    yield f"cases={min(len(procedure.cases), 4)}"
    states = ["nha nuoc" in plain(subject) for subject in procedure.subjects]
    yield f"state={any(states)},{all(states)}"


def _of_row(meaning: Meaning, row: Requirement) -> Iterator[str]:
    text, of_form = meaning.text, meaning.row
    yield f"kind={meaning.kind.value}"
    yield f"kind-rule={meaning.kind.rule}"
    yield f"due={meaning.due.rule},{meaning.due.exempting}"
    yield f"if={meaning.due.when is not None}"
    yield f"options={min(len(meaning.options.value), 4)}"
    yield f"shown={meaning.shown.value}"
    yield f"counts={min(of_form.originals, 2)},{min(of_form.copies, 2)}"
    yield f"form-file={bool(of_form.form_file)}"
    yield f"length={min(len(text.plain).bit_length(), 11)}"
    yield f"role={meaning.case.role if meaning.case else ''}"
    yield f"choice={next((found.confidence for found in row.evidence if found.fact == 'choice'), 0)}"
    yield from (f"count{mark}={min(text.plain.count(mark), 3)}" for mark in _COUNTED)
    title = plain(meaning.case.name) if meaning.case else ""
    yield from (f"title={words}" for words in _TITLE_WORDS if words in title)
    yield from _of_condition(text.plain, mentioned_condition(text))


def _of_condition(letters: str, mentioned: Due) -> Iterator[str]:
    """Where in the row its first condition stands, whether or not the grammar took it for the row's own."""
    words = plain(mentioned.when or "").rstrip("…")
    start = letters.find(words) if mentioned.rule == "mentioned" else -1
    yield f"mentioned={mentioned.rule},{mentioned.exempting}"
    if start < 0:
        return
    before, behind = letters[:start], letters[start + len(words) :].strip(MARKS)
    yield f"at={4 * start // max(1, len(letters))}"
    yield f"ends={not behind}"
    yield f"begins={start < 3}"
    yield f"inside={before.count('(') > before.count(')')}"
    yield f"behind={min(len(behind).bit_length(), 8)}"
    yield f"opens={' '.join(_tokens(words)[:2])}"
    yield from (f"before{mark}={mark in before}" for mark in _COUNTED)


def _neighbours(meanings: Sequence[Meaning]) -> Iterator[list[str]]:
    """For each row, what stands around it in its case."""
    for _, members in groupby(meanings, key=lambda meaning: meaning.row.case):
        of_case = list(members)
        kinds = ["none", *(meaning.kind.value for meaning in of_case), "none"]
        heading = ""
        for position, meaning in enumerate(of_case):
            others = [other for other in of_case if other is not meaning]
            yield [
                f"first={position == 0}",
                f"last={position == len(of_case) - 1}",
                f"rows={len(of_case).bit_length()}",
                f"before={kinds[position]}",
                f"next={kinds[position + 2]}",
                f"notes={_share(other.kind.value == 'note' for other in others)}",
                f"conditional={_share(other.due.when is not None for other in others)}",
                f"under={heading}",
            ]
            heading = _heading(meaning) if meaning.kind.value == "heading" else heading


def _heading(meaning: Meaning) -> str:
    conditional = grammar().single["condition_lead"].search(meaning.text.plain) is not None
    return f"{conditional},{'mot trong' in meaning.text.plain}"


def _share(said: Iterator[bool]) -> int:
    """Quarters of those of whom it is true, rounded up."""
    answers = list(said)
    return math.ceil(4 * sum(answers) / len(answers)) if answers else 0


def _tokens(letters: str) -> list[str]:
    return _TOKEN.findall(_DIGITS.sub("0", letters))


def _grams(tokens: Sequence[str]) -> Iterator[str]:
    """One to three syllables on end, and those with which the row begins and ends."""
    for size in (1, 2, 3):
        yield from (" ".join(tokens[start : start + size]) for start in range(len(tokens) - size + 1))
        yield "^" + " ".join(tokens[:size])
        yield "$" + " ".join(tokens[-size:])


def _around_condition(meaning: Meaning) -> Iterator[str]:
    """The two syllables before and behind the first condition."""
    mentioned = mentioned_condition(meaning.text)
    letters, words = meaning.text.plain, plain(mentioned.when or "").rstrip("…")
    start = letters.find(words) if mentioned.rule == "mentioned" else -1
    if start >= 0:
        yield from (f"<{token}" for token in _tokens(letters[:start])[-2:])
        yield from (f">{token}" for token in _tokens(letters[start + len(words) :])[:2])
