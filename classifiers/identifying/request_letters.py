"""Letters by which an organisation asks an authority for something: they stand for the application form."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

import yaml

from classifiers.identifying.titles import is_motto
from classifiers.vietnamese import fold
from classifiers.wording import contains_any, opens_with_any
from ocr.page import Line, Page

_HEAD = 0.25
_LEFT = 0.55
_FEWEST_LETTERS = 4
_NUMBER = re.compile(r"\W*(?:so\s*[:.]|so\s+\d|v/v|ve viec)")


def is_request_letter(pages: Sequence[Page]) -> bool:
    """Whether the paper is a letter to an authority that asks for something and comes from none.

    The sender stands in the upper left corner (NĐ 30/2020/NĐ-CP, Annex I); where it is not legible nothing is claimed.
    """
    sender = _sender(pages[0].reading.lines)
    if not sender or any(opens_with_any(_words()["authorities"], line, 0.9) for line in sender):
        return False
    text = "\n".join(page.reading.text for page in pages)
    return contains_any(_words()["addressing"], text, 0.9) and contains_any(_words()["asking"], text, 0.93)


def _sender(lines: Sequence[Line]) -> list[str]:
    """Lines of letters in the upper left corner, above the number."""
    corner = [line for line in lines if line.box.bottom < _HEAD and line.box.right < _LEFT and not is_motto(line)]
    names = takewhile(lambda line: not _NUMBER.match(fold(line.text)), corner)
    return [line.text for line in names if sum(map(str.isalpha, line.text)) >= _FEWEST_LETTERS]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("request_letters.yaml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in yaml.safe_load(text).items()}
