"""The words of a blank form that name what belongs in a blank, and what they mean."""

import re
from collections.abc import Sequence

from intake_ai.extraction.lexicon import Label, lexicon, match_label, meaning_of
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.keys import BOX
from intake_ai.extraction.templates.template import Anchor
from intake_ai.terms import FieldKind

_MOST_WORDS = 24
_SHOWN = 10
_NUMBERING = re.compile(r"^\W{0,2}(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,4})[.)\]]?$")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?=\W*$)")
_BRACKETS = re.compile(r"\([^)]*\)?")


def label_of(before: Sequence[Anchor]) -> tuple[str, Label | None]:
    """The label of a blank, as printed, and its meaning where it is known.

    Args:
        before: The printed words between the blank before and this one.
    """
    words = [_FOOTNOTE.sub("", anchor.text) for anchor in _segment(before)]
    text = " ".join(words)
    named = _BRACKETS.sub(" ", text).strip()
    if named.endswith(":"):
        words = words[_numbered(words) :]
        label = " ".join(words).strip(" .:;,")
        return label, meaning_of(_BRACKETS.sub(" ", label))
    for start in range(len(words)):
        tail = " ".join(words[start:])
        phrase = tuple(plain(_BRACKETS.sub(" ", tail) if start == 0 else tail).split())
        meaning = _meaning(phrase)
        if phrase and meaning is not None:
            return tail.strip(" .:;,("), meaning
    words = words[_numbered(words) :]
    return " ".join(words[-_SHOWN:]).strip(" .:;,("), None


def _segment(before: Sequence[Anchor]) -> list[Anchor]:
    """The last words ahead of a blank that belong together: back to a colon, a sentence's end or a new item."""
    words = [anchor for anchor in before if anchor.key != BOX][-_MOST_WORDS:]
    start = 0
    for index in range(1, len(words)):
        if _ends(words[index - 1], words[index:]) or _begins_item(words[index - 1], words[index]):
            start = index
    return words[start:]


def _ends(before: Anchor, rest: Sequence[Anchor]) -> bool:
    """Whether a label or sentence ends with a word: something besides instructions in brackets follows it."""
    if not before.text.endswith((":", ";", ".")) or _NUMBERING.match(before.text):
        return False
    return bool(_BRACKETS.sub("", " ".join(anchor.text for anchor in rest)).strip(" .:"))


def _begins_item(before: Anchor, word: Anchor) -> bool:
    """Whether a word opens a row of its own matter: with a number, or with a capital far below the row before."""
    if word.page == before.page and word.box.left >= before.box.left:
        return False
    if _NUMBERING.match(word.text) or word.page != before.page:
        return True
    is_apart = word.box.top - before.box.bottom > 0.6 * word.box.height
    return word.text[:1].isupper() and (is_apart or before.box.right < 0.7)


def _numbered(words: Sequence[str]) -> int:
    """How many words of numbering stand at the front: "4.1.", "[09]"."""
    return int(len(words) > 1 and bool(_NUMBERING.match(words[0].lstrip("[(")) or words[0] in ("-", "+", "–", "•")))


def _meaning(phrase: tuple[str, ...]) -> Label | None:
    kind = _date_kind(phrase)
    if kind is not None:
        return Label(kind, "date", bare=True)
    found = match_label(phrase)
    return found.label if found is not None and found.words == len(phrase) else None


def _date_kind(phrase: tuple[str, ...]) -> FieldKind | None:
    words = " ".join(phrase)
    return lexicon().dates.get(words) or ("other" if words == "ngay" else None)
