"""How well a paper satisfies a row of the requirements, and which paper goes to which row.

The same measure ranks procedures (the papers tell the procedure) and fills the component list (the
procedure tells which papers to expect).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from classifiers.papers import Paper, PaperType
from classifiers.ranking.profiles import RowProfile
from classifiers.vietnamese import fold, syllables
from classifiers.wording import opens_with_any

SATISFIES = 0.5
"""Fit from which a paper is said to satisfy a row."""
DOUBTFUL = 0.3
"""Fit from which a person is asked whether it does."""

_GENERIC_WEIGHT = 0.15
_ON_TOPIC = 0.6
_FORM_NUMBER = 0.25
_TITLE_AGREES = 0.3
_FORM_TOKEN = re.compile(r"[a-zđ]{0,4}\d{1,3}[a-zđ]?(?:[-/.][a-zđ0-9]{1,12})*")
_MISTYPED = 0.55
"""Share of the title's likeness that counts where the types differ: only a title that is the row's own satisfies."""
DUE_FIRST = 0.1
"""What a row that is due for certain is preferred by, where a paper suits several."""
_FIRMEST_FIRST = 0.01
"""Share of a row's preference that grows with the fit; far below any difference of fits that tells papers apart."""
_EARLIER_FIRST = 1e-6
"""Between rows that suit a paper alike the earlier one gets it, whatever the order of the papers."""
_BESIDE = re.compile(r"\bngoài\b[^.;]*?(?=\b(?:phải|còn|cần)\b)", re.IGNORECASE)
_CONDITION_LEAD = re.compile(r"\W*(?:trường hợp|đối với|nếu|khi)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:thì|phải|cần|còn)\s+(?:phải\s+)?(?:có thêm|có|nộp thêm|nộp|bổ sung|cung cấp|xuất trình|gửi kèm)\b",
    re.IGNORECASE,
)
_HEAD_END = re.compile(
    r"[;(.\n]|\b(?:theo mẫu|theo quy định|trong trường hợp|trường hợp|nếu|do cơ quan)\b", re.IGNORECASE
)
_HEAD_WORDS = 25
_NO_PROOF = frozenset({PaperType.APPLICATION_FORM, PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO})
_HEAD = 600
"""Letters of the paper's text in which keywords are sought: the title, its abstract and the first fields."""


@dataclass(frozen=True, slots=True)
class Match:
    """A paper given to a row; `fit` is 0-1."""

    paper: str
    row: int
    fit: float


def assign(papers: Sequence[Paper], rows: Sequence[RowProfile], topic: str = "") -> tuple[Match, ...]:
    """Give papers to rows so that the sum of fits is largest, then let left-over papers join a row they satisfy.

    A paper goes to at most one row; a row may get several papers (two parents' cards). Matches below
    `DOUBTFUL` are left out. The order of the papers changes nothing.

    Args:
        papers: Of one dossier.
        rows: Of one procedure and case.
        topic: The procedure's name; a paper that speaks of it satisfies a row that only asks for proof.
    """
    wanted = [row for row in rows if row.is_paper]
    if not papers or not wanted:
        return ()
    return assign_by(fits_of(papers, wanted, topic), papers, wanted)


def assign_by(
    fits: npt.NDArray[np.float64],
    papers: Sequence[Paper],
    rows: Sequence[RowProfile],
    due_first: float = DUE_FIRST,
) -> tuple[Match, ...]:
    """As `assign`, by fits that are known already, shape (papers, rows); rows due are preferred by `due_first`."""
    order = sorted(range(len(papers)), key=lambda paper: _identity(papers[paper]))
    preference = np.array([due_first if row.due else 0.0 for row in rows]) + _EARLIER_FIRST * np.arange(
        len(rows), 0, -1
    )
    first = {order[paper]: row for paper, row in _best_pairs(fits[order], preference).items()}
    return tuple(
        Match(papers[paper].id, rows[row].index, round(float(fits[paper, row]), 3))
        for paper, row in sorted((first | _joining(fits, first)).items())
    )


def _identity(paper: Paper) -> tuple[str, ...]:
    """What papers are put in order by: what they are, not where they lay; equals are alike in everything."""
    return paper.type, paper.title, paper.form_number, paper.text


def fits_of(papers: Sequence[Paper], rows: Sequence[RowProfile], topic: str = "") -> npt.NDArray[np.float64]:
    """How well each paper satisfies each row, 0-1, shape (papers, rows); `topic` as in `assign`."""
    return np.array([[max(fit(paper, row), _fit_of_proof(paper, row, topic)) for row in rows] for paper in papers])


def _best_pairs(fits: npt.NDArray[np.float64], preference: npt.NDArray[np.float64]) -> dict[int, int]:
    # a paper that satisfies some row is no doubtful paper for another: a second card joins the row of the first
    satisfies = (fits >= SATISFIES).any(axis=1, keepdims=True)
    fits = np.where(satisfies & (fits < SATISFIES), 0.0, fits)
    # of rows alike the preferred one gets the firmest paper, whatever other papers there are
    gains = fits + preference + _FIRMEST_FIRST * fits * preference
    papers, rows = linear_sum_assignment(np.where(fits >= DOUBTFUL, gains, 0.0), maximize=True)
    return {int(paper): int(row) for paper, row in zip(papers, rows, strict=True) if fits[paper, row] >= DOUBTFUL}


def _joining(fits: npt.NDArray[np.float64], first: Mapping[int, int]) -> dict[int, int]:
    """Left-over papers and the row that each clearly satisfies beside the paper already there."""
    rest = (paper for paper in range(len(fits)) if paper not in first)
    return {paper: int(fits[paper].argmax()) for paper in rest if fits[paper].max() >= SATISFIES}


def fit(paper: Paper, row: RowProfile) -> float:
    """How well `paper` satisfies `row`, 0-1, from its type, its title and the row's keywords."""
    likeness = max(title_likeness(paper.title, row_head(row.text)), 0.7 * title_likeness(paper.title, row.text))
    form = _FORM_NUMBER if _names_form(paper, row, likeness) else 0.0
    keyword = _keyword_bonus(paper, row)
    if paper.type in row.types and paper.type is not PaperType.OTHER:
        return min(1.0, _TYPED_BASE.get(paper.type, 0.5) + 0.4 * likeness + form + keyword)
    if _is_of_another_type(paper, row):
        return min(1.0, _MISTYPED * likeness + form)
    return min(1.0, 0.1 + 0.75 * likeness + form + keyword)


@lru_cache(maxsize=20_000)
def row_head(text: str) -> str:
    """The part of a row that names its paper, without the condition before it and the remarks after it."""
    named = _BESIDE.sub(" ", text).strip()
    if _CONDITION_LEAD.match(named):
        asked = _ASKED.search(named)
        named = named[asked.end() :] if asked else named
    else:
        named = _HEAD_END.split(named, maxsplit=1)[0]
    return " ".join(named.split()[:_HEAD_WORDS])


def _is_of_another_type(paper: Paper, row: RowProfile) -> bool:
    """Whether the types of row and paper exclude each other; a form excludes whatever is not one."""
    if paper.type is PaperType.APPLICATION_FORM:
        return PaperType.APPLICATION_FORM not in row.types
    if not row.types:
        return False
    if paper.type is PaperType.OTHER:
        return row.types == {PaperType.APPLICATION_FORM}
    return PaperType.OTHER not in row.types


def _fit_of_proof(paper: Paper, row: RowProfile, topic: str) -> float:
    """Fit to a row that names no paper but what it must prove ("giấy tờ chứng minh …", "giấy tờ làm căn cứ …")."""
    if row.types - {PaperType.OTHER} or paper.type in _NO_PROOF or not paper.title or not _asks_for_proof(row.text):
        return 0.0
    if topic and max(title_likeness(paper.title, topic), title_likeness(paper.title, row.text)) >= _ON_TOPIC:
        return SATISFIES
    return DOUBTFUL


@lru_cache(maxsize=20_000)
def _asks_for_proof(text: str) -> bool:
    return opens_with_any(_proof_openings(), text, 0.95)


@cache
def _proof_openings() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("proof_openings.yaml").read_text(encoding="utf-8")))


# A type that means one kind of paper satisfies the row by itself; a coarse one (form, decision, contract) needs
# its title or a keyword to agree.
_TYPED_BASE = {
    PaperType.APPLICATION_FORM: 0.32,
    PaperType.DECISION: 0.25,
    PaperType.CONTRACT: 0.3,
    PaperType.DEGREE: 0.45,
    PaperType.DRAWING: 0.4,
    PaperType.POWER_OF_ATTORNEY: 0.6,
    PaperType.IDENTITY_CARD: 0.75,
    PaperType.PASSPORT: 0.75,
    PaperType.BIRTH_NOTICE: 0.65,
    PaperType.BIRTH_CERTIFICATE: 0.6,
    PaperType.MARRIAGE_CERTIFICATE: 0.6,
    PaperType.MARITAL_STATUS_CERTIFICATE: 0.6,
    PaperType.DEATH_NOTICE: 0.65,
    PaperType.LAND_USE_CERTIFICATE: 0.65,
    PaperType.BUSINESS_REGISTRATION_CERTIFICATE: 0.6,
}


def title_likeness(title: str, text: str) -> float:
    """Share of the title's telling words that stand in `text`, in order where possible: 0-1.

    Words that most titles share ("giấy", "chứng nhận") count little; misread letters are forgiven.
    """
    words, weights, pair_weights = _weighed(title)
    if len(words) < 2:
        return 0.0
    known, pairs = _known(text)
    single = sum(weight for word, weight in zip(words, weights, strict=True) if _stands_in(word, known))
    joined = sum(weight for pair, weight in zip(pairwise(words), pair_weights, strict=True) if pair in pairs)
    return 0.5 * single / sum(weights) + 0.5 * joined / sum(pair_weights)


@lru_cache(maxsize=2_000)
def _weighed(title: str) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """The folded syllables of a title, their weights, and those of their pairs."""
    words = tuple(syllables(fold(title)))
    weights = tuple(_GENERIC_WEIGHT if word in generic_words() else 1.0 for word in words)
    return words, weights, tuple(a + b for a, b in pairwise(weights))


@lru_cache(maxsize=8_000)
def _known(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The folded syllables of a row, and their pairs; rows are compared with paper after paper."""
    spoken = syllables(fold(text))
    return frozenset(spoken), frozenset(pairwise(spoken))


def _stands_in(word: str, known: frozenset[str]) -> bool:
    if word in known or len(word) < 4:
        return word in known
    return process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=80) is not None


@cache
def generic_words() -> frozenset[str]:
    return frozenset(yaml.safe_load(Path(__file__).with_name("generic_words.yaml").read_text(encoding="utf-8")))


def _names_form(paper: Paper, row: RowProfile, likeness: float) -> bool:
    """Whether the row names the number that the form carries ("CT01", "Mẫu số 02a").

    Every decree has a form 01, so a number without letters counts only where the title agrees.
    """
    number = paper.form_number.casefold()
    if not number or (number.isdecimal() and likeness < _TITLE_AGREES):
        return False
    return any(number in _FORM_TOKEN.findall(form.casefold()) for form in row.forms)


def _keyword_bonus(paper: Paper, row: RowProfile) -> float:
    if not row.keywords:
        return 0.0
    keywords = [_folded(keyword) for keyword in row.keywords]
    if any(keyword in _folded(paper.title) for keyword in keywords):
        return 0.35
    head = _folded(paper.text[:_HEAD])
    return 0.2 if any(keyword in head for keyword in keywords) else 0.0


@lru_cache(maxsize=4_000)
def _folded(text: str) -> str:
    return fold(text)
