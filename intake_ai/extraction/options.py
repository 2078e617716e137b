"""Reads the options of a form that are chosen by ticking a box: the question, its options, and which are ticked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.line_labels import find_labels
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.values import trim
from ocr.page import Box, Line, Mark, Word, enclosing

_KINDS = frozenset({"ticked_box", "empty_box"})
_TICKED, _EMPTY = "☒", "☐"
# How a text layer writes boxes.
_TICKED_SIGNS = frozenset("☒☑🗹✓✔")
_EMPTY_SIGNS = frozenset("☐□◻▢")
# What a reader makes of the sides of a box; letters of a word that stands behind it follow at once.
_MISREAD = re.compile(r"^[\[(]?[LlIÌĨĐDOoHCƠmÚŨÙỦTX1_|\[\]]{0,2}[\]_)]?[.,;]?$")
_GLUED = re.compile(r"^[\[(|]?[LlIÌĨDHTŨ_1]{1,2}[\]_)]?(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+\.|[-+•])\s*")
_MOST_OPTION_WORDS = 25
_FEW_WORDS = 4
# Of a word's height; what is smaller is a footnote mark. Boxes of the 50 blank development forms have 0.6 and more.
_LEAST_HEIGHT = 0.55
# Fraction of the page's width between a tick box and its text.
_MOST_GAP = 0.06


@dataclass(frozen=True, slots=True)
class Option:
    """One of the options: its text, whether its box is ticked, and the box of the tick box itself."""

    words: Run
    is_ticked: bool
    tick: Box


@dataclass(frozen=True, slots=True)
class Question:
    """Options that stand under one question; `label` is empty where the form asks none."""

    label: str
    options: tuple[Option, ...]

    @property
    def box(self) -> Box:
        return enclosing([option.tick for option in self.options])


def take_questions(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[list[Line], list[Question]]:
    """The lines without the tick boxes and the texts of options, and the questions that these belong to."""
    boxes = [mark for mark in marks if mark.kind in _KINDS]
    signed = _with_signs(lines, boxes)
    kept: list[Line] = []
    questions: list[Question] = []
    above = -2
    for index, line in enumerate(signed):
        if not any(_is_sign(word) for word in line.words):
            kept.append(line)
            continue
        front, line = _front(line)  # noqa: PLW2901 - what is left of the line is the question
        if front:
            kept.append(Line(front, line.block))
        label, options, rest = _split(line)
        if not label and questions and index - above <= 2:
            questions[-1] = replace(questions[-1], options=questions[-1].options + options)
        else:
            questions.append(Question(label or _asked_above(kept), options))
        above = index
        if rest:
            kept.append(Line(rest, line.block))
    return kept, [question for question in questions if question.options]


def _is_sign(word: Word) -> bool:
    return word.text in (_TICKED, _EMPTY)


def _with_signs(lines: Sequence[Line], boxes: Sequence[Mark]) -> list[Line]:
    """The lines with a sign for each tick box, in place of what was read of the box's sides."""
    rows = [[_sign_of(word) or word for word in line.words] for line in lines]
    for mark in boxes:
        levels = [_level(mark.box, line) for line in lines]
        best = max(range(len(lines)), key=levels.__getitem__, default=None)
        if best is None or not levels[best]:
            continue
        rows[best] = [left for word in rows[best] for left in _without_sides(word, mark.box)]
        sign = _TICKED if mark.kind == "ticked_box" else _EMPTY
        rows[best].append(Word(sign, mark.box, mark.confidence))
        rows[best].sort(key=lambda word: word.box.left)
    return [Line(tuple(row), line.block) for row, line in zip(rows, lines, strict=True)]


def _sign_of(word: Word) -> Word | None:
    if word.text[0] in _TICKED_SIGNS | _EMPTY_SIGNS and len(word.text) <= 2:
        return replace(word, text=_TICKED if word.text[0] in _TICKED_SIGNS else _EMPTY)
    return None


def _level(box: Box, line: Line) -> float:
    """How well a tick box stands on a line: share of its height that is level with the nearest word."""
    words = [word for word in line.words if not is_leader(word)]
    if not words:
        return 0.0
    nearest = min(words, key=lambda word: max(word.box.left - box.right, box.left - word.box.right)).box
    gap = max(nearest.left - box.right, box.left - nearest.right)
    height = sorted(word.box.height for word in words)[len(words) // 2]
    if gap > _MOST_GAP or box.height <= _LEAST_HEIGHT * height:
        return 0.0
    shared = min(nearest.bottom, box.bottom) - max(nearest.top, box.top)
    return max(0.0, shared / box.height)


def _without_sides(word: Word, box: Box) -> list[Word]:
    """`word`, or what is left of it without the sides of a tick box that it was read from."""
    shared = min(word.box.right, box.right) - max(word.box.left, box.left)
    if shared < 0.5 * min(word.box.width, box.width) or _is_sign(word):
        return [word]
    if word.box.width < 1.8 * box.width and _MISREAD.match(word.text):
        return []
    glued = _GLUED.match(word.text)
    if glued and word.box.left - 0.3 * box.width < box.left:
        return [
            replace(word, text=word.text[glued.end() :], box=replace(word.box, left=min(box.right, word.box.right)))
        ]
    return [word]


def _front(line: Line) -> tuple[tuple[Word, ...], Line]:
    """The labels and values ahead of the question, as in "Ngày sinh: 01/02/1990 5. Giới tính: ☐ Nam", and the rest."""
    first = next(index for index, word in enumerate(line.words) if _is_sign(word))
    head = Run(line.words[:first])
    spans = find_labels(head)
    if len(spans) < _FEWEST_LABELS:
        return (), line
    cut = next((index for index, start in enumerate(head.starts) if start >= spans[-1].start), 0)
    front = cut - bool(cut and _NUMBER_ALONE.fullmatch(head.words[cut - 1].text))
    return line.words[:front], replace(line, words=line.words[cut:])


_FEWEST_LABELS = 2
_NUMBER_ALONE = re.compile(r"\W*\d{1,2}(?:\.\d{1,2})*[.)]?")


def _split(line: Line) -> tuple[str, tuple[Option, ...], tuple[Word, ...]]:
    """Question and options of a line, and the words of it that belong to neither."""
    words = line.words
    places = [index for index, word in enumerate(words) if _is_sign(word)]
    head = words[: places[0]]
    if (places[-1] == len(words) - 1 and any(_has_letter(word) for word in head)) or _ends_with_option(head):
        return _text_first(words, places)
    label, options, rest = _label_of(head), [], list[Word]()
    for place, end in zip(places, [*places[1:], len(words)], strict=True):
        text, left = _option_text(words[place + 1 : end])
        options.append(Option(text, words[place].text == _TICKED, words[place].box))
        rest += left
    return label, tuple(option for option in options if option.words), tuple(rest)


def _text_first(words: Sequence[Word], places: Sequence[int]) -> tuple[str, tuple[Option, ...], tuple[Word, ...]]:
    """In "Giới tính: Nam ☐ Nữ ☐" each box stands behind its option, the question before the first."""
    first = words[: places[0]]
    colon = max((index for index, word in enumerate(first) if word.text.endswith(":")), default=-1)
    label = _label_of(first[: colon + 1])
    texts = [first[colon + 1 :], *(words[start + 1 : end] for start, end in pairwise(places))]
    options = [
        Option(trim(Run(tuple(text))), words[place].text == _TICKED, words[place].box)
        for text, place in zip(texts, places, strict=True)
    ]
    return label, tuple(option for option in options if option.words), ()


def _ends_with_option(head: Sequence[Word]) -> bool:
    """Whether a question and its first option stand ahead of a box: "Đề nghị cấp bản sao: Có"."""
    behind = next((len(head) - 1 - index for index, word in enumerate(head) if word.text.endswith(":")), 0)
    return 1 <= behind <= _FEW_WORDS and not head[-1].text.endswith(":")


def _option_text(words: Sequence[Word]) -> tuple[Run, list[Word]]:
    """The words of an option, and those behind them that ask for more: "Khác (ghi rõ): ......"."""
    end = len(words)
    for index, word in enumerate(words):
        if is_leader(word) or index >= _MOST_OPTION_WORDS:
            end = index
            break
        if word.text.endswith(";"):
            end = index + 1
            break
    rest = words[end:]
    return trim(Run(tuple(words[:end]))), list(rest) if any(
        _has_letter(word) or is_leader(word) for word in rest
    ) else []


def _label_of(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words if not is_leader(word))
    return re.sub(r"\s?(?:\(\s?\d{1,2}\s?\)|[?°®©*^'’‘”\"])+\s?:?$", "", _NUMBERING.sub("", text)).strip(" .:;…_")


def _asked_above(lines: Sequence[Line]) -> str:
    """The line above where it asks: it ends with a colon, or opens with a number of the form."""
    text = " ".join(word.text for word in lines[-1].words if not is_leader(word)) if lines else ""
    asks = text.rstrip().endswith(":") or bool(_NUMBERING.match(text))
    return _label_of(lines[-1].words) if asks and len(plain(text).split()) <= _MOST_OPTION_WORDS else ""


def _has_letter(word: Word) -> bool:
    return any(letter.isalpha() for letter in word.text)
