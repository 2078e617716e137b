"""Reads text files with columns: CSV with commas, semicolons or tabs, in today's and in older alphabets."""

import csv
from collections.abc import Callable
from io import StringIO

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import tcvn
from intake_ai.catalogue.importing.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, SheetRow

_DELIMITERS = ("\t", ";", ",", "|")
_LONGEST_CELL = 2**20
_SAMPLE_ROWS = 200


def sheet_of(content: bytes, name: str, score: Callable[[Sheet], int]) -> Sheet:
    """The file as a table; of the possible delimiters the one whose table `score` rates highest.

    Raises:
        UnreadableCatalogue: It is no text.
    """
    text = text_of(content, name)
    sheets = (Sheet("", _rows(text, delimiter, _SAMPLE_ROWS)) for delimiter in _DELIMITERS)
    best = max(zip(_DELIMITERS, sheets, strict=True), key=lambda entry: (score(entry[1]), _columns(entry[1])))[0]
    return Sheet("", _rows(text, best, MOST_ROWS))


def text_of(content: bytes, name: str) -> str:
    """The file's text: UTF-8, UTF-16, else the older alphabet that makes Vietnamese of it.

    Raises:
        UnreadableCatalogue: None of them does.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[:200].count(b"\x00") > len(content[:200]) // 4:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    older = None if encodings[0].startswith("utf-16") else tcvn.decoded(content)
    if older is None:
        raise UnreadableCatalogue("catalogue-file-not-text", name)
    return older


def _rows(text: str, delimiter: str, most: int) -> tuple[SheetRow, ...]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    rows: list[SheetRow] = []
    while len(rows) < most:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            continue  # a cell of more than a million letters: an open quotation mark
        stripped = tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
        if any(stripped):
            rows.append(SheetRow(number, stripped))
    return tuple(rows)


def _columns(sheet: Sheet) -> int:
    return max((len(row.cells) for row in sheet), default=0)
