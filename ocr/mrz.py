"""The machine-readable zone of identity cards (TD1) and passports (TD3), ICAO Doc 9303 parts 3 to 5."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from rapidfuzz.distance import Hamming

Format = Literal["TD1", "TD3"]

_WEIGHTS = (7, 3, 1)
_LENGTH: dict[Format, int] = {"TD1": 30, "TD3": 44}
_LINES: dict[Format, int] = {"TD1": 3, "TD3": 2}
_TO_DIGIT = str.maketrans("OQDUILJZSBGTA", "0000111258674")
_TO_LETTER = str.maketrans("0123456789", "OIZSASGTBG")
#: What one printed digit is misread as; tried where a check digit says that something is wrong.
_LIKE_DIGIT = {
    "0": "689",
    "1": "74",
    "2": "7",
    "3": "859",
    "4": "19",
    "5": "638",
    "6": "580",
    "7": "12",
    "8": "3609",
    "9": "0483",
}
_FILLERS = str.maketrans({"«": "<<", "‹": "<", "(": "<", "[": "<", "{": "<", "€": "<", "£": "<"})


@dataclass(frozen=True, slots=True)
class _Field:
    """Part of a line: which line, from, to (exclusive), and where its check digit stands."""

    line: int
    start: int
    end: int
    check: int


#: Positions by ICAO 9303-5 (TD1) and 9303-4 (TD3): document number, date of birth, date of expiry.
_FIELDS: dict[Format, tuple[_Field, ...]] = {
    "TD1": (_Field(0, 5, 14, 14), _Field(1, 0, 6, 6), _Field(1, 8, 14, 14)),
    "TD3": (_Field(1, 0, 9, 9), _Field(1, 13, 19, 19), _Field(1, 21, 27, 27)),
}
_COMPOSITE: dict[Format, tuple[tuple[int, int, int], ...]] = {
    "TD1": ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    "TD3": ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
}
#: Positions that hold digits only (D), letters and fillers only (A) or anything (.). An identity card of Viet Nam
#: repeats its twelve-digit number in the optional part of line 1, followed by two fillers and a check digit.
_SHAPES: dict[Format, tuple[str, ...]] = {
    "TD1": ("AAAAA" + "." * 9 + "D" + "." * 15, "D" * 7 + "A" + "D" * 7 + "AAA" + "." * 11 + "D", "A" * 30),
    "TD3": ("A" * 44, "." * 9 + "D" + "AAA" + "D" * 7 + "A" + "D" * 7 + "." * 14 + "." + "D"),
}
_FEWEST_DIGITS, _FEWEST_READ = 10, 6
#: Of the nine figures of a number; a line that lost a character differs in far more.
_MOST_MISREAD = 2
_VIETNAMESE_FIRST_LINE = "AAAAA" + "D" * 22 + "<<D"


def check_digit(text: str) -> int:
    """The check digit of ICAO 9303-3, 4.9: weights 7, 3, 1; A is 10, < is 0."""
    return sum(_value(character) * _WEIGHTS[index % 3] for index, character in enumerate(text)) % 10


def _value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


def looks_like_zone(text: str) -> bool:
    """True for a text line that may be one of an MRZ, even if misread."""
    bare = "".join(text.split()).translate(_FILLERS).upper()
    return len(bare) >= 18 and (bare.count("<") >= 3 or bool(re.search(r"VNM|^.DVN", bare))) and " " not in text.strip()


def parse_zone(texts: Sequence[str]) -> tuple[Format, tuple[str, ...], bool] | None:
    """Finds a zone in lines as read, and repairs what its check digits prove.

    Args:
        texts: Neighbouring text lines from top to bottom; others may stand before and after.

    Returns:
        Format, repaired lines, and whether all check digits are right; None where no lines have the form of a zone.
    """
    candidates = [_bare(text) for text in texts]
    formats: tuple[Format, ...] = ("TD1", "TD3")
    found = [zone for format_ in formats for zone in _zones_of(candidates, format_)]
    best = max(found, key=lambda zone: zone[2], default=None)
    if best is not None and len({lines for _, lines, valid in found if valid}) > 1:
        return best[0], best[1], False  # two ways to repair it: neither is proved
    return best


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9<]", "", "".join(text.split()).translate(_FILLERS).upper())


def _zones_of(candidates: Sequence[str], format_: Format) -> Iterator[tuple[Format, tuple[str, ...], bool]]:
    count = _LINES[format_]
    for start in range(len(candidates) - count + 1):
        window = candidates[start : start + count]
        near = all(abs(len(line) - _LENGTH[format_]) <= 6 for line in window)
        if near and _plausible(window, format_):
            shapes = _SHAPES[format_]
            fitted = [_fitted(line, shape, _LENGTH[format_]) for line, shape in zip(window, shapes, strict=True)]
            lines = _repaired(tuple(fitted), format_)
            yield format_, lines, is_valid(lines, format_) and _stands(fitted[0], lines[0], format_)
            yield from _rebuilt_from_number(window[0], lines, format_)


def _plausible(window: Sequence[str], format_: Format) -> bool:
    # some digits are read as letters, but not most
    digits, meant = (sum(map(str.isdigit, line)) for line in (window[1], window[1].translate(_TO_DIGIT)))
    first, has_digits = window[0][:1], digits >= _FEWEST_READ and meant >= _FEWEST_DIGITS
    if format_ == "TD1":
        return has_digits and first in {"I", "A", "C", "1", "T", "L"} and "<<" in window[2]
    return has_digits and first == "P" and "<<" in window[0]


def _fitted(line: str, shape: str, length: int) -> str:
    """The line at its proper length, lost or doubled fillers put right, letters and digits in their places."""
    if shape[0] == "A" and line.startswith(("1DVNM", "TDVNM", "LDVNM", "DVNM")):
        line = "IDVNM" + line.split("VNM", 1)[1]
    if len(line) != length:
        line = _stretched(line, length)
    if line.startswith("IDVNM") and length == 30:
        line = line[:27] + "<<" + line[29:]
        shape = _VIETNAMESE_FIRST_LINE
    return "".join(_in_place(character, kind) for character, kind in zip(line, shape, strict=True))


def _stretched(line: str, length: int) -> str:
    runs = list(re.finditer(r"[<KCSELG4]*<[<KCSELG4]*", line))
    longest = max(runs, key=lambda run: len(run.group()), default=None)
    if longest is None:
        return line[:length].ljust(length, "<")
    fillers = len(longest.group()) + length - len(line)
    if fillers < 0:
        return line[:length]
    return line[: longest.start()] + "<" * fillers + line[longest.end() :]


def _in_place(character: str, kind: str) -> str:
    if kind == "D" and character != "<":
        return character.translate(_TO_DIGIT)
    if kind == "A":
        return character.translate(_TO_LETTER)
    return character


def is_valid(lines: Sequence[str], format_: Format) -> bool:
    """True when every check digit, the composite one included, is right."""
    return all(_checks(lines, field) for field in _FIELDS[format_]) and _composite_holds(lines, format_)


def _checks(lines: Sequence[str], field: _Field) -> bool:
    return str(check_digit(lines[field.line][field.start : field.end])) == lines[field.line][field.check]


def _composite_holds(lines: Sequence[str], format_: Format) -> bool:
    text = "".join(lines[line][start:end] for line, start, end in _COMPOSITE[format_])
    return str(check_digit(text)) == lines[1][-1]


def _repaired(lines: tuple[str, ...], format_: Format) -> tuple[str, ...]:
    """Tries single misreadings per field; taken only where exactly one way makes every check digit right."""
    lines = _tidied_names(_number_from_its_copy(lines, format_), format_)
    if is_valid(lines, format_):
        return lines
    choices = [[lines] if _checks(lines, field) else list(_variants(lines, field)) for field in _FIELDS[format_]]
    right = {merged for chosen in product(*choices) if is_valid(merged := _merged(lines, chosen), format_)}
    if len(right) == 1:
        return right.pop()
    return _with_composite(lines, format_) or lines


def _with_composite(lines: tuple[str, ...], format_: Format) -> tuple[str, ...] | None:
    """The composite digit itself put right, where all others hold and both copies of a Vietnamese number agree."""
    first = lines[0]
    twice = format_ == "TD1" and first.startswith("IDVNM") and first[5:14] == first[18:27]
    if not (twice and str(check_digit(first[15:27])) == first[29] and all(_checks(lines, f) for f in _FIELDS[format_])):
        return None
    for other in _LIKE_DIGIT.get(lines[1][-1], "0123456789" if lines[1][-1] == "<" else ""):
        candidate = (first, lines[1][:-1] + other, lines[2])
        if _composite_holds(candidate, format_):
            return candidate
    return None


def _number_from_its_copy(lines: tuple[str, ...], format_: Format) -> tuple[str, ...]:
    """A Vietnamese card prints its number twice: where one copy breaks its check digit, the other may hold it."""
    first = lines[0]
    if format_ != "TD1" or not first.startswith("IDVNM") or _checks(lines, _FIELDS["TD1"][0]):
        return lines
    other = first[:5] + first[18:27] + first[14:]
    copied = (other, *lines[1:])
    return copied if _checks(copied, _FIELDS["TD1"][0]) else lines


def _stands(as_read: str, repaired: str, format_: Format) -> bool:
    """Whether the number of a Vietnamese card is proved by more than its check digits.

    A line that lost a character still fits them by chance once in nine times; and the digits do not prove each other,
    for they cover the same characters. So both copies must be the number, each read whole and with few errors.
    """
    if format_ != "TD1" or not repaired.startswith("IDVNM"):
        return True
    number = repaired[5:14]
    copies = (as_read[5:14], as_read[18:27])
    if number != repaired[18:27] or not (as_read[5:14] + as_read[15:27]).isdigit():
        return False
    return all(Hamming.distance(copy, number) <= _MOST_MISREAD for copy in copies)


def _rebuilt_from_number(
    raw: str, lines: tuple[str, ...], format_: Format
) -> Iterator[tuple[Format, tuple[str, ...], bool]]:
    """The first line of a Vietnamese card from its twelve-digit number, where reading lost a character before it.

    What is left of the other copy must bear the number out: the digits alone would let a wrong one pass.
    """
    found = re.search(r"VNM(\d{9})(\d{12})<{1,3}(\d)$", raw[:5] + raw[5:].translate(_TO_DIGIT))
    if format_ != "TD1" or found is None or is_valid(lines, format_):
        return
    left, digits, last = found.groups()
    whole = f"{digits[3:]}{check_digit(digits[3:])}"
    rebuilt = (f"IDVNM{whole}{digits}<<{last}", *lines[1:])
    if any(left == whole[:lost] + whole[lost + 1 :] for lost in range(len(whole))) and is_valid(rebuilt, format_):
        yield format_, rebuilt, True


def _variants(lines: tuple[str, ...], field: _Field) -> Iterator[tuple[str, ...]]:
    line = lines[field.line]
    for position in (*range(field.start, field.end), field.check):
        for other in _LIKE_DIGIT.get(line[position], ""):
            changed = line[:position] + other + line[position + 1 :]
            variant = (*lines[: field.line], changed, *lines[field.line + 1 :])
            if _checks(variant, field):
                yield variant
                if field == _FIELDS["TD1"][0] and line.startswith("IDVNM"):
                    # the copy of the number in the optional part was misread in the same way
                    yield (changed[:18] + changed[5:14] + changed[27:], *lines[1:])


def _merged(lines: tuple[str, ...], chosen: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All changes of the chosen variants together; each changes other positions."""
    merged = [list(line) for line in lines]
    for variant in chosen:
        for number, line in enumerate(variant):
            for position, character in enumerate(line):
                if character != lines[number][position]:
                    merged[number][position] = character
    return tuple("".join(line) for line in merged)


def _tidied_names(lines: tuple[str, ...], format_: Format) -> tuple[str, ...]:
    """Single letters among the fillers that end a name are misread fillers (K, C, S, ...)."""
    number = 2 if format_ == "TD1" else 0
    line = lines[number]
    tail = re.search(r"<<[<KCSELGX]*$", line)
    if tail and line.index("<<") != tail.start():
        line = line[: tail.start()] + "<" * (len(line) - tail.start())
    else:
        line = re.sub(r"(?<=<<)[KCSELGX]{1,2}(?=<|$)", lambda match: "<" * len(match.group()), line)
    return (*lines[:number], line, *lines[number + 1 :])
