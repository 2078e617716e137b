"""What is read behind the words that lead to a value, and the word lists of clauses.yaml by name."""

from dataclasses import dataclass
from functools import cache

from intake_ai.extraction.runs import Run
from intake_ai.wordlists import phrases


@dataclass(frozen=True, slots=True)
class Read:
    """A value in a text, from `first` to before `last`; `certainty` is how well its form speaks for it, 0-1."""

    first: int
    last: int
    value: str
    certainty: float


def found_in(run: Run, start: int, stop: int, text: str, certainty: float) -> Read | None:
    """`text` where it stands first between `start` and `stop`, as a value; None where it does not."""
    first = run.text.find(text, start, stop) if text else -1
    return Read(first, first + len(text), text, certainty) if first >= 0 else None


@cache
def listed(name: str) -> tuple[str, ...]:
    """A list of clauses.yaml."""
    return phrases(__file__, "clauses.yaml", name)
