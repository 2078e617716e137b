"""Rows that are alternatives: one of them is enough."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby

from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.grammar import found, grammar, plain
from intake_ai.catalogue.compiling.rows import channel_of, row_text
from intake_ai.catalogue.models import Case, Requirement

_NAME_LETTERS = (20, 60)
"""A row is named in another if so many letters of its beginning stand there; shorter names stand by chance."""


def with_choices(rows: Sequence[Requirement], cases: Mapping[int, Case]) -> list[Requirement]:
    """The rows with a letter for each group of alternatives within a case."""
    letters = (_letter(number) for number in count())
    result: list[Requirement] = []
    for index, group in groupby(rows, key=lambda row: row.case):
        of_case = list(group)
        case = cases.get(-1 if index is None else index)
        chosen = _announced(of_case, case, letters) or _named_in_another(of_case, letters)
        chosen = chosen or _by_channel(of_case, letters) or _written_twice(of_case, letters)
        result += [replace(row, choice=chosen.get(row.row)) for row in of_case]
    return result


def _announced(rows: Sequence[Requirement], case: Case | None, letters: Iterator[str]) -> dict[int, str]:
    """After a heading, or under a case title, that says "one of the following"."""
    chosen: dict[int, str] = {}
    letter = next(letters) if case and _announces(case.name) else ""
    for row in rows:
        if row.kind == "heading":
            letter = next(letters) if _announces(row.name) else ""
        elif row.kind == "paper" and letter:
            chosen[row.row] = letter
    return chosen


def _named_in_another(rows: Sequence[Requirement], letters: Iterator[str]) -> dict[int, str]:
    """Rows that a row with alternatives repeats: the source lists them once together and once apart."""
    papers = [row for row in rows if row.kind == "paper"]
    for collecting in (row for row in papers if row.options and _announces(row.name)):
        text = plain(collecting.name)
        apart = [row.row for row in papers if row is not collecting and _stands_in(row, text)]
        if apart:
            return dict.fromkeys((collecting.row, *apart), next(letters))
    return {}


def _by_channel(rows: Sequence[Requirement], letters: Iterator[str]) -> dict[int, str]:
    """The form on paper and its electronic version."""
    found_rows = [row.row for row in rows if row.kind == "paper" and row.when and channel_of(row.when)]
    return dict.fromkeys(found_rows, next(letters)) if len(found_rows) > 1 else {}


def _written_twice(rows: Sequence[Requirement], letters: Iterator[str]) -> dict[int, str]:
    """The same paper in two rows, as for two situations: it is handed in once."""
    by_name: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        if row.kind == "paper":
            by_name.setdefault(tuple(syllables(plain(row.name))), []).append(row.row)
    groups = [same for same in by_name.values() if len(same) > 1]
    return {row: letter for same in groups for letter in [next(letters)] for row in same}


def _announces(text: str) -> bool:
    return found(grammar().lists["choice_headings"], plain(text))


def _stands_in(row: Requirement, text: str) -> bool:
    fewest, most = _NAME_LETTERS
    name = row_text(row.name).plain_name[:most]
    return len(name) >= fewest and name in text


def _letter(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    before = _letter(number // 26 - 1) if number >= 26 else ""
    return before + chr(ord("A") + number % 26)
