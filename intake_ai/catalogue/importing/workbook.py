"""Reads Excel workbooks (.xlsx) as text, guarded against files that unpack to far more than they hold."""

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.content import too_large
from intake_ai.catalogue.importing.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SheetRow,
    beyond_columns,
    beyond_rows,
    too_many_rows,
)

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
            layouts = _checked(parts, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that reading text does not need
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                worksheets = [sheet for sheet in book.worksheets if hasattr(sheet, "_worksheet_path")]
                read = [_read(sheet, layouts.get(sheet._worksheet_path, _Layout())) for sheet in worksheets]
            finally:
                book.close()
    except _BROKEN as error:
        raise UnreadableCatalogue("catalogue-file-no-excel", name, str(error)) from error
    return [sheet for sheet in read if sheet.rows or sheet.faults]


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


@dataclass(slots=True)
class _Layout:
    """What is known of a sheet before it is read.

    Attributes:
        rows: How many have something in them.
        below, beside: The first row that stands too far down, that goes on too far to the right; 0 for none.
    """

    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: int = 0
    below: int = 0
    beside: int = 0


def _checked(parts: zipfile.ZipFile, name: str) -> dict[str, _Layout]:
    """The layout of each sheet, by its part; no part is trusted before its size and its declarations are known."""
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
    layouts = {sheet: _laid_out(parts, sheet) for sheet in sheets if sheet.endswith(".xml")}
    if any(layout.rows > MOST_ROWS for layout in layouts.values()):
        raise too_many_rows(name)
    return layouts


def _laid_out(parts: zipfile.ZipFile, sheet: str) -> _Layout:
    layout = _Layout()
    number = 0
    with parts.open(sheet) as file:
        for _, element in ElementTree.iterparse(file):  # noqa: S314  declarations were looked for before
            if element.tag == f"{_MAIN}mergeCell":
                _cover(layout.covered, element.get("ref", ""))
            if element.tag == f"{_MAIN}row":
                number = int(element.get("r") or number + 1)
                _measure(layout, number, element)
                element.clear()
    return layout


def _measure(layout: _Layout, number: int, row: ElementTree.Element) -> None:
    filled = [cell for cell in row if len(cell)]
    if not filled:
        return
    layout.rows += 1
    last = filled[-1].get("r")
    if number > MOST_ROWS:
        layout.below = layout.below or number
    elif (coordinate_to_tuple(last)[1] if last else len(row)) > MOST_COLUMNS:
        layout.beside = layout.beside or number


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


def _read(worksheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet, layout: _Layout) -> Sheet:
    worksheet.reset_dimensions()  # programs write wrong ones; without them the cells that are there count
    title = str(worksheet.title)
    faults = [beyond_columns(title, layout.beside)] if layout.beside else []
    faults += [beyond_rows(title, layout.below)] if layout.below else []
    return Sheet(title, tuple(_rows(worksheet, layout.covered)), tuple(faults))


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
