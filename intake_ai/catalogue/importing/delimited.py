"""Reads text files with columns: CSV with commas, semicolons or tabs, in today's and in older alphabets."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import tcvn
from intake_ai.catalogue.importing.columns import NATIONAL_CODE
from intake_ai.catalogue.importing.record import Fault
from intake_ai.catalogue.importing.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, SheetRow, beyond_columns, too_many_rows

_DELIMITERS = ("\t", ";", ",", "|")
_LONGEST_CELL = 2**16
"""Letters; spreadsheet programs hold 32,767 in a cell."""
_QUOTE_OR_BLANK = ' "\t\r'
_SAMPLE_ROWS = 200


def sheet_of(content: bytes, name: str, score: Callable[[Sheet], int]) -> Sheet:
    """The file as a table; of the possible delimiters the one whose table `score` rates highest.

    Raises:
        UnreadableCatalogue: It is no text, or has more rows than any list.
    """
    text = text_of(content, name)
    sheets = (_table(text, delimiter, _SAMPLE_ROWS) for delimiter in _DELIMITERS)
    best = max(zip(_DELIMITERS, sheets, strict=True), key=lambda entry: (score(entry[1]), _columns(entry[1])))[0]
    sheet = _table(text, best, MOST_ROWS)
    if len(sheet.rows) > MOST_ROWS:
        raise too_many_rows(name)
    return sheet


def text_of(content: bytes, name: str) -> str:
    """The file's text: UTF-8, UTF-16, else the older alphabet that makes Vietnamese of it.

    Raises:
        UnreadableCatalogue: None of them does.
    """
    encoding = _encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        older = None if encoding.startswith("utf-16") else tcvn.decoded(content)
        if older is None:
            raise UnreadableCatalogue("catalogue-file-not-text", name) from error
        return older


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content[:200].count(b"\x00") > len(content[:200]) // 4:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    return "utf-8-sig"


def _table(text: str, delimiter: str, most: int) -> Sheet:
    """The rows; a quotation mark that swallows other rows is told of, and its line read as it stands.

    A row more than `most` is read, so that it is known that there are more.
    """
    csv.field_size_limit(_LONGEST_CELL)
    lines = list(StringIO(text.replace("\x00", ""), newline=""))
    rows: list[SheetRow] = []
    faults: list[Fault] = []
    start = 0
    while start < len(lines) and len(rows) <= most:
        cells, taken = _quoted(lines, start, delimiter)
        if cells is None or _swallows(cells, delimiter):
            faults.append(Fault(start + 1, "row", "catalogue-fault-quote", {"text": lines[start].strip()[:80]}))
            cells, taken = [_unmarked(cell) for cell in lines[start].split(delimiter)], 1
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            rows.append(SheetRow(start + 1, stripped[:MOST_COLUMNS]))
        if any(stripped[MOST_COLUMNS:]):
            faults.append(beyond_columns("", start + 1))
        start += taken
    return Sheet("", tuple(rows), tuple(faults))


def _quoted(lines: Sequence[str], start: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins in a line, None where a quotation mark never closes, and its lines."""
    ended = False

    def following() -> Iterator[str]:
        nonlocal ended
        yield from (lines[number] for number in range(start, len(lines)))
        ended = True

    reader = csv.reader(following(), delimiter=delimiter)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):  # a cell longer than any: an open quotation mark
        return None, 1
    return (None if ended else cells), reader.line_num


def _swallows(cells: Sequence[str], delimiter: str) -> bool:
    """Whether a cell holds other rows: lines with columns, a code where this row has its own, or anywhere."""
    own = {column for column, cell in enumerate(cells) if NATIONAL_CODE.fullmatch(cell.strip())}
    for cell in cells:
        for line in cell.splitlines()[1:]:
            parts = line.split(delimiter)
            codes = {
                column for column, part in enumerate(parts) if NATIONAL_CODE.fullmatch(part.strip(_QUOTE_OR_BLANK))
            }
            if len(parts) > 1 and codes and (codes & own or not own):
                return True
    return False


def _unmarked(cell: str) -> str:
    """The cell without marks around it, or without the one that has no partner."""
    bare = cell.strip()
    if bare.count('"') == 1 or (len(bare) > 1 and bare[0] == bare[-1] == '"'):
        return bare.strip('"')
    return bare


def _columns(sheet: Sheet) -> int:
    return max((len(row.cells) for row in sheet), default=0)
