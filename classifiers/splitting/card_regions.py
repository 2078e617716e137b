"""Several cards copied onto one page: the page is cut into the regions of its cards.

The two sides of one card on a page are one paper and stay together; two fronts or two backs on a page are of two cards.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from classifiers.splitting.card_sides import CardSide, back_of, belong_together, card_side, front_of, is_card_title
from classifiers.wording import contains_any
from ocr.mrz import looks_like_zone, parse_zone
from ocr.page import Box, Line, MachineReadableZone, Page, PageReading, enclosing

_FEWEST_LINES, _MOST_LINES = 8, 120
"""A page with more lines on it is no copy of cards: four sides have some 25 lines each."""
_FRONT_LABELS = (
    ("full name", "ho va ten", "ho, chu dem va ten"),
    ("date of birth", "ngay sinh"),
    ("gioi tinh",),
    ("quoc tich", "nationality"),
)
"""Print that stands once on every front; languages of one label together."""
_BACK_LABELS = (("dac diem nhan dang",), ("ngon tro trai", "left index"))
_LONGEST_LABEL = 70
_FEWEST_LETTERS, _LEAST_SURE = 4, 0.4
_PAIR = 2
_NARROWEST = 0.012
"""A cut between lines that lie closer may part the lines of one zone."""
_WIDEST, _MOST_WIDE_LINES = 0.55, 2
"""Two cards on a page leave no room for wider lines; text on a form has many."""
_LEAST_DOWN, _LEAST_ACROSS = 0.1, 0.3
"""Fractions of the page by which like lines of two cards lie apart; a card is 0.18 high and 0.41 wide on A4."""
_NUMBER = re.compile(r"\D{0,6}\d{12}\W{0,3}")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page with a side of a card, or both, on it."""

    boxes: tuple[Box, ...]
    reading: PageReading
    side: CardSide

    def joined(self, other: "Region", page: PageReading) -> "Region":
        """Both sides of one card as one region."""
        boxes = self.boxes + other.boxes
        reading = restricted(page, boxes)
        shown = CardSide(
            "both", self.side.numbers | other.side.numbers, self.side.name, self.side.zone + other.side.zone
        )
        return Region(boxes, reading, shown)


def card_regions(page: Page) -> tuple[Region, ...]:
    """The regions of the cards on a page that shows several; none where it shows one card or anything else.

    Returns:
        From top to bottom, then from left to right. A region with both sides of a card may be two boxes.
    """
    reading = page.reading
    wide = sum(line.box.width > _WIDEST for line in reading.lines)
    if not _FEWEST_LINES <= len(reading.lines) <= _MOST_LINES or wide > _MOST_WIDE_LINES:
        return ()
    fronts, backs = front_anchors(reading), back_anchors(reading)
    if len(fronts) < 2 and len(backs) < 2:
        return ()
    told = [line.box for line in reading.lines if _is_told(line)]
    boxes = _cut(Box(0.0, 0.0, 1.0, 1.0), fronts + backs, told)
    parts = [(box, restricted(reading, (box,))) for box in boxes]
    plain = [card_side(part) for _, part in parts]
    named = sum(is_card_title(line.text) for line in reading.lines) + len(_zones(reading.lines))
    if len(parts) < _PAIR or _PAIR * named < len(parts) or not _are_cards(plain):
        return ()
    sides = [
        side or (front_of(part) if any(_holds(box, front) for front in fronts) else back_of(part))
        for side, (box, part) in zip(plain, parts, strict=True)
    ]
    found = [Region((box,), part, side) for (box, part), side in zip(parts, sides, strict=True)]
    return _cards(found, reading)


def _are_cards(sides: Sequence[CardSide | None]) -> bool:
    """Whether so many parts of a page are surely sides of cards that the others are taken for sides too."""
    sure = sum(side is not None for side in sides)
    return sure > 0 and (2 * sure >= len(sides) or len(sides) > _PAIR)


def _is_told(line: Line) -> bool:
    """Whether a line is print: neither dirt nor scraps of a pattern, which would close the gap between cards."""
    return sum(character.isalnum() for character in line.text) >= _FEWEST_LETTERS and line.confidence > _LEAST_SURE


def front_anchors(reading: PageReading) -> list[Box]:
    """A line for each front of a card: of all titles or labels the kind that was found most often."""
    titles = [line.box for line in reading.lines if is_card_title(line.text)]
    numbers = [line.box for line in reading.lines if _NUMBER.fullmatch(line.text)]
    labelled = [_labelled(reading.lines, labels) for labels in _FRONT_LABELS]
    return max([_apart(found) for found in (titles, numbers, *labelled)], key=len)


def back_anchors(reading: PageReading) -> list[Box]:
    """A line for each back of a card: its zone, or a label that only backs bear."""
    zones = _zones(reading.lines)
    labelled = [_labelled(reading.lines, labels) for labels in _BACK_LABELS]
    return max([_apart(found) for found in (zones, *labelled)], key=len)


def _apart(found: Sequence[Box]) -> list[Box]:
    """Those that lie as far from each other as two cards do; a number or label misread once more lies near."""
    result: list[Box] = []
    for box in found:
        if all(_lies_apart(box, other) for other in result):
            result.append(box)
    return result


def _lies_apart(box: Box, other: Box) -> bool:
    return abs(box.top - other.top) > _LEAST_DOWN or abs(box.left - other.left) > _LEAST_ACROSS


def restricted(reading: PageReading, boxes: Sequence[Box]) -> PageReading:
    """What of a reading lies within boxes; its own boxes stay those of the whole page."""

    def inside(box: Box) -> bool:
        x, y = box.centre
        return any(part.left <= x <= part.right and part.top <= y <= part.bottom for part in boxes)

    lines = tuple(line for line in reading.lines if inside(line.box))
    known = reading.mrz if reading.mrz is not None and any(_within(reading.mrz.box, part) for part in boxes) else None
    return replace(
        reading,
        lines=lines,
        codes=tuple(code for code in reading.codes if inside(code.box)),
        marks=tuple(mark for mark in reading.marks if inside(mark.box)),
        mrz=_zone_in(lines) or known,
    )


def _within(box: Box, part: Box) -> bool:
    return part.left <= box.left and box.right <= part.right and part.top <= box.top and box.bottom <= part.bottom


def _zone_in(lines: Sequence[Line]) -> MachineReadableZone | None:
    """The zone of lines; a page of several cards keeps that of one only."""
    zone = [line for line in lines if looks_like_zone(line.text)]
    parsed = parse_zone([line.text for line in zone])
    if parsed is None:
        return None
    format_, texts, valid = parsed
    return MachineReadableZone(format_, texts, enclosing([line.box for line in zone]), valid)


def _labelled(lines: Sequence[Line], labels: tuple[str, ...]) -> list[Box]:
    """Lines with a label; two that touch are one label printed in two languages."""
    found = [line.box for line in lines if len(line.text) < _LONGEST_LABEL and contains_any(labels, line.text, 0.88)]
    return [box for place, box in enumerate(found) if not any(_touch(box, other) for other in found[:place])]


def _touch(box: Box, other: Box) -> bool:
    return abs(box.top - other.top) < 0.03 and abs(box.centre[0] - other.centre[0]) < 0.3


def _zones(lines: Sequence[Line]) -> list[Box]:
    """The first line of each machine-readable zone."""
    found = [line.box for line in lines if looks_like_zone(line.text)]
    return [box for place, box in enumerate(found) if not any(_below(box, other) for other in found[:place])]


def _below(box: Box, other: Box) -> bool:
    """Whether a line may be one of the two that follow another in a zone."""
    apart = box.top - other.top
    return -0.005 < apart < 4.5 * max(other.height, 0.012) and abs(box.left - other.left) < 0.12


def _cut(box: Box, anchors: Sequence[Box], lines: Sequence[Box]) -> list[Box]:
    """Cuts a box along the widest gaps between lines until each part holds one anchor (XY cut)."""
    if len(anchors) < 2:
        return [box]
    across = _widest_gap(anchors, lines, lambda part: (part.top, part.bottom))
    down = _widest_gap(anchors, lines, lambda part: (part.left, part.right))
    parts: tuple[Box, Box]
    if across[0] >= down[0] and (across[0] > _NARROWEST or down[0] < 0):
        parts = (replace(box, bottom=across[1]), replace(box, top=across[1]))
    else:
        parts = (replace(box, right=down[1]), replace(box, left=down[1]))
    result: list[Box] = []
    for part in parts:
        held = [anchor for anchor in anchors if _holds(part, anchor)]
        if len(held) == len(anchors):
            return [box]
        result += _cut(part, held, [line for line in lines if _holds(part, line)])
    return result


def _holds(part: Box, box: Box) -> bool:
    x, y = box.centre
    return part.left <= x < part.right and part.top <= y < part.bottom


def _widest_gap(
    anchors: Sequence[Box], lines: Sequence[Box], span: Callable[[Box], tuple[float, float]]
) -> tuple[float, float]:
    """Width and middle of the widest stretch without lines that lies between two anchors, along one direction."""
    middles = sorted(sum(span(anchor)) / 2 for anchor in anchors)
    spans = sorted(span(line) for line in lines)
    best = (-1.0, 0.0)
    reached = spans[0][1] if spans else 0.0
    for low, high in spans[1:]:
        middle = (reached + low) / 2
        if middles[0] < middle < middles[-1]:
            best = max(best, (low - reached, middle))
        reached = max(reached, high)
    return best


def _cards(regions: list[Region], page: PageReading) -> tuple[Region, ...]:
    """Fronts and backs of the same card joined, by `paired`."""
    fronts = [region for region in regions if region.side.shows == "front"]
    backs = [region for region in regions if region.side.shows == "back"]
    pairs = paired([front.side for front in fronts], [back.side for back in backs])
    joined = [fronts[front].joined(backs[back], page) for front, back in pairs]
    alone = [region for place, region in enumerate(fronts) if place not in {front for front, _ in pairs}]
    alone += [region for place, region in enumerate(backs) if place not in {back for _, back in pairs}]
    both = [region for region in regions if region.side.shows == "both"]
    cards = sorted([*joined, *alone, *both], key=lambda region: (region.boxes[0].top, region.boxes[0].left))
    return tuple(cards) if len(cards) > 1 else ()


def paired(fronts: Sequence[CardSide], backs: Sequence[CardSide]) -> list[tuple[int, int]]:
    """Which front belongs to which back, as places in the two.

    Where number and name tell nothing of any of those left, and there are as many fronts as backs, by their order.
    """
    fits = {
        (place, other): belong_together(front, back)
        for place, front in enumerate(fronts)
        for other, back in enumerate(backs)
    }
    sure = [pair for pair, fit in fits.items() if fit and _is_only(pair, fits)]
    left = [place for place in range(len(fronts)) if place not in {front for front, _ in sure}]
    others = [place for place in range(len(backs)) if place not in {back for _, back in sure}]
    in_order = list(zip(left, others, strict=False)) if len(left) == len(others) else []
    return sorted(sure + [pair for pair in in_order if fits[pair] is not False])


def _is_only(pair: tuple[int, int], fits: dict[tuple[int, int], bool | None]) -> bool:
    rivals = [
        other for other, fit in fits.items() if fit and other != pair and (other[0] == pair[0]) != (other[1] == pair[1])
    ]
    return not rivals
