"""What is handwritten on a paper, in groups that are each about one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.handwriting import hand_of
from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind
from ocr.page import Box, PageRef

_COVERED = 0.3
_MOST_OF_SCRAP = 14
"""Letters: more were read from another line, not from the blank."""
_GAP = 0.02
"""Of the page's width, between words of one value."""
_INKED = 0.5
_TOUCHED = 0.1
_ROW = 0.012
"""Of the page's height: places whose middles are nearer than this stand on one line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A handwritten value: a field that was read, or a blank whose words were not.

    Attributes:
        read: The words at the place; empty where none was read.
        field: The field as read, None for a blank.
        scraps: Fields of no kind that were read from a blank.
    """

    kind: FieldKind
    role: str | None
    label: str
    read: str
    paper: str
    page: PageRef
    box: Box
    field: Field | None = None
    scraps: tuple[Field, ...] = ()


@dataclass
class Group:
    """Places of one paper that are about one person, in reading order."""

    role: str | None
    places: list[Place] = field(default_factory=list)

    def has(self, kind: FieldKind) -> bool:
        return any(place.kind == kind for place in self.places)


def written_groups(paper: Paper, fields: Sequence[Field], blanks: Sequence[Blank]) -> list[Group]:
    """The handwritten places of `paper`, a new group at each name; columns of a table are told apart by their role.

    Of a form that may be either written or typed all values are places, for they tell together of whom it speaks.
    """
    told = [each for each in fields if each.paper == paper.id]
    may_be = paper.type is PaperType.APPLICATION_FORM and hand_of(paper).unclear
    own = [_of_field(paper, each) for each in told if each.by_hand or may_be]
    by_hand = is_written(paper, told)
    unread = []
    for blank in (each for each in blanks if each.paper == paper.id):
        waiting = _with_words(blank, paper) if by_hand and not any(_covers(blank, place) for place in own) else blank
        may_wait = by_hand or (may_be and waiting.state == "filled")
        if _waits(waiting, own, is_written=may_wait, has_ink=_has_ink(waiting, paper)):
            unread.append(_of_blank(waiting, own))
    order = {page.ref: index for index, page in enumerate(paper.pages)}
    return list(_grouped(_merged(own, unread, order)))


def is_written(paper: Paper, fields: Sequence[Field]) -> bool:
    """Whether a paper, of which these are the fields, was filled in by pen throughout."""
    return hand_of(paper).written or (bool(fields) and all(field.by_hand for field in fields))


def _waits(blank: Blank, own: Sequence[Place], *, is_written: bool, has_ink: bool) -> bool:
    """Whether a blank was filled in by hand and no field was read from it but scraps of no kind.

    Of 33 blanks of development forms without any words, 12 of 15 with ink were filled in, and 1 of 18 without.
    """
    if not (blank.by_hand or is_written) or blank.state == "empty" or blank.kind == "other":
        return False
    covering = [place for place in own if _covers(blank, place)]
    if not covering and not blank.by_hand and (blank.state == "filled" or not has_ink):
        return False
    return all(_is_scrap(place, blank) for place in covering)


def _has_ink(blank: Blank, paper: Paper) -> bool:
    marks = next(page for page in paper.pages if page.ref == blank.page).reading.marks
    return any(mark.kind == "handwriting" and mark.box.overlap(blank.box) > _TOUCHED for mark in marks)


def _is_scrap(place: Place, blank: Blank) -> bool:
    """Whether what was read from a blank tells nothing that belongs there."""
    return place.kind == "other" and (len(place.read) <= _MOST_OF_SCRAP or place.label == blank.label)


def _with_words(blank: Blank, paper: Paper) -> Blank:
    """A blank with the words in ink just ahead of it, of which nothing was made: its dots go on behind them."""
    page = next(page for page in paper.pages if page.ref == blank.page)
    ink = [mark.box for mark in page.reading.marks if mark.kind == "handwriting"]
    label = plain(blank.label).split()
    row = [word for word in page.reading.words if abs(word.box.centre[1] - blank.box.centre[1]) < _ROW]
    box = blank.box
    for word in sorted(row, key=lambda each: -each.box.right):
        inked = any(mark.overlap(word.box) > _INKED for mark in ink) and plain(word.text) not in label
        if inked and -_ROW < box.left - word.box.right < _GAP:
            box = word.box.union(box) if box is not blank.box else word.box
    return blank if box is blank.box else replace(blank, box=box, state="unclear", by_hand=True)


def _covers(blank: Blank, place: Place) -> bool:
    return place.page == blank.page and place.box.overlap(blank.box) > _COVERED


def _merged(own: Sequence[Place], unread: Sequence[Place], order: dict[PageRef, int]) -> list[Place]:
    """Fields in the order they were read, each blank ahead of the first field that stands below or right of it."""
    merged = list(own)
    for place in unread:
        position = next((index for index, other in enumerate(merged) if _precedes(place, other, order)), len(merged))
        merged.insert(position, place)
    return merged


def _precedes(one: Place, other: Place, order: dict[PageRef, int]) -> bool:
    if one.page != other.page:
        return order[one.page] < order[other.page]
    down = other.box.centre[1] - one.box.centre[1]
    return down > _ROW or (down > -_ROW and other.box.left > one.box.left)


def _grouped(places: Sequence[Place]) -> Iterator[Group]:
    current: dict[str | None, Group] = {}
    groups: list[Group] = []
    for place in places:
        group = current.get(place.role)
        if group is None or (place.kind == "full_name" and group.places):
            group = current[place.role] = Group(place.role)
            groups.append(group)
        group.places.append(place)
    yield from groups


def _of_field(paper: Paper, read: Field) -> Place:
    return Place(
        read.kind, read.role, read.label, words_at(paper, read) or read.raw, read.paper, read.page, read.box, read
    )


def _of_blank(blank: Blank, own: Sequence[Place]) -> Place:
    scraps = tuple(place.field for place in own if place.field is not None and _covers(blank, place))
    read = " ".join(scrap.raw for scrap in scraps)
    return Place(blank.kind, blank.role, blank.label, read, blank.paper, blank.page, blank.box, scraps=scraps)


def words_at(paper: Paper, read: Field) -> str:
    """The whole of a number as it was read: where a sign breaks it off, its field holds only the beginning."""
    if read.kind != "id_number":
        return read.raw
    page = next((page for page in paper.pages if page.ref == read.page), None)
    words = page.reading.words if page else ()
    inside = [word for word in words if word.box.overlap(read.box) > 0.5 and _is_figure(word.text)]
    return " ".join(word.text for word in inside)


def _is_figure(text: str) -> bool:
    return sum(map(str.isdigit, text)) * 2 >= len(text)


def placed(place: Place, donor: Field, value: str, confidence: float) -> Field:
    """The handwritten field with a value proposed from elsewhere, still to be confirmed at the picture."""
    if place.field is not None:
        return replace(
            place.field, value=value, raw=place.field.raw, source=donor.source, status="to_check", confidence=confidence
        )
    return Field(
        kind=place.kind,
        role=place.role,
        label=place.label,
        value=value,
        raw=place.read,
        confidence=confidence,
        source=donor.source,
        status="to_check",
        paper=place.paper,
        page=place.page,
        box=place.box,
        by_hand=True,
    )
