"""Proposes the names that were written below signatures, which a reader seldom makes out.

Who signs is told by what was read, where it comes near to one known name, or else by the words above the signature:
"Người làm đơn" is whoever the form names as applicant. Without ink or words in its place no name is proposed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from classifiers.papers import Paper
from intake_ai.extraction.fields import Field
from intake_ai.extraction.line_labels import is_heading
from intake_ai.extraction.lines import SIGNING
from intake_ai.extraction.prefilling.known import words
from intake_ai.extraction.prefilling.written import is_written
from intake_ai.extraction.printed import opens_official_part
from intake_ai.extraction.role_settling import signing_role
from intake_ai.extraction.runs import fold, plain, run_of
from ocr.page import Box, Line, Page

_CONFIDENCE = 0.7
"""Assumed, as that of other proposals."""
_REACH = 0.16
"""Of the page's height: how far below its label a name stands, with the signature between."""
_ABOVE = 0.06
"""Of the page's height: how far above it stands who signs."""
_BESIDE = 0.08
"""Of the page's width: how far a name may reach past its label."""
_ROW = 0.012
_LIKE, _LIKE_SURELY_READ, _AHEAD = 0.55, 0.8, 0.12
_FEWEST_LETTERS, _MOST_LETTERS = 2, 30
_SURE = 0.85
_INK = frozenset({"signature", "handwriting"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line that asks for signature and name; `end` is how far down the page the name may stand."""

    page: Page
    label: str
    box: Box
    end: float

    def holds(self, box: Box) -> bool:
        """Whether something stands where the name is to stand."""
        return self._beside(box) and self.box.bottom - _ROW / 2 <= box.centre[1] <= self.end

    def heads(self, box: Box) -> bool:
        """Whether something stands close above."""
        return self._beside(box) and self.box.top - _ABOVE <= box.centre[1] <= self.box.top

    def _beside(self, box: Box) -> bool:
        return self.box.left - _BESIDE <= box.centre[0] <= self.box.right + _BESIDE


@dataclass(frozen=True, slots=True)
class _Row:
    """What was read on one row; `is_sure` where it was read as surely as print is, or stands in capitals."""

    text: str
    box: Box
    is_sure: bool = False


def signed_names(
    paper: Paper, fields: Sequence[Field], names: Sequence[Field], of_role: Mapping[str, Field]
) -> Iterator[Field]:
    """A field for each written name below a signature, where it is told whose it is.

    Args:
        fields: Of the paper; where one of them is the name already, nothing is proposed.
        names: That the dossier tells.
        of_role: The names of those whom the paper speaks of, by their role.
    """
    roles = {plain(each.value): each.role for each in reversed(fields) if each.kind == "full_name"}
    by_hand = is_written(paper, fields)
    for asked in _asked(paper):
        if any(_is_name_in(each, asked, names) for each in fields):
            continue
        rows = list(_rows_below(asked))
        read = max((_likest(row, names) for row in rows), key=lambda each: each[0], default=None)
        if read is not None and read[1] is not None:
            yield _named(read[2], read[1], signing_role(read[1].value, roles), asked, paper)
            continue
        role = _who(asked) if by_hand else ""  # what is typed below a signature is read
        name, row = of_role.get(role), _written_in(asked, rows)
        if name is not None and row is not None and not _speaks_against(row, name, names):
            yield _named(row, name, role, asked, paper)


def _asked(paper: Paper) -> Iterator[_Asked]:
    """What the form asks whoever hands it in to sign; who signs for the authority is known to nobody."""
    for page in paper.pages:
        for line in page.reading.lines:
            if SIGNING.search(fold(line.text)) and not opens_official_part(line.text):
                yield _Asked(page, line.text.strip("() "), line.box, _end_below(line, page))


def _end_below(line: Line, page: Page) -> float:
    """How far down the name may stand: not past where the authority's part opens."""
    end = line.box.bottom + _REACH
    official = (each.box.top for each in page.reading.lines if opens_official_part(each.text))
    return min((top for top in official if line.box.bottom < top < end), default=end)


def _is_name_in(field: Field, asked: _Asked, names: Sequence[Field]) -> bool:
    """Whether a field is a name below a label, and not print there that is like no name that the dossier tells."""
    if field.kind != "full_name" or field.page != asked.page.ref or not asked.holds(field.box):
        return False
    row = _Row(field.value, field.box)
    return any(_likeness(row, name) >= _LIKE for name in names if name is not field)


def _who(asked: _Asked) -> str:
    """The role that the words above a signature tell, empty where they tell none."""
    above = [plain(line.text) for line in asked.page.reading.lines if asked.heads(line.box)]
    told = (role for role, phrases in words().signing.items() if any(text in phrases for text in above))
    return next(told, "")


def _rows_below(asked: _Asked) -> Iterator[_Row]:
    """What was read below a label, lines beside each other taken together."""
    below = [line for line in asked.page.reading.lines if asked.holds(line.box)]
    rows: list[list[Line]] = []
    for line in sorted(below, key=lambda each: each.box.centre[1]):
        if rows and line.box.centre[1] - rows[-1][-1].box.centre[1] < _ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        run = run_of(sorted((word for line in row for word in line.words), key=lambda word: word.box.left))
        if _FEWEST_LETTERS <= len(plain(run.text)) <= _MOST_LETTERS and not SIGNING.search(fold(run.text)):
            yield _Row(run.text, run.box, run.confidence >= _SURE or is_heading(run.text))


def _likest(row: _Row, names: Sequence[Field]) -> tuple[float, Field | None, _Row]:
    """How near a row comes to a name, the name where no other comes as near, and the row."""
    ranked = sorted(((_likeness(row, each), each) for each in names), key=lambda each: -each[0])
    if not ranked or ranked[0][0] < (_LIKE_SURELY_READ if row.is_sure else _LIKE):
        return 0.0, None, row
    best, name = ranked[0]
    others = (alike for alike, each in ranked if plain(each.value) != plain(name.value))
    return best, name if best - next(others, 0.0) >= _AHEAD else None, row


def _likeness(row: _Row, name: Field) -> float:
    return fuzz.ratio(plain(row.text), plain(name.value)) / 100


def _speaks_against(row: _Row, name: Field, names: Sequence[Field]) -> bool:
    """Whether what was read comes nearer to the name of somebody else."""
    own = _likeness(row, name)
    return any(_likeness(row, each) > max(own, _LIKE) for each in names if plain(each.value) != plain(name.value))


def _written_in(asked: _Asked, rows: Sequence[_Row]) -> _Row | None:
    """Where the name was written: the lowest words in ink below the label, or else the foot of the lowest ink."""
    marks = [mark.box for mark in asked.page.reading.marks if mark.kind in _INK and asked.holds(mark.box)]
    inked = [row for row in rows if not row.is_sure and any(_touches(mark, row.box) for mark in marks)]
    if inked:
        return inked[-1]
    if not marks:
        return None
    lowest = max(marks, key=lambda mark: mark.bottom)
    top = max(lowest.top, lowest.bottom - 2 * _ROW)
    return _Row("", Box(lowest.left, top, lowest.right, lowest.bottom))


def _touches(ink: Box, row: Box) -> bool:
    return ink.overlap(row) > 0


def _named(row: _Row, name: Field, role: str, asked: _Asked, paper: Paper) -> Field:
    value = name.value.title() if name.value.isupper() else name.value
    return Field(
        kind="full_name", role=role, label=asked.label, value=value, raw=row.text, confidence=_CONFIDENCE,
        source=name.source, status="to_check", paper=paper.id, page=asked.page.ref, box=row.box, by_hand=True,
    )  # fmt: skip
