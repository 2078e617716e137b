"""Titles of cases: which ask a question of their own, and how they read as choices of one question."""

from collections.abc import Mapping, Sequence

from intake_ai.catalogue.compiling.clauses import clause_of, shortened_clause, small, wording
from intake_ai.catalogue.compiling.phrasing import as_sentence
from intake_ai.catalogue.compiling.rows import MARKS
from intake_ai.catalogue.models import Case, Requirement

LONGEST_TITLE = 24
_COMMON_START = 4


def conditional_cases(cases: Sequence[Case], requirements: Sequence[Requirement]) -> dict[int, str]:
    """Titles by index of the cases whose papers are due on top of the others where the title holds.

    These are the additional ones, and an alternative that has no other beside it.
    """
    chosen = alternatives(cases, requirements)
    alone = chosen[0].index if len(chosen) == 1 else None
    return {
        case.index: case.name
        for case in cases
        if case.name and (case.role == "additional" or (case.index == alone and _adds_papers(case, requirements)))
    }


def alternatives(cases: Sequence[Case], requirements: Sequence[Requirement]) -> tuple[Case, ...]:
    """The alternative cases, one of each name; those without papers only where all are."""
    named = {small(case.name): case for case in reversed(cases) if case.role == "alternative"}
    filled = {row.case for row in requirements if row.kind == "paper"}
    chosen = sorted(named.values(), key=lambda case: case.index)
    with_papers = tuple(case for case in chosen if case.index in filled)
    return with_papers or tuple(chosen)


def short_titles(cases: Sequence[Case]) -> dict[int, str]:
    """Short readable titles by index, no two alike: without numbers, introductions and citations."""
    short = {case.index: as_sentence(title_of(case.name)) for case in cases}
    too_long = any(len(title.split()) > LONGEST_TITLE for title in short.values())
    if too_long and len(short) > 1:
        start = _common_start(list(short.values()))
        short = {index: as_sentence(" ".join(title.split()[start:])) for index, title in short.items()}
    cut = {index: shortened_clause(title, LONGEST_TITLE) for index, title in short.items()}
    return {index: _distinct(index, title, short, cut) for index, title in cut.items()}


def title_of(name: str) -> str:
    """The title without what only introduces it; the name itself where nothing else is left."""
    words = clause_of(name).words
    rule = wording().single["title_lead"]
    while (hit := rule.match(small(words))) and len(words[hit.end() :].split()) > 1:
        words = clause_of(words[hit.end() :]).words
    return words if len(words.split()) > 1 else name.strip(MARKS)


def _adds_papers(case: Case, requirements: Sequence[Requirement]) -> bool:
    """Whether the title states a condition, and other papers are due without it."""
    states = wording().single["conditional_title"].search(small(case.name))
    return states is not None and any(row.kind == "paper" and row.case != case.index for row in requirements)


def _common_start(titles: Sequence[str]) -> int:
    """How many syllables all begin with, up to the last that a part of a clause ends behind; 0 for few."""
    words = [small(title).split() for title in titles]
    shortest = min(map(len, words))
    same = next((n for n in range(shortest) if len({tuple(one[: n + 1]) for one in words}) > 1), shortest - 1)
    return same if _COMMON_START <= same < shortest else 0


def _distinct(index: int, title: str, whole: Mapping[int, str], cut: Mapping[int, str]) -> str:
    """The short title, or the whole one where another is cut to the same."""
    is_shared = sum(other == title for other in cut.values()) > 1
    return whole[index] if is_shared else title
