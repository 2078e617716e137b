"""Values in running text, clause by clause: "Tôi tên là …, sinh ngày … tại …, CCCD số … do … cấp ngày …, trú tại …".

A value is what stands behind words that lead to one and has the form that they ask for. Where it ends is told by that
form, and by the next words that lead to a value.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake_ai.extraction.clause_reading import Read, listed
from intake_ai.extraction.clause_values import read_behind
from intake_ai.extraction.cues import Cue, Led, Token, cue_at, tokens_of, value_behind
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.sentences import Part
from intake_ai.terms import FieldKind

_NEAR = re.compile(r"^[\s,.)]{0,4}$")
_COUNT = re.compile(
    r"(?<![\w/,-])(?<![\w]\.)(?P<number>\d{1,3}(?:[.,]\d{1,3})*|\d+)\s+(?P<unit>[^\W\d]+(?:\s[^\W\d]+)?)"
)
_MOST_LABEL_WORDS = 6
_OF_DATE = re.compile(r"(?:^| )(?:ngay|thang|nam)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A value in a text with the words that lead to it.

    Attributes:
        start: Where the words that lead to it begin.
        value: Where the value begins.
        end: Behind the value, and the dots that it left.
        part: The value.
        is_strong: The words that lead to it say of themselves that a value follows.
        form: Of the value.
    """

    start: int
    value: int
    end: int
    part: Part
    is_strong: bool
    form: str


def clauses_in(run: Run) -> list[Clause]:
    """The values of a text that words lead to, in the order they stand."""
    tokens = tokens_of(run.text)
    led = {index: cue for index in range(len(tokens)) if (cue := cue_at(run, tokens, index)) is not None}
    stops = _stops(run, led)
    found: list[Clause] = []
    index = 0
    while index < len(tokens):
        clause = _clause_at(run, tokens, index, led.get(index), stops, found[-1] if found else None)
        if clause is None:
            index += 1
            continue
        found.append(_of_document(clause, found))
        while index < len(tokens) and tokens[index].start < clause.end:
            index += 1
    return found


def _of_document(clause: Clause, before: Sequence[Clause]) -> Clause:
    """`clause`; when and by whom a paper was given out tells of an identity only behind the number of such a paper."""
    if clause.part.kind not in ("id_issue_date", "id_issue_place"):
        return clause
    numbers = (each.part for each in reversed(before) if each.part.kind == "id_number" or each.part.form)
    number = next(numbers, None)
    is_other = number is not None and number.kind != "id_number"
    return replace(clause, part=replace(clause.part, kind="other")) if is_other else clause


def _stops(run: Run, led: dict[int, Led]) -> list[int]:
    """Where words begin that end any value before them: those that a value of their own follows."""
    return [
        each.start
        for each in led.values()
        if each.cue.is_strong and read_behind(each.cue, run, each.value, len(run.text)) is not None
    ]


def _clause_at(
    run: Run, tokens: Sequence[Token], index: int, led: Led | None, stops: Sequence[int], last: Clause | None
) -> Clause | None:
    lead = _leading(run, tokens, index, last)
    if lead is not None:
        clause = _read(run, lead, stops, last)
        if clause is not None:
            return clause
    if led is not None and not (led.cue.form in _FIGURES and _is_printed_number(run.text, led.start)):
        clause = _read(run, led, stops, last)
        if clause is not None:
            return clause
    return _counted(run, tokens[index], last)


def _read(run: Run, led: Led, stops: Sequence[int], last: Clause | None) -> Clause | None:
    later = bisect_right(stops, led.value)
    stop = stops[later] if later < len(stops) else len(run.text)
    opening = led.start if led.cue.form == "company" else led.value
    read = read_behind(led.cue, run, opening, stop)
    return None if read is None else _clause(run, led, read, last)


def _clause(run: Run, led: Led, read: Read, last: Clause | None) -> Clause:
    words = run.slice(read.first, read.last)
    floor = last.end if last else 0
    label = run.text[led.start : led.end]
    if led.cue.kind == "other":
        label = _words_ahead(run.text[floor : led.start], label)
    form = "document_number" if led.cue.form == "number" else ""
    part = Part(led.cue.kind, label.strip(" :(/-–"), read.value, words, read.certainty, form)
    return Clause(led.start, read.first, _behind_dots(run, read.last), part, led.cue.is_strong, led.cue.form)


def _words_ahead(ahead: str, label: str) -> str:
    """The words of a clause that lead up to a value: "Theo Quyết định số"."""
    words = re.split(r"[,;.:…()]", ahead.rstrip(" .…"))[-1].split()
    return " ".join([*words[-_MOST_LABEL_WORDS:], label])


def _behind_dots(run: Run, end: int) -> int:
    """Where the dots end that a value left of the line it stands on."""
    for word, start in zip(run.words, run.starts, strict=True):
        if start >= end and is_leader(word):
            return start + len(word.text)
        if start >= end:
            break
    return end


def _leading(run: Run, tokens: Sequence[Token], index: int, last: Clause | None) -> Led | None:
    """A small word that leads on from the value before it: born where, given out by whom."""
    token = tokens[index]
    if token.folded not in listed("leading") or last is None or not _NEAR.match(run.text[last.end : token.start]):
        return None
    kind, form = _led_to(last, token.folded)
    if not form:
        return None
    return Led(Cue(kind, form), token.start, token.end, value_behind(run, token.end), 1)


def _led_to(last: Clause, word: str) -> tuple[FieldKind, str]:
    """The kind and form of what stands behind a small word that follows a value."""
    match last.part.kind, word:
        case "date_of_birth", "tai" | "o":
            return "address", "address"
        case (("id_number" | "id_issue_date"), "tai" | "do"):
            return "id_issue_place", "body"
        case "other", "tai" | "do" | "cua":
            return "other", "place"
        case _:
            return "other", ""


def _counted(run: Run, token: Token, last: Clause | None) -> Clause | None:
    """A number that something is counted by, in a sentence: "gồm 5 nhân khẩu"."""
    match = _COUNT.match(run.text, token.start)
    if match is None or not _is_unit(plain(match["unit"])):
        return None
    floor = last.end if last else 0
    ahead = _words_ahead(run.text[floor : token.start], "").strip()
    if not ahead or _OF_DATE.search(plain(ahead)) or _is_printed_number(run.text, token.start):
        return None
    words = run.slice(match.start("number"), match.end("number"))
    part = Part("other", ahead, words.text, words, 0.6)
    return Clause(token.start, token.start, match.end("number"), part, False, "count")


def _is_unit(words: str) -> bool:
    return any(f"{words} ".startswith(f"{unit} ") for unit in listed("counted"))


def _is_printed_number(text: str, start: int) -> bool:
    """Whether a number at `start`, or the word for it, is a law's, or one that the form prints of itself."""
    ahead = f" {plain(re.split(_ENDS, text[max(0, start - _LAW) : start])[-1])} "
    printed = any(ahead.endswith(f" {phrase} ") for phrase in listed("before_printed_numbers"))
    return printed or any(f" {phrase} " in ahead for phrase in listed("of_laws"))


_LAW = 60
"""Letters that the name of a law with its number takes up ahead of its day."""
_ENDS = r"[.;]\s"
_FIGURES = frozenset({"number", "date", "year", "month"})
