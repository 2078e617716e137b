"""Papers that nothing gives a reason for: no row of the procedure, no other paper, no person of the dossier."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import DOUBTFUL, SATISFIES, fit, generic_words, row_head, title_likeness
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.vietnamese import fold, syllables
from classifiers.wording import opens_with_any, similarity
from intake_ai.extraction.fields import Field

_RELATED = 0.6
"""Share of a title's telling words in the procedure's own text from which a paper without a row belongs to it."""
_QUOTED = 0.9
_HEAD = 160
"""Letters of a row in which it says what it asks for."""
_HALF_FITS = (DOUBTFUL + SATISFIES) / 2
_TELLING_WORDS = 2
_LIKELY = 0.5
"""Probability, summed over the procedures that have no use for a paper, from which it is said to be surplus."""
_CREDIBLE = 0.25
_AGREED = 0.8
"""Or: probability of the first procedure, and share of all named ones that have no use for the paper, the chance of
being none of the catalogue aside. On 197 invented dossiers this told one more paper wrongly (7 instead of 6 of the 18
told; 2026-11-23)."""
_NEVER_SURPLUS = frozenset({PaperType.APPLICATION_FORM, PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO})
_TELLS_RELATIONS = frozenset({PaperType.POWER_OF_ATTORNEY, PaperType.BIRTH_NOTICE, PaperType.DEATH_NOTICE})
"""Papers by which people of the dossier prove who they are to each other; nobody hands them in for nothing."""
_OF_FAMILIES = frozenset({PaperType.BIRTH_CERTIFICATE, PaperType.MARRIAGE_CERTIFICATE})
"""Papers that prove such a relation only where two of the people they name are of the dossier otherwise, too."""
_KNOWN = 0.9
"""Probability from which a procedure is known well enough to call a paper of a family surplus."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A paper without a firm reason; is_sure: nor with any other, whichever of the likely procedures it is."""

    paper: str
    is_sure: bool


@dataclass(frozen=True)
class Asked:
    """A procedure that the dossier may serve.

    Attributes:
        results: What it ends in, as text.
        probability: That it is this one, 0-1; 1 where a person chose it.
    """

    profile: ProcedureProfile
    results: Sequence[str]
    probability: float


@dataclass(frozen=True)
class Placed:
    """What is already told of papers and rows.

    Attributes:
        papers: Given to a row, or told of otherwise.
        rows: Of the first procedure asked for, those that have a paper.
    """

    papers: frozenset[str] = frozenset()
    rows: frozenset[int] = frozenset()


def surplus_papers(
    papers: Sequence[Paper], placed: Placed, fields: Sequence[Field], asked: Sequence[Asked]
) -> Iterator[Surplus]:
    """The papers that the first procedure asked for, the likeliest, has no row for.

    Args:
        placed: What has its place already.
        asked: The procedures that the dossier may serve, the likeliest first.
    """
    if not asked:
        return
    has_open_row = any(row.index not in placed.rows and _is_open(row) for row in asked[0].profile.rows)
    for paper in papers:
        if paper.id in placed.papers or paper.type in _NEVER_SURPLUS or not paper.title or _goes_with_any(paper):
            continue
        if _has_row(paper, asked[0].profile, SATISFIES):
            continue
        unused = sum(each.probability for each in asked if not _is_of_use(paper, each))
        explained = has_open_row or _may_tell_relations(paper, papers, fields, asked[0])
        explained = explained or _is_quoted(paper, papers, fields)
        yield Surplus(paper.id, _is_likely(unused, asked) and not explained)


def _may_tell_relations(paper: Paper, papers: Sequence[Paper], fields: Sequence[Field], asked: Asked) -> bool:
    """Whether a paper may prove who people of the dossier are to each other."""
    if paper.type not in _OF_FAMILIES:
        return paper.type in _TELLS_RELATIONS
    return asked.probability < _KNOWN or _shared_people(paper, papers, fields) > 1


def _shared_people(paper: Paper, papers: Sequence[Paper], fields: Sequence[Field]) -> int:
    """How many people both this paper and another one name."""
    names = {" ".join(fold(field.value).split()) for field in fields if field.kind == "full_name"}
    here = f" {' '.join(fold(paper.text).split())} "
    others = [f" {' '.join(fold(other.text).split())} " for other in papers if other.id != paper.id]
    people = (name for name in names if " " in name and name in here)
    return sum(any(name in other for other in others) for name in people)


def _goes_with_any(paper: Paper) -> bool:
    """Whether such papers come with any procedure, though none asks for them by name."""
    return opens_with_any(_of_any_procedure(), paper.title, 0.9)


@cache
def _of_any_procedure() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("never_surplus.yaml").read_text(encoding="utf-8")))


def _is_likely(unused: float, asked: Sequence[Asked]) -> bool:
    """Whether the procedures without use for a paper, of this probability together, outweigh the others."""
    named = sum(each.probability for each in asked)
    agree = asked[0].probability >= _CREDIBLE and unused >= _AGREED * named
    return unused >= _LIKELY or agree


def _has_row(paper: Paper, profile: ProcedureProfile, least: float) -> bool:
    """Whether a row of any case or condition fits the paper."""
    return any(fit(paper, row) >= least for row in profile.rows if row.is_paper)


def _is_open(row: RowProfile) -> bool:
    """Whether a row names no paper but what it must prove or go with: any paper may be meant for it."""
    text = f"{fold(row_head(row.text))}; {fold(row.text[:_HEAD])}"
    return row.is_paper and any(pattern.search(text) for pattern in _open_rows())


@cache
def _open_rows() -> tuple[re.Pattern[str], ...]:
    content = yaml.safe_load(Path(__file__).with_name("open_rows.yaml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in content)


def _is_of_use(paper: Paper, asked: Asked) -> bool:
    """Whether a row may fit the paper, or the procedure speaks of such papers."""
    texts = [asked.profile.name, *(row.text for row in asked.profile.rows), *asked.results]
    is_related = max(title_likeness(paper.title, text) for text in texts) >= _RELATED
    return is_related or _has_row(paper, asked.profile, SATISFIES if _is_vague(paper.title) else _HALF_FITS)


def _is_vague(title: str) -> bool:
    """Whether a title has fewer than two words that tell it from others."""
    return len([word for word in syllables(fold(title)) if word not in generic_words()]) < _TELLING_WORDS


def _is_quoted(paper: Paper, papers: Sequence[Paper], fields: Sequence[Field]) -> bool:
    """Whether another paper lists this one by its title, or cites it by its number."""
    others = [" ".join(fold(other.text).split()) for other in papers if other.id != paper.id]
    title = " ".join(fold(paper.title).split())
    if not _is_vague(paper.title) and any(similarity(title, text) >= _QUOTED for text in others):
        return True
    numbers = {_bare(field.value) for field in fields if field.paper == paper.id and field.kind == "document_number"}
    cited = {number for number in numbers if len(number) >= 5 and not number.isalpha()}
    return any(number in _bare(text) for text in others for number in cited)


def _bare(text: str) -> str:
    return re.sub(r"[\s.]", "", fold(text))
