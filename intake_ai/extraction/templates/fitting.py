"""Which template a paper was filled in on, if any: rather none than one that is merely like it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from classifiers.papers import Paper
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.aligning import weight_of
from intake_ai.extraction.templates.filling import Fit, SeenWord, lay, words_of
from intake_ai.extraction.templates.keys import BOX, folded
from intake_ai.extraction.templates.template import Template

# On the 24 development forms and the blank forms of the reference data among one another (2026-11-23), the right
# template's print is found by 94% and more; that of another form by 81% at most, of a near twin by up to 97%, which
# differs in its title, in the regulation that it names, or in words that stand where the template has none.
_LEAST_COVERAGE = 0.88
_ABSENT = 0.35
_LEAST_BLANKS = 0.5
_MOST_STRAY = 0.15
_CANDIDATES = 4
_LEAST_SHARED = 0.3
_SOURCE = re.compile(r"(\d+)/(\d{4})")


class Templates:
    """The templates that are known, found by the pairs of words that follow one another in their print."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.templates = tuple(templates)
        self._pairs = [_pairs([anchor.key for anchor in template.anchors]) for template in self.templates]
        self._having: dict[tuple[str, str], list[int]] = {}
        for number, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._having.setdefault(pair, []).append(number)

    def fit(self, paper: Paper) -> Fit | None:
        """The template that `paper` was filled in on, laid on it; None where none fits."""
        if not self.templates:
            return None
        words = words_of(paper)
        fits = [lay(self.templates[number], words) for number in self._candidates(words)]
        fits = [fit for fit in fits if _fits(fit, paper)]
        return max(fits, key=_merit, default=None)

    def _candidates(self, words: Sequence[SeenWord]) -> list[int]:
        """The templates most of whose pairs of words the paper has, best first."""
        shared: Counter[int] = Counter()
        for pair in _pairs([seen.key for seen in words if seen.key]):
            shared.update(self._having.get(pair, ()))
        shares = {number: count / max(1, len(self._pairs[number])) for number, count in shared.items()}
        best = sorted(shares, key=lambda number: -shares[number])[:_CANDIDATES]
        return [number for number in best if shares[number] >= _LEAST_SHARED]


def _pairs(keys: Sequence[str]) -> frozenset[tuple[str, str]]:
    plain_keys = [folded(key) for key in keys if key != BOX]
    return frozenset(pairwise(plain_keys))


def _merit(fit: Fit) -> float:
    """The weight of print found less what of the paper stands outside the blanks."""
    found = sum(
        weight_of(anchor.key)
        for anchor, place in zip(fit.template.anchors, fit.places.tolist(), strict=True)
        if place >= 0
    )
    return found - fit.stray


def _fits(fit: Fit, paper: Paper) -> bool:
    present = {page for page, share in fit.coverage.items() if share >= _ABSENT}
    total = sum(weight_of(anchor.key) for anchor in fit.template.anchors if anchor.page in present)
    if not total or fit.found_on(present) < _LEAST_COVERAGE * total:
        return False
    blanks = [blank for blank in fit.template.blanks if blank.places[0].page in present]
    if len(blanks) < _LEAST_BLANKS * len(fit.template.blanks):
        return False
    if fit.stray > _MOST_STRAY * max(1, len(fit.printed)):
        return False
    return not _has_other_title(fit) and not _names_other_source(fit.template.form_source, paper.form_source)


def _has_other_title(fit: Fit) -> bool:
    """Whether words of the template's title are missing with others in their place."""
    title = plain(fit.template.name).split()
    keys = [plain(anchor.text) for anchor in fit.template.anchors]
    start = next((at for at in range(len(keys)) if title and keys[at : at + len(title)] == title), None)
    if start is None:
        return False
    missing = [at for at in range(start, start + len(title)) if fit.places[at] < 0]
    if not missing or len(missing) == len(title):
        return False
    return any(_has_other_words(fit, at) for at in missing)


def _has_other_words(fit: Fit, anchor: int) -> bool:
    before = next((int(place) for place in fit.places[:anchor][::-1] if place >= 0), None)
    after = next((int(place) for place in fit.places[anchor:] if place >= 0), None)
    if before is None or after is None:
        return False
    return any(len(seen.key) > 1 for seen in fit.words[before + 1 : after])


def _names_other_source(one: str, other: str) -> bool:
    """Whether two regulations are named by number and year, and differ by more than a misread figure."""
    first, second = _SOURCE.search(one), _SOURCE.search(other)
    if first is None or second is None:
        return False
    return Levenshtein.distance(first.group(), second.group()) > 1
