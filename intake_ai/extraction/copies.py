"""Which papers of a dossier are copies of one and the same paper: what they say alike was written once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from classifiers.papers import Paper
from intake_ai.extraction.fields import Field
from intake_ai.extraction.people import CARDS
from intake_ai.extraction.runs import plain

# Shares of the longer paper's words and figures. Low, for scans of one paper are read differently, and it costs only a
# look to take two like papers for copies. Assumed. Two filled forms of one kind share their print, not their figures.
_SAME_WORDS, _SAME_FIGURES = 0.7, 0.6
_FEWEST_WORDS = 20


def originals(papers: Sequence[Paper], fields: Sequence[Field]) -> dict[str, str]:
    """By the id of each paper, that of the first paper that it is a copy of, or its own.

    Cards are copies of one where they have one number; all others where they have nearly the same words.
    """
    numbers = {paper.id: _numbers(paper, fields) for paper in papers}
    words = {paper.id: _words(paper) for paper in papers}
    first: dict[str, str] = {}
    for index, paper in enumerate(papers):
        alike = (other for other in papers[:index] if _are_copies(paper, other, numbers, words))
        twin = next(alike, None)
        first[paper.id] = first[twin.id] if twin is not None else paper.id
    return first


def _are_copies(
    one: Paper, other: Paper, numbers: Mapping[str, frozenset[str]], words: Mapping[str, Counter[str]]
) -> bool:
    if one.type is not other.type:
        return False
    if one.type in CARDS and numbers[one.id] & numbers[other.id]:
        return True
    first, second = words[one.id], words[other.id]
    if min(first.total(), second.total()) < _FEWEST_WORDS:
        return False
    return _shared(first, second) >= _SAME_WORDS and _shared(_figures(first), _figures(second)) >= _SAME_FIGURES


def _numbers(paper: Paper, fields: Sequence[Field]) -> frozenset[str]:
    return frozenset(field.value for field in fields if field.paper == paper.id and field.kind == "id_number")


def _words(paper: Paper) -> Counter[str]:
    return Counter(word for page in paper.pages for line in page.reading.lines for word in plain(line.text).split())


def _figures(words: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in words.items() if word.isdecimal()})


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Words of both as a share of the longer, 0-1; 1 where there are none."""
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 1.0
