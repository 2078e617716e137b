"""Lists are read whole, or it is told what is missing: stray quotation marks, too many rows and columns."""

from pathlib import Path

import openpyxl
import pytest

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import delimited, sheet, workbook
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure

HEADER = ["Mã thủ tục", "Tên thủ tục", "Thành phần hồ sơ"]


def listed(folder: Path, lines: list[str]) -> tuple[dict[str, list[str]], list[Fault]]:
    path = folder / "ds.csv"
    path.write_text("\n".join([",".join(HEADER), *lines]), encoding="utf-8")
    entries = list(CatalogueFile(path).read())
    procedures = [entry.procedure for entry in entries if isinstance(entry, ImportedProcedure)]
    found = {one.code: [row.name for row in one.requirements] for one in procedures}
    return found, [entry for entry in entries if isinstance(entry, Fault)]


@pytest.mark.parametrize("strays", [{5}, {5, 20}, {5, 6}, {1}, {59}, {3, 30, 59}])
def test_stray_quotation_marks_swallow_no_procedures(tmp_path: Path, strays: set[int]):
    lines = [f"9.{n:06},Thử {n} MẪU," + '"' * (n in strays) + f"Tờ khai {n}" for n in range(1, 60)]
    found, faults = listed(tmp_path, lines)
    assert found == {f"9.{n:06}": [f"Tờ khai {n}"] for n in range(1, 60)}
    assert faults
    assert {(fault.code, fault.number - 1 in strays) for fault in faults} == {("catalogue-fault-quote", True)}


def test_cells_of_several_lines_stay_whole(tmp_path: Path):
    lines = ['9.000001,"Một\nMẪU","- Đơn, có ảnh\n- Kết quả của 9.000002"', '9.000002,Hai MẪU,"Giấy ""A"""']
    assert listed(tmp_path, lines) == (
        {"9.000001": ["Đơn, có ảnh", "Kết quả của 9.000002"], "9.000002": ['Giấy "A"']},
        [],
    )


def test_text_with_more_rows_than_are_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for module in (delimited, sheet):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    lines = [f"9.{n:06},Thử {n} MẪU,Đơn" for n in range(10)]
    assert len(listed(tmp_path, lines[:9])[0]) == 9
    with pytest.raises(UnreadableCatalogue) as caught:
        listed(tmp_path, lines)
    assert (caught.value.code, caught.value.values["most"]) == ("catalogue-file-too-many-rows", 10)


def test_a_workbook_with_more_rows_than_are_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for module in (workbook, sheet):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    book = openpyxl.Workbook()
    for row in (HEADER, *([f"9.{n:06}", f"Thử {n} MẪU", "Đơn"] for n in range(10))):
        book.active.append(row)
    book.save(tmp_path / "ds.xlsx")
    with pytest.raises(UnreadableCatalogue) as caught:
        CatalogueFile(tmp_path / "ds.xlsx")
    assert caught.value.code == "catalogue-file-too-many-rows"


@pytest.mark.parametrize(
    ("cell", "place"), [("A200000", (200_000, "beyond-rows")), ("BJ2", (2, "beyond-columns")), ("BH2", None)]
)
def test_text_far_away_in_a_workbook_is_told(tmp_path: Path, cell: str, place: tuple[int, str] | None):
    book = openpyxl.Workbook()
    for row in (HEADER, ["9.000001", "Một MẪU", "Đơn"]):
        book.active.append(row)
    book.active[cell] = "xa"
    book.save(tmp_path / "ds.xlsx")
    entries = list(CatalogueFile(tmp_path / "ds.xlsx").read())
    told = [(one.number, one.code.removeprefix("catalogue-fault-")) for one in entries if isinstance(one, Fault)]
    assert told == ([place] if place else [])
    assert all(fault.lost for fault in entries if isinstance(fault, Fault))


def test_text_beyond_the_last_column_of_a_text_file_is_told(tmp_path: Path):
    found, (fault,) = listed(tmp_path, ["9.000001,Một MẪU,Đơn" + "," * 60 + "xa"])
    assert found == {"9.000001": ["Đơn"]}
    assert (fault.code, fault.number, fault.lost) == ("catalogue-fault-beyond-columns", 2, True)


def test_a_sheet_whose_text_stands_too_far_down_is_told(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (HEADER, ["9.000001", "Một MẪU", "Đơn"]):
        book.active.append(row)
    book.create_sheet("Xa")["A200000"] = "xa"
    book.save(tmp_path / "ds.xlsx")
    (fault,) = (entry for entry in CatalogueFile(tmp_path / "ds.xlsx").read() if isinstance(entry, Fault))
    assert (fault.sheet, fault.number, fault.code) == ("Xa", 200_000, "catalogue-fault-beyond-rows")
