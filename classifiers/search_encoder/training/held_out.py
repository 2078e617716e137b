"""Questions held back from training, to choose and measure by."""

from collections.abc import Mapping, Sequence

_EVERY = 3  # of so many procedures one gives a question


def split_questions(asked: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """(questions to learn from, one held-back question of every third procedure), by code.

    All kinds of question are held back as often: which of a procedure's is, goes round.
    """
    learned = {code: list(questions) for code, questions in asked.items()}
    held_back = {}
    for number, code in enumerate(sorted(asked)[::_EVERY]):
        if len(learned[code]) > 1:
            held_back[code] = learned[code].pop(number % len(learned[code]))
    return learned, held_back
