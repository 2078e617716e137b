"""Which template a paper was filled in on, if any: rather none than one that is merely like it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
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
_LEAST_WITH_TITLE = 0.75
"""Of bad photographs less is read; the whole title then tells what form it is."""
_LONG_TITLE = 5
_MOST_LOST = 0.15
_ABSENT = 0.35
_LEAST_BLANKS, _FEWEST_BLANKS = 0.5, 5
"""Share and number of its blanks that the pages handed in must have: notes and signatures alone are alike."""
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
        """The templates that share most of their pairs of words, or of the paper's, best first."""
        shared: Counter[int] = Counter()
        own = _pairs([seen.key for seen in words if seen.key])
        for pair in own:
            shared.update(self._having.get(pair, ()))
        # of a long form one page alone may have been handed in
        shares = {number: count / max(1, min(len(own), len(self._pairs[number]))) for number, count in shared.items()}
        best = sorted(shares, key=lambda number: -shares[number])[:_CANDIDATES]
        return [number for number in best if shares[number] >= _LEAST_SHARED]


def _pairs(keys: Sequence[str]) -> frozenset[tuple[str, str]]:
    plain_keys = [folded(key) for key in keys if key != BOX]
    return frozenset(pairwise(plain_keys))


def _merit(fit: Fit) -> float:
    """The weight of print found, less that missing on the pages handed in and what of the paper has no place."""
    present = _present(fit)
    found = fit.found_on(present)
    return 2 * found - _weight_on(fit.template, present) - fit.stray


def _fits(fit: Fit, paper: Paper) -> bool:
    present = _present(fit)
    total = _weight_on(fit.template, present)
    least = _LEAST_WITH_TITLE if _has_title(fit) else _LEAST_COVERAGE
    if not total or fit.found_on(present) < least * total:
        return False
    blanks = [blank for blank in fit.template.blanks if blank.places[0].page in present]
    if len(blanks) < min(_FEWEST_BLANKS, _LEAST_BLANKS * len(fit.template.blanks)):
        return False
    if fit.stray > _MOST_STRAY * max(1, len(fit.printed)):
        return False
    return not _has_other_title(fit) and not _names_other_source(fit.template.form_source, paper.form_source)


def _present(fit: Fit) -> set[int]:
    """The pages of the template that the paper has."""
    return {page for page, share in fit.coverage.items() if share >= _ABSENT}


def _weight_on(template: Template, pages: Collection[int]) -> float:
    return sum(weight_of(anchor.key) for anchor in template.anchors if anchor.page in pages)


def _title(template: Template) -> range:
    """Where among the template's words its title stands; empty where it is none of them as it is."""
    title = plain(template.name).split()
    keys = [plain(anchor.text) for anchor in template.anchors]
    start = next((at for at in range(len(keys)) if title and keys[at : at + len(title)] == title), None)
    return range(0) if start is None else range(start, start + len(title))


def _has_title(fit: Fit) -> bool:
    """Whether a title of enough words to tell forms apart was found whole."""
    title = _title(fit.template)
    return len(title) >= _LONG_TITLE and all(fit.places[at] >= 0 for at in title)


def _has_other_title(fit: Fit) -> bool:
    """Whether words of the template's title are missing: several, or with others in their place."""
    title = _title(fit.template)
    missing = [at for at in title if fit.places[at] < 0]
    if not missing or len(missing) == len(title):
        return False
    return len(missing) > _MOST_LOST * len(title) or any(_has_other_words(fit, at) for at in missing)


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
