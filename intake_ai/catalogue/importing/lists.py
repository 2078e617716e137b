"""Lists of procedures as centres hold them, in Excel or CSV: with their papers to import, or of codes to choose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from classifiers.vietnamese import fold
from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import delimited, workbook
from intake_ai.catalogue.importing.columns import NATIONAL_CODE, Header, header_of, is_header_again, score
from intake_ai.catalogue.importing.content import content_of, name_of
from intake_ai.catalogue.importing.entries import Entry, PaperCell, imported, joined, parted
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure, Position
from intake_ai.catalogue.importing.sheet import Sheet, SheetRow
from intake_ai.catalogue.importing.text import code as as_code
from intake_ai.catalogue.importing.text import one_line
from intake_ai.catalogue.importing.titles import field_of, is_title

_CODE = re.compile(r"(?=.*\d)[\w.#/-]{3,64}")
_NUMBER = re.compile(r"\d{1,2}")
_LONGEST_SHOWN = 80


class ListRecords:
    """The procedures of a list, one by one.

    Args:
        content: An .xlsx workbook, or text with columns.

    Raises:
        UnreadableCatalogue: It cannot be read, has no header that is recognised, or lists no papers.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.format = "xlsx" if workbook.is_workbook(content) else "csv"
        tables = [(sheet, header_of(sheet)) for sheet in _sheets(content, name)]
        if not any(header for _, header in tables):
            raise UnreadableCatalogue("catalogue-list-without-header", name)
        if not any(header and header.column("papers") is not None for _, header in tables):
            raise UnreadableCatalogue("catalogue-list-without-papers", name)
        sheets = (parted(_read_sheet(sheet, header, len(tables) > 1)) for sheet, header in tables)
        found = joined(chain.from_iterable(sheets))
        self._entries = [imported(entry) if isinstance(entry, Entry) else entry for entry in found]

    def __len__(self) -> int:
        return len(self._entries)

    def read(self) -> Iterator[ImportedProcedure | Fault]:
        """Procedures in the order of the list, and rows that belong to none."""
        return iter(self._entries)


def codes_in(path: Path) -> tuple[tuple[str, ...], list[Fault]]:
    """The codes of a list: of its column of codes, or, without a header, every cell that is a national code.

    Returns:
        The codes, and the rows that have none.

    Raises:
        UnreadableCatalogue: The file cannot be read.
    """
    sheets = _sheets(content_of(path), name_of(path))
    codes: dict[str, None] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        header = header_of(sheet)
        faults.extend(sheet.faults)
        column = header.column("code") if header else None
        for row in _below(sheet, header) if header else sheet:
            if header and is_title(row, header):
                continue
            found = _codes_of(row, column)
            codes.update(dict.fromkeys(found))
            if not found and column is not None and row.cell(column):
                faults.append(_fault(row, sheet.name, "catalogue-fault-wrong-code", text=_shown(row.cell(column))))
    return tuple(codes), faults


def _codes_of(row: SheetRow, column: int | None) -> list[str]:
    if column is None:
        return [as_code(cell) for cell in row.cells if NATIONAL_CODE.fullmatch(as_code(cell))]
    parts = re.split(r"[\n;,]", row.cell(column))
    return [code for part in parts if _CODE.fullmatch(code := as_code(part))]


def _sheets(content: bytes, name: str) -> list[Sheet]:
    if workbook.is_workbook(content):
        return workbook.sheets_of(content, name)
    return [delimited.sheet_of(content, name, score)]


def _read_sheet(sheet: Sheet, header: Header | None, named: bool) -> Iterator[Entry | Fault]:
    title = sheet.name if named else ""
    yield from (replace(fault, sheet=title) for fault in sheet.faults)
    if header:
        yield from _read_rows(sheet, header, title)
    elif sheet.rows:
        yield Fault(sheet.rows[0].number, "row", "catalogue-fault-sheet", sheet=title)


def _read_rows(sheet: Sheet, header: Header, title: str) -> Iterator[Entry | Fault]:
    entry: Entry | None = None
    heading, begun = "", False
    for row in _below(sheet, header):
        if is_title(row, header, within=begun):
            heading = field_of(row)
            continue
        found = _begun(row, header, heading, title, entry)
        begun = begun or found is not None
        if isinstance(found, Entry):
            if entry:
                yield entry
            entry = found
            _add_papers(entry, row, header)
        elif found is not None:
            if entry:
                yield entry
            entry = None  # rows that go on below belong to the one that cannot be used
            yield found
        elif entry is not None and _goes_on(row, header, entry):
            _add_papers(entry, row, header)
        else:
            yield _fault(row, title, "catalogue-fault-row-unclear", text=_shown(" ".join(filter(None, row.cells))))
    if entry:
        yield entry


def _below(sheet: Sheet, header: Header) -> Iterator[SheetRow]:
    return (row for row in sheet if row.number > header.after and not is_header_again(row, header))


def _begun(row: SheetRow, header: Header, heading: str, sheet: str, before: Entry | None) -> Entry | Fault | None:
    """The procedure that begins in this row, why it cannot, or None where the row begins none."""
    code = as_code(row.cell(header.column("code")))
    name = one_line(row.cell(header.column("name")))
    column = header.column("code")
    if before and column in row.covered and code == before.code:
        return None
    if code and not _CODE.fullmatch(code):
        is_text = not any(letter.isdigit() for letter in code) and not name
        return None if is_text else _fault(row, sheet, "catalogue-fault-wrong-code", lost=True, text=_shown(code))
    if not code:
        begins = name and header.column("name") not in row.covered
        numbered = row.cell(header.column("order")) if header.column("order") is not None else name
        if begins and numbered and (before is None or name != before.name):
            return _fault(row, sheet, "catalogue-fault-no-code", lost=True, name=_shown(name))
        return None
    if before and code == before.code and name in {"", before.name}:
        return None
    if not name:
        return _fault(row, sheet, "catalogue-fault-no-name", lost=True, procedure=code)
    values = {key: row.cell(place) for key, place in header.columns.items()}
    entry = Entry(Position(row.number, "row", sheet), code, name, one_line(values.get("field", "")) or heading, values)
    surplus = [cell for cell in row.cells[header.width :] if cell]
    if surplus and not row.covered:
        entry.faults.append(_fault(row, sheet, "catalogue-fault-columns", procedure=code, text=_shown(surplus[0])))
    return entry


def _add_papers(entry: Entry, row: SheetRow, header: Header) -> None:
    column = header.column("papers")
    cell = row.cell(column)
    if not cell or (column in row.covered):
        return
    counted = {name: _count(entry, row, header, name) for name in ("originals", "copies", "quantity")}
    entry.cells.append(
        PaperCell(
            text=cell,
            case=one_line(row.cell(header.column("case"))),
            counts=_numbers(counted, row.cell(header.column("quantity"))),
            form=one_line(row.cell(header.column("form"))),
        )
    )


def _numbers(counted: dict[str, int | None], quantity: str) -> tuple[int, int]:
    """Originals and copies; one original where the list counts nothing, as the national file has it."""
    originals, copies, number = counted["originals"], counted["copies"], counted["quantity"]
    if originals is not None or copies is not None:
        return originals or 0, copies or 0
    said = fold(quantity)
    if number is None or "bo" in said.split():
        return 1, 0
    return (0, number) if "sao" in said or "photo" in said or "chup" in said else (number, 0)


def _count(entry: Entry, row: SheetRow, header: Header, name: str) -> int | None:
    cell = row.cell(header.column(name))
    if cell in {"", "-", "x", "X"}:
        return 1 if cell.casefold() == "x" else None
    number = _NUMBER.search(cell)
    if number is None:
        fault = _fault(row, entry.position.sheet, "catalogue-fault-count", procedure=entry.code, text=_shown(cell))
        entry.faults.append(fault)
        return None
    return int(number.group())


def _goes_on(row: SheetRow, header: Header, entry: Entry) -> bool:
    """More papers of the procedure above: its code again, or only columns of papers are filled."""
    if as_code(row.cell(header.column("code"))) == entry.code:
        return True
    fresh = {column for column, cell in enumerate(row.cells) if cell and column not in row.covered}
    own = {
        header.column(name) for name in ("papers", "case", "originals", "copies", "quantity", "form", "note", "order")
    }
    return header.column("papers") in fresh and fresh <= own | {None} | _unnamed(header, fresh)


def _unnamed(header: Header, columns: Iterable[int]) -> set[int | None]:
    named = set(header.columns.values())
    return {column for column in columns if column not in named}


def _fault(row: SheetRow, sheet: str, code: str, *, lost: bool = False, procedure: str = "", **values: str) -> Fault:
    return Fault(row.number, "row", code, dict(values), procedure, lost, sheet)


def _shown(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"
