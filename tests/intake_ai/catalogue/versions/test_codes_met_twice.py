"""Imports of files in which the code of a procedure stands more than once."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.orm import Session

from intake_ai.catalogue.versions.installing import ImportRequest, PreparedImport, prepare
from intake_ai.storage.tables import Base

HEADER = ("STT", "Mã thủ tục", "Tên thủ tục", "Thành phần hồ sơ", "Lĩnh vực")
A, B = ("9.000001", "Một MẪU"), ("9.000002", "Hai MẪU")


@pytest.fixture
def session(engine):
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session


def workbook(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (HEADER, *rows):
            sheet.append(row)
    book.save(folder / "ds.xlsx")
    return folder / "ds.xlsx"


def prepared(session: Session, path: Path) -> PreparedImport:
    return prepare(session, ImportRequest(path, date(2026, 7, 1)))


def papers(found: PreparedImport) -> dict[str, list[str]]:
    return {entry.procedure.code: [row.name for row in entry.procedure.requirements] for entry in found.entries}


def test_a_sheet_of_names_takes_no_papers_away_and_gives_its_fields(session: Session, tmp_path: Path):
    named = [(1, *A, "Đơn"), (1, *A, "Ảnh"), (2, *B, "Đơn")]
    listed = [(1, *A, None, "Hộ tịch"), (2, *B, None, "Đất đai")]
    found = prepared(session, workbook(tmp_path, Giấy=named, Mục=listed))
    assert papers(found) == {A[0]: ["Đơn", "Ảnh"], B[0]: ["Đơn"]}
    assert [entry.procedure.field for entry in found.entries] == ["Hộ tịch", "Đất đai"]
    assert found.faults == ()


def test_rows_of_two_procedures_in_turn_give_each_its_papers(session: Session, tmp_path: Path):
    rows = [(1, *A, "Tờ khai"), (2, *B, "Tờ khai"), (3, *A, "Hộ chiếu"), (4, *B, "Giấy ủy quyền"), (5, *A, "Tờ khai")]
    found = prepared(session, workbook(tmp_path, Mục=rows))
    assert papers(found) == {A[0]: ["Tờ khai", "Hộ chiếu"], B[0]: ["Tờ khai", "Giấy ủy quyền"]}
    assert found.faults == ()


def test_papers_dropped_with_another_name_are_a_loss_at_their_place(session: Session, tmp_path: Path):
    other = (A[0], "Tên khác MẪU")
    found = prepared(session, workbook(tmp_path, Một=[(1, *A, "Đơn"), (2, *B, "Đơn")], Hai=[(1, *other, "Ảnh")]))
    assert papers(found) == {A[0]: ["Ảnh"], B[0]: ["Đơn"]}
    (fault,) = found.faults
    assert (fault.sheet, fault.number, fault.unit, fault.lost, fault.values) == ("Một", 2, "row", True, {"papers": 1})
    assert found.losses.records == (1, 3)


def test_of_lines_the_one_with_papers_counts_and_the_other_is_told_by_its_line(session: Session, tmp_path: Path):
    paper = {"case": "", "name": "Đơn", "originals": 1, "copies": 0}
    full, empty = ({"code": A[0], "name": A[1], "papers": listed} for listed in ([paper], []))
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(full)}\n\n\n{json.dumps(empty)}\n", encoding="utf-8")
    found = prepared(session, path)
    assert papers(found) == {A[0]: ["Đơn"]}
    assert [(fault.number, fault.unit, fault.lost) for fault in found.faults] == [(4, "line", False)]
