"""Reads Excel workbooks (.xlsx) as text, guarded against files that unpack to far more than they hold."""

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils.cell import range_boundaries

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.content import too_large
from intake_ai.catalogue.importing.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, SheetRow

_MAGIC = b"PK\x03\x04"
_LARGEST = 64 * 2**20
"""Bytes of all parts unpacked: a list of 5,664 procedures with their 28,000 papers takes 20 million."""
_MOST_MERGES = 100_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DECLARATIONS = 4096

Covered = Mapping[tuple[int, int], tuple[int, int]]
"""Cells that a merge covers, each with the cell whose text they show; row and column from 1."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(_MAGIC)


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """The sheets with something in them; hidden ones too.

    Raises:
        UnreadableCatalogue: It is no workbook, broken, or unpacks to more than any list of procedures holds.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            merges = _checked(parts, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that reading text does not need
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                worksheets = [sheet for sheet in book.worksheets if hasattr(sheet, "_worksheet_path")]
                read = [_read(sheet, merges.get(sheet._worksheet_path, {})) for sheet in worksheets]
            finally:
                book.close()
    except _BROKEN as error:
        raise UnreadableCatalogue("catalogue-file-no-excel", name, str(error)) from error
    return [sheet for sheet in read if sheet.rows]


_BROKEN = (
    zipfile.BadZipFile,
    ElementTree.ParseError,
    KeyError,  # a part that the workbook names is not there
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # a password
    OSError,
    EOFError,
    SyntaxError,  # lxml's errors in XML
)
"""What openpyxl and the parsers below it raise on broken workbooks; it has no error of its own for them."""


def _checked(parts: zipfile.ZipFile, name: str) -> dict[str, Covered]:
    """The merges of each sheet, by its part; no part is trusted before its size and its declarations are known."""
    if sum(part.file_size for part in parts.infolist()) > _LARGEST:
        raise too_large(name)
    for part in parts.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with parts.open(part) as file:
                head = file.read(_DECLARATIONS)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                # workbooks have none; entities that multiply are how small XML fills the memory
                raise UnreadableCatalogue("catalogue-file-no-excel", name, f"declarations in {part.filename}")
    sheets = [part.filename for part in parts.infolist() if part.filename.startswith("xl/worksheets/")]
    return {sheet: _merged(parts, sheet) for sheet in sheets if sheet.endswith(".xml")}


def _merged(parts: zipfile.ZipFile, sheet: str) -> Covered:
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    with parts.open(sheet) as file:
        for _, element in ElementTree.iterparse(file):  # noqa: S314  declarations were looked for before
            if element.tag == f"{_MAIN}mergeCell":
                _cover(covered, element.get("ref", ""))
            if element.tag == f"{_MAIN}row":
                element.clear()
    return covered


def _cover(covered: dict[tuple[int, int], tuple[int, int]], reference: str) -> None:
    left, top, right, bottom = range_boundaries(reference)
    if None in {left, top, right, bottom}:
        return
    right, bottom = min(right, MOST_COLUMNS), min(bottom, MOST_ROWS)
    if len(covered) + (right - left + 1) * (bottom - top + 1) > _MOST_MERGES:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                covered[row, column] = (top, left)


def _read(worksheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet, covered: Covered) -> Sheet:
    worksheet.reset_dimensions()  # programs write wrong ones; without them the cells that are there count
    return Sheet(str(worksheet.title), tuple(_rows(worksheet, covered)))


def _rows(worksheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet, covered: Covered) -> Iterator[SheetRow]:
    origins = set(covered.values())
    shown: dict[tuple[int, int], str] = {}
    rows = worksheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        texts = {column: text for column, value in enumerate(values, start=1) if (text := _text(value))}
        shown.update({(number, column): text for column, text in texts.items() if (number, column) in origins})
        from_above = set()
        for column in range(1, MOST_COLUMNS + 1) if origins else ():
            origin = covered.get((number, column))
            if origin and origin in shown and column not in texts:
                texts[column] = shown[origin]
                if origin[0] < number:
                    from_above.add(column - 1)
        if texts:
            cells = tuple(texts.get(column, "") for column in range(1, max(texts) + 1))
            yield SheetRow(number, cells, frozenset(from_above))


def _text(value: object) -> str:
    """What the cell says; a code that was typed as a number keeps the decimals that national codes have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6f}"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return str(value).strip()
