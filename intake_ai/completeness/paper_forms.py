"""In which form a paper was handed in: original, certified copy, photocopy or electronic, as far as its scan tells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from classifiers.wording import similarity
from intake_ai.catalogue.models import Copies, Requirement
from intake_ai.terms import PaperForm

_LEAST = 0.9
_HEAD = 300
"""Letters of a paper in which its title and the words over it stand."""
_ITEM = re.compile(r"\s*(?:[-–+*•·]|\(?(?:\d{1,2}|[a-zđ])\s*[.)]|\d{1,2}\s+(?:bản|tờ|bộ)\b)", re.IGNORECASE)
"""How the item of a list begins: a dash, a number or letter, or how many copies."""
_INK = frozenset({"signature", "handwriting"})


@dataclass(frozen=True, slots=True)
class _Words:
    certified: tuple[str, ...]
    photocopy: tuple[str, ...]
    from_register: tuple[str, ...]
    attached: tuple[str, ...]


@cache
def _words() -> _Words:
    lists = yaml.safe_load(Path(__file__).with_name("paper_forms.yaml").read_text(encoding="utf-8"))
    return _Words(**{name: tuple(phrases) for name, phrases in lists.items()})


def form_of(paper: Paper) -> PaperForm | None:
    """The form that a paper shows; None where its scan does not tell.

    A certification is known by its words, a copy by being called one. A seal tells no original from a copy of it, so
    only a form that is signed or filled in by hand is said to be one.
    """
    if all(page.reading.source == "text_layer" for page in paper.pages):
        return "electronic" if paper.pages else None
    head = fold(f"{paper.title} {paper.text[:_HEAD]}")
    is_form = paper.type is PaperType.APPLICATION_FORM  # speaks of copies of other papers, and of extracts asked for
    if not is_form and _says(_words().certified, fold(_outside_lists(paper.text))):
        return "certified_copy"
    if _says(_words().photocopy, fold(f"{paper.title} {_outside_lists(paper.text[:_HEAD])}")):
        return "photocopy"
    if not is_form and _says(_words().from_register, head):
        return "certified_copy" if _has(paper, frozenset({"seal"})) else None
    return "original" if is_form and _has(paper, _INK) else None


def _outside_lists(text: str) -> str:
    """The lines that are no item of a list and name nothing attached: what stands there is of other papers."""
    return "\n".join(line for line in text.splitlines() if not _is_of_list(line))


def _is_of_list(line: str) -> bool:
    return _ITEM.match(line) is not None or any(word in fold(line) for word in _words().attached)


def _says(phrases: Sequence[str], text: str) -> bool:
    return any(similarity(phrase, text) >= _LEAST for phrase in phrases)


def _has(paper: Paper, kinds: frozenset[str]) -> bool:
    return any(mark.kind in kinds for page in paper.pages for mark in page.reading.marks)


def common_form(forms: Iterable[PaperForm | None]) -> PaperForm | None:
    """The form of the papers given to one row: theirs where all that tell it agree."""
    told = {form for form in forms if form is not None}
    return told.pop() if len(told) == 1 else None


def is_wrong_form(form: PaperForm | None, row: Requirement) -> bool:
    """Whether a row asks for originals or certified copies alone and got what calls itself a photocopy."""
    asked = row.stated_copies
    return form == "photocopy" and asked is not None and _asks_more(asked)


def lacks_certification(paper: Paper, row: Requirement) -> bool:
    """Whether a row takes certified copies alone, and a scan shows neither words of certification nor any seal.

    With a seal it may be the original, which is as good; without it nothing tells it from a plain copy.
    """
    asked = row.stated_copies
    if asked is None or asked.certified == 0 or asked.originals > 0 or not _asks_more(asked):
        return False
    return form_of(paper) in (None, "photocopy") and not _has(paper, frozenset({"seal"}))


def _asks_more(asked: Copies) -> bool:
    accepts_copies = asked.photocopies > 0 or asked.electronic > 0 or asked.to_compare or asked.any_of
    return not accepts_copies and asked.originals + asked.certified > 0


def copies_lacking(scanned: int, row: Requirement) -> int:
    """How many of the copies that the row's words ask for were not scanned; 0 where it asks for one or none."""
    asked = row.stated_copies
    if asked is None or asked.any_of:
        return 0
    wanted = max(asked.originals, asked.certified)
    return max(0, wanted - scanned) if wanted > 1 else 0
