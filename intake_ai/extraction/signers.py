"""Reads the name below a signature, which often runs over it, by the names that the form states elsewhere."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.values import find_names, trim
from intake_ai.wordlists import phrases
from ocr.page import Box, Word

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


def heads_signature(run: Run) -> bool:
    """Whether a line is what stands above a signature: "Người làm đơn"."""
    words = plain(run.text)
    opens = any(f"{words} ".startswith(f"{head} ") for head in phrases(__file__, "signers.yaml", "heads"))
    is_short = len(run.words) <= _MOST_HEAD_WORDS and not any(sign in run.text for sign in ":;…")
    return opens and is_short and (run.text.isupper() or run.box.left > _RIGHT_HALF)


def named_below(run: Run, head: Box) -> Run | None:
    """The name that a line below `head` is made of; None where it is anything else or stands elsewhere."""
    box = run.box
    below = 0.0 < box.top - head.bottom < _MOST_BELOW
    beside = box.right < head.left or box.left > head.right
    names = find_names(run)
    if not below or beside or len(names) != 1 or len(names[0].words) != len(run.words):
        return None
    return names[0]


_MOST_HEAD_WORDS = 8
_RIGHT_HALF = 0.4
_MOST_BELOW = 0.16
"""Fraction of the page's height that a signature leaves between its heading and the name."""


def _windows(words: Sequence[Word], count: int) -> Iterator[Run]:
    """Runs of about as many words as a name has: one may have been read as two, or two as one."""
    for size in range(max(_FEWEST_WORDS, count - 1), count + 2):
        for start in range(len(words) - size + 1):
            yield Run(tuple(words[start : start + size]))


def _as_signed(name: str) -> str:
    """A name as it stands below a signature, where the form asks for capitals elsewhere."""
    return name.title() if name.isupper() else name
