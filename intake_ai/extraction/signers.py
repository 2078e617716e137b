"""Reads the name below a signature, which often runs over it, by the names that the form states elsewhere."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.values import trim
from ocr.page import Word

# Share of equal letters, accents aside: a stroke of the signature hides one or two letters of a name, and two persons
# of one form seldom have names as near.
_LEAST_LIKENESS = 78.0
_FEWEST_WORDS = 2


def signed_by(run: Run, names: Sequence[str]) -> tuple[Run, str] | None:
    """The words of `run` that come nearest to one of `names`, and that name; None where none comes near.

    Args:
        names: Stated elsewhere in the form.
    """
    words = tuple(word for word in run.words if not is_leader(word))
    best: tuple[float, Run, str] | None = None
    for name in names:
        for window in _windows(words, len(name.split())):
            likeness = fuzz.ratio(plain(window.text), plain(name))
            if likeness >= _LEAST_LIKENESS and (best is None or likeness > best[0]):
                best = (likeness, window, name)
    return (trim(best[1]), _as_signed(best[2])) if best else None


def _windows(words: Sequence[Word], count: int) -> Iterator[Run]:
    """Runs of about as many words as a name has: one may have been read as two, or two as one."""
    for size in range(max(_FEWEST_WORDS, count - 1), count + 2):
        for start in range(len(words) - size + 1):
            yield Run(tuple(words[start : start + size]))


def _as_signed(name: str) -> str:
    """A name as it stands below a signature, where the form asks for capitals elsewhere."""
    return name.title() if name.isupper() else name
