"""The tick boxes of a blank form, each with the words of its choice and the label of what is chosen."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from intake_ai.extraction.lexicon import match_label
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.runs import plain
from intake_ai.extraction.templates.keys import BOX
from intake_ai.extraction.templates.template import Anchor, Place, TemplateBlank

_MOST_WORDS = 14


def tick_blanks(anchors: Sequence[Anchor]) -> Iterator[TemplateBlank]:
    """A blank for each box among `anchors`."""
    for row in _rows(anchors):
        boxes = [index for index in row if anchors[index].key == BOX]
        if not boxes:
            continue
        words_follow = row[-1] != boxes[-1]
        group = "" if not words_follow and len(boxes) == 1 else _group(anchors, row[0], boxes[0], words_follow)
        for number, index in enumerate(boxes):
            if words_follow:
                end = boxes[number + 1] if number + 1 < len(boxes) else row[-1] + 1
                words = anchors[index + 1 : end]
            else:
                start = boxes[number - 1] + 1 if number else row[0]
                words = anchors[start:index]
            yield _blank(anchors, index, _option(words, group), group)


def _rows(anchors: Sequence[Anchor]) -> Iterator[list[int]]:
    """Places of the anchors row by row: in a row each stands to the right of the one before."""
    number = 0
    marked = []
    for index, anchor in enumerate(anchors):
        before = anchors[index - 1] if index else anchor
        if anchor.page != before.page or anchor.box.left < before.box.left:
            number += 1
        marked.append((number, index))
    for _, row in groupby(marked, key=lambda pair: pair[0]):
        yield [index for _, index in row]


def _group(anchors: Sequence[Anchor], start: int, box: int, words_follow: bool) -> str:
    """What is chosen: the words ahead of the first box, as far as a colon where the choice's own words follow it."""
    ahead = anchors[start:box]
    colon = max((number for number, anchor in enumerate(ahead) if anchor.text.endswith(":")), default=-1)
    if colon < 0 and not words_follow:
        return ""
    words = ahead[: colon + 1] if colon >= 0 else ahead
    return " ".join(anchor.text for anchor in words).strip(" .:;")


def _option(words: Sequence[Anchor], group: str) -> str:
    text = " ".join(anchor.text for anchor in words[:_MOST_WORDS]).strip(" .:;,")
    return text[len(group) :].strip(" .:;,") if group and text.startswith(group) else text


def _blank(anchors: Sequence[Anchor], index: int, option: str, group: str) -> TemplateBlank:
    found = match_label(tuple(plain(group).split())) if group else None
    return TemplateBlank(
        label=option,
        kind=found.label.kind if found else "other",
        form=found.label.value if found else "text",
        role=role_in(group) if group else None,
        shape="box",
        first=index,
        last=index,
        places=(Place(anchors[index].page, anchors[index].box),),
        is_optional=True,
        group=group,
    )
