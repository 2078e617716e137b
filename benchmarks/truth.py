"""Pages whose text is known, and how far a reading is from it: the measure of the project's reference data."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rapidfuzz.distance import Levenshtein

_LEADERS = re.compile(r"[.…_]{3,}|(?:[.…] ){3,}")
_SPACE = re.compile(r"\s+")
_IMAGES = (".png", ".jpg")


@dataclass(frozen=True, slots=True)
class Score:
    """How well a page was read.

    Attributes:
        character_errors: Edit distance over the length of the truth (CER); the order counts.
        word_f1: Of the bags of words; the order does not count.
    """

    character_errors: float
    word_f1: float


@dataclass(frozen=True)
class TruePage:
    """A picture of a page and its text; forms are scored apart from letters."""

    image: Path
    text: str

    @property
    def is_form(self) -> bool:
        return self.image.name.startswith("f_")

    def score(self, read: str) -> Score:
        """How far `read` is from the truth; white space, leader dots and the form of accents do not count."""
        wanted, got = _comparable(self.text), _comparable(read)
        own, other = Counter(wanted.split()), Counter(got.split())
        shared, total = (own & other).total(), own.total() + other.total()
        return Score(Levenshtein.distance(wanted, got) / len(wanted), 2 * shared / total if total else 0.0)


def true_pages(folder: Path) -> list[TruePage]:
    """All NAME.png and NAME.jpg of a folder that have a NAME.gt.txt."""
    found = []
    for truth in sorted(folder.glob("*.gt.txt")):
        images = [Path(str(truth).removesuffix(".gt.txt") + ending) for ending in _IMAGES]
        found += [TruePage(image, truth.read_text(encoding="utf-8")) for image in images if image.exists()][:1]
    return found


def mean_score(scores: Iterable[Score]) -> Score | None:
    """The mean of each figure over the pages; None where there are none."""
    pages = list(scores)
    if not pages:
        return None
    return Score(fmean(score.character_errors for score in pages), fmean(score.word_f1 for score in pages))


def _comparable(text: str) -> str:
    return _SPACE.sub(" ", _LEADERS.sub(" ", unicodedata.normalize("NFC", text))).strip()
