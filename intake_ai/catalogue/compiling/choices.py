"""Rows that are alternatives: one of them is enough."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.facts import with_evidence
from intake_ai.catalogue.compiling.grammar import found, grammar, plain
from intake_ai.catalogue.compiling.rows import channel_of, row_text, shortened
from intake_ai.catalogue.models import Case, Requirement

_NAME_LETTERS = (20, 60)
"""A row is named in another if so many letters of its beginning stand there; shorter names stand by chance."""
_ALIKE = 0.3
"""Share of a substitute's syllables that the paper it stands in for must have, of those of the shorter of both."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one case that are alternatives, the words that say so, and by which of the rules below."""

    rows: tuple[int, ...]
    words: str
    rule: str


_Rule = Callable[[Sequence[Requirement], Case | None], Iterator[_Group]]


def with_choices(rows: Sequence[Requirement], cases: Mapping[int, Case]) -> list[Requirement]:
    """The rows with a letter for each group of alternatives within a case; the first rule that takes a row counts."""
    letters = (_letter(number) for number in count())
    chosen: dict[int, tuple[str, _Group]] = {}
    for index, members in groupby(rows, key=lambda row: row.case):
        for group in _groups(list(members), cases.get(-1 if index is None else index)):
            letter = next(letters)
            chosen |= dict.fromkeys(group.rows, (letter, group))
    return [_with_choice(row, *chosen[row.row]) if row.row in chosen else row for row in rows]


def _with_choice(row: Requirement, letter: str, group: _Group) -> Requirement:
    return with_evidence(replace(row, choice=letter), "choice", group.words, f"choice-{group.rule}")


def _groups(rows: Sequence[Requirement], case: Case | None) -> Iterator[_Group]:
    taken: set[int] = set()
    for rule in _RULES:
        for group in rule(rows, case):
            free = tuple(row for row in group.rows if row not in taken)
            if len(free) > 1:
                taken.update(free)
                yield replace(group, rows=free)


def _announced(rows: Sequence[Requirement], case: Case | None) -> Iterator[_Group]:
    """After a heading, or under a case title, that says "one of the following"."""
    titled = case is not None and grammar().single["choice_titles"].search(plain(case.name)) is not None
    words = case.name if case and titled else ""
    of_group: list[int] = []
    for row in rows:
        if row.kind == "heading":
            yield _Group(tuple(of_group), shortened(words), "announced")
            words, of_group = (row.name if _announces(row.name) else ""), []
        elif row.kind == "paper" and words:
            of_group.append(row.row)
    yield _Group(tuple(of_group), shortened(words), "announced")


def _named_in_another(rows: Sequence[Requirement], _case: Case | None) -> Iterator[_Group]:
    """Rows that a row with alternatives repeats: the source lists them once together and once apart."""
    papers = [row for row in rows if row.kind == "paper"]
    for collecting in (row for row in papers if row.options and _announces(row.name)):
        text = plain(collecting.name)
        apart = [row.row for row in papers if row is not collecting and _stands_in(row, text)]
        yield _Group((collecting.row, *apart), shortened(collecting.name), "repeated")


def _by_channel(rows: Sequence[Requirement], _case: Case | None) -> Iterator[_Group]:
    """The form on paper and its electronic version."""
    forms = [row for row in rows if row.kind == "paper" and row.when and channel_of(row.when)]
    online = [row for row in forms if grammar().single["online_only"].search(plain(row.name))]
    if len(forms) == len(online) == 1:
        forms += [row for row in rows if row is not online[0] and _is_paper_form_of(row, online[0])][:1]
    yield _Group(tuple(row.row for row in forms), "; ".join(row.when for row in forms if row.when), "channel")


def _substitutes(rows: Sequence[Requirement], _case: Case | None) -> Iterator[_Group]:
    """A row for those who lack the paper of another: "Trường hợp không có Giấy chứng sinh thì nộp ..."."""
    rule = grammar().single["substitute"]
    papers = [row for row in rows if row.kind == "paper"]
    originals = [row for row in papers if not rule.search(plain(row.name))]
    for row in papers:
        hit = rule.search(plain(row.name))
        if hit and originals:
            lacking = plain(row.name)[hit.start() : hit.end()]
            original = max(originals, key=lambda other: (_is_named(other, lacking), _likeness(other, row)))
            if _is_named(original, lacking) or _likeness(original, row) >= _ALIKE:
                yield _Group((original.row, row.row), shortened(row.name[hit.start() : hit.end()]), "substitute")


def _of_one_purpose(rows: Sequence[Requirement], _case: Case | None) -> Iterator[_Group]:
    """Papers that prove the same, such as the right to a piece of land."""
    for pattern in grammar().lists["same_purpose"]:
        same = [row for row in rows if row.kind == "paper" and pattern.search(row_text(row.name).plain_name)]
        yield _Group(tuple(row.row for row in same), shortened(same[0].name) if same else "", "purpose")


def _written_twice(rows: Sequence[Requirement], _case: Case | None) -> Iterator[_Group]:
    """The same paper in two rows, as for two situations: it is handed in once."""
    by_name: dict[tuple[str, ...], list[Requirement]] = {}
    section = 0
    for row in rows:
        section += row.kind == "heading"
        if row.kind == "paper":
            by_name.setdefault((str(section), *syllables(plain(row.name))), []).append(row)
    for same in by_name.values():
        yield _Group(tuple(row.row for row in same), shortened(same[0].name), "twice")


_RULES: tuple[_Rule, ...] = (_announced, _by_channel, _substitutes, _of_one_purpose, _named_in_another, _written_twice)


def _announces(text: str) -> bool:
    return found(grammar().lists["choice_headings"], plain(text))


def _is_paper_form_of(row: Requirement, online: Requirement) -> bool:
    """Whether `row` asks, of everybody, for the form that `online` is the electronic version of."""
    is_form = row.kind == "paper" and row.need == "always" and row_text(row.name).plain_name.startswith("to khai")
    return is_form and _likeness(row, online) >= _ALIKE


def _is_named(row: Requirement, lacking: str) -> bool:
    """Whether the paper that is lacking is called as the row is, in its first three syllables."""
    first = " ".join(syllables(row_text(row.name).plain_name)[:3])
    return first in lacking


def _likeness(one: Requirement, other: Requirement) -> float:
    """Share of the syllables of the row that has fewer of them that the other row has too."""
    mine, theirs = (set(syllables(plain(row.name))) for row in (one, other))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _stands_in(row: Requirement, text: str) -> bool:
    fewest, most = _NAME_LETTERS
    name = row_text(row.name).plain_name[:most]
    return len(name) >= fewest and name in text


def _letter(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    before = _letter(number // 26 - 1) if number >= 26 else ""
    return before + chr(ord("A") + number % 26)
