"""What the spans of a line say: its blanks, their labels, and which pieces are told together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.filled_forms.written.notation import (
    Blank,
    Block,
    Box,
    Columns,
    Line,
    Paragraph,
    Printed,
    Table,
    WrittenForm,
)

ORDER = {"d": 0, "m": 1, "y": 2, "yy": 2, "my": 2}
SIGNS = " :.;,-/("


@dataclass(frozen=True)
class Place:
    """Where a line stands: millimetres it may take, its first-line indent, and the print that speaks for it."""

    width: float
    indent: float = 0.0
    heading: str = ""
    in_cell: bool = False


def box_groups(form: WrittenForm) -> dict[str, int]:
    """How many boxes each group has of which one is ticked."""
    named = (blank.what.partition("of=")[2] for blank in blanks_of(form.blocks) if blank.ticked)
    return dict(Counter(filter(None, named)))


def blanks_of(blocks: Sequence[Block]) -> Iterator[Blank]:
    """All blanks, in order."""
    for block in blocks:
        lines: Sequence[Line] = ()
        if isinstance(block, Paragraph):
            lines = (block.spans,)
        elif isinstance(block, Table):
            lines = [line for row in block.rows for cell in row.cells for line in cell.lines]
        elif isinstance(block, Columns):
            yield from (blank for column in block.columns for blank in blanks_of(column))
        yield from (span for line in lines for span in line if isinstance(span, Blank))


def is_value(span: Printed | Box | Blank) -> bool:
    """Whether a value goes there."""
    return isinstance(span, Blank) and not span.ticked


def groups_of(spans: Line) -> list[list[int]]:
    """Blanks that are told together: the pieces of one date, in order."""
    groups: list[list[int]] = []
    for number, span in enumerate(spans):
        if not isinstance(span, Blank) or span.ticked:
            continue
        last = spans[groups[-1][-1]] if groups else None
        goes_on = (
            isinstance(last, Blank)
            and bool(last.piece and span.piece)
            and last.what == span.what
            and ORDER[last.piece] < ORDER[span.piece]
        )
        if goes_on:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def label_of(spans: Line) -> str:
    """The print before a blank, back to the blank before it."""
    text = ""
    for span in reversed(spans):
        if isinstance(span, Blank) and not span.ticked:
            break
        text = (span.text if isinstance(span, Printed) and not span.raised else "") + text
    return re.sub(r"\s*\(\d+\)?$", "", text.strip(SIGNS)).strip(SIGNS)


def print_of(spans: Line) -> str:
    """The words that a line prints."""
    return "".join(span.text for span in spans if isinstance(span, Printed) and not span.raised).strip(SIGNS)
