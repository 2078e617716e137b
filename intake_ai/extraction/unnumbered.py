"""Values in tables whose rows have no numbers: heads above their columns, or each label above the value in its cell.

Rows of a table stand further apart than the lines within its cells; what stands so close together is a band.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake_ai.extraction.cells import LEVEL, Placed, Row, in_order, level_of, rows_by_level, table_pairs, text_of
from intake_ai.extraction.continuing import opens_item
from intake_ai.extraction.lexicon import lexicon, match_label, meaning_of, opens_with, opens_with_surname
from intake_ai.extraction.line_labels import is_heading
from intake_ai.extraction.lines import SIGNING
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.running_numbers import is_of_running_numbers
from intake_ai.extraction.runs import Run, fold, plain
from intake_ai.extraction.values import looks_like_name
from intake_ai.wordlists import phrases

# In heights of a letter: lines of text stand up to 1.45 apart, rows of the written development tables 1.68 and more.
_APART = 1.5
_MOST_APART = 4.0
# The first rows of a table may stay empty where its head is well known.
_MOST_BELOW_KNOWN = 8.0
_FEWEST_KNOWN = 4
# Fraction of the page's width between two cells; words of one cell stand nearer.
_GAP = 0.012
_FEWEST_COLUMNS = 3
_MOST_HEAD_LETTERS = 60
_MOST_BANDS = 25
_NUMBER = re.compile(r"(?<![\w(])\d{3}")
# A head opens with a capital, and not with what was read of a tick box: "C Quyền sử dụng đất".
_HEAD = re.compile(r"[A-ZĐÀ-Ỹ](?!\s[^\W\d_])")


@dataclass(frozen=True)
class Found:
    """A table: its values, and before which rows of the page it and its head end."""

    pairs: tuple[Pair, ...]
    end: int
    head_end: int


@dataclass(frozen=True)
class _Band:
    start: int
    end: int
    words: Row


def table_at(rows: Sequence[Row], position: int, height: float) -> Found | None:
    """The table without numbers that begins with a row, if one does."""
    band = _band(rows, position, height)
    return _labelled_cells(band, height) or _under_heads(rows, band, height)


def _band(rows: Sequence[Row], start: int, height: float) -> _Band:
    """The rows from `start` on that stand as close as lines of one cell do."""
    end = start + 1
    while end < len(rows) and level_of(rows[end]) - level_of(rows[end - 1]) < _APART * height:
        end += 1
    return _Band(start, end, [each for row in rows[start:end] for each in row])


def _spans(words: Sequence[Placed]) -> list[tuple[float, float]]:
    """Left and right end of each column that white parts from the next one on all lines."""
    spans: list[tuple[float, float]] = []
    for each in sorted(words, key=lambda each: each.word.box.left):
        box = each.word.box
        if spans and box.left - spans[-1][1] < _GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.right))
        else:
            spans.append((box.left, box.right))
    return spans


def _cells(words: Sequence[Placed], spans: Sequence[tuple[float, float]]) -> list[Row]:
    return [[each for each in words if left <= each.middle <= right] for left, right in spans]


def _text(band: _Band) -> str:
    return " ".join(each.word.text for each in in_order(band.words))


# Heads above columns -----------------------------------------------------------------------------------------------


def _under_heads(rows: Sequence[Row], head: _Band, height: float) -> Found | None:
    spans = _spans(head.words)
    if len(spans) < _FEWEST_COLUMNS or not _may_be_heads([text_of(cell) for cell in _cells(head.words, spans)]):
        return None
    body: list[Row] = []
    words, end = list(head.words), head.end
    most = _most_below(head, spans)
    while end < len(rows) and len(body) < _MOST_BANDS:
        band = _band(rows, end, height)
        together = _spans([*words, *band.words])
        is_near = level_of(rows[end]) - level_of(rows[end - 1]) < (_MOST_APART if body else most) * height
        if not is_near or len(together) < len(spans) or not _may_be_values(band, together):
            break
        body.append(band.words)
        words += band.words
        end = band.end
    columns = _spans(words)
    if not body or not _is_told(head, body, columns):
        return None
    pairs = (pair for pair in table_pairs(head.words, columns, body) if not is_of_running_numbers(pair.printed))
    return Found(tuple(pairs), end, head.end)


def _most_below(head: _Band, spans: Sequence[tuple[float, float]]) -> float:
    """How far below a head, in heights of a letter, the first row of its table may stand."""
    known = sum(meaning_of(text_of(cell)) is not None for cell in _cells(head.words, spans) if cell)
    return _MOST_BELOW_KNOWN if known >= _FEWEST_KNOWN else _MOST_APART


def _may_be_heads(texts: Sequence[str]) -> bool:
    """Whether texts side by side may be the heads of columns, and not signatures, options, persons or values."""
    if any(SIGNING.search(fold(text)) or opens_item(text) or len(text) > _MOST_HEAD_LETTERS for text in texts):
        return False
    if (
        not all(is_of_running_numbers(text) or (_HEAD.match(text) and not _NUMBER.search(text)) for text in texts)
        or sum(is_heading(text) for text in texts) > 1
    ):
        return False
    return (
        sum(role_in(text) is not None and len(text.split()) <= _FEWEST_COLUMNS for text in texts) < _FEWEST_COLUMNS - 1
    )


def _may_be_values(band: _Band, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a band may be a row of values: in two columns or more, with no label and no printed sentence."""
    text = _text(band)
    if ":" in text or SIGNING.search(fold(text)) or opens_with(text, lexicon().sentences):
        return False
    filled = [text_of(cell) for cell in _cells(band.words, spans) if cell]
    return len(filled) >= _FEWEST_COLUMNS - 1 and not all(cell[:1].islower() for cell in filled)


def _is_told(head: _Band, body: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether there is more that tells a table than white: known labels in the head, or rows one below the other.

    Where labels stand at the left, each row has one of its own.
    """
    texts = [text_of(cell) for cell in _cells(head.words, columns) if cell]
    at_left = [text_of(_cells(row, columns)[0]) for row in body]
    if any(_is_label(text) for text in at_left) or any(
        looks_like_name(text) and opens_with_surname(text) for text in texts
    ):
        return False
    return len(body) > 1 or sum(meaning_of(text) is not None for text in texts) > 1


# A label above the value in each cell ------------------------------------------------------------------------------


def _labelled_cells(band: _Band, height: float) -> Found | None:
    """Cells side by side that each open with a known label, which the value stands below."""
    cells = [cell for cell in _cells(band.words, _spans(band.words)) if cell]
    parted = [_parted(cell, height) for cell in cells]
    told = [each for each in parted if each is not None]
    filled = sum(bool(value) for _, value in told)
    if filled < _FEWEST_COLUMNS - 1 or len(told) < len(cells) - 1 or SIGNING.search(fold(_text(band))):
        return None
    pairs = tuple(
        Pair(label, meaning_of(label), Run(tuple(each.word for each in value)), [value[0].line], closed=True)
        for label, value in told
        if value
    )
    return Found(pairs, band.end, band.end) if pairs else None


def _parted(cell: Row, height: float) -> tuple[str, list[Placed]] | None:
    """The label of a cell and what stands below it; None where the cell opens with none, or the label has a colon."""
    lines = rows_by_level(cell, height * LEVEL)
    for count in range(1, len(lines) + 1):
        label = " ".join(each.word.text for line in lines[:count] for each in line)
        below = [each for line in lines[count:] for each in line]
        if ":" in label or not label[0].isupper() or any(":" in each.word.text for each in below):
            return None
        if not (below and below[0].word.text[0].islower() and not _opens_place(below)):
            return (label, below) if _is_label(label) else None
    return None


def _opens_place(words: Sequence[Placed]) -> bool:
    """Whether words open with a unit of an address, which is written in small letters: "xã Đồng Mẫu"."""
    text = f"{fold(' '.join(each.word.text for each in words))} "
    return any(text.startswith(f"{unit} ") for unit in phrases(__file__, "values.yaml", "units_of_addresses"))


def _is_label(text: str) -> bool:
    """Whether a text is a label as a whole: known words, and behind them small letters or a note."""
    outside = re.sub(r"\([^)]*\)?", " ", text)
    words = tuple(plain(outside).split())
    found = match_label(words)
    if found is None or re.search(r"[\d;]", outside) or is_heading(text):
        return False
    return all(not word[0].isupper() for word in outside.split()[found.words :])
