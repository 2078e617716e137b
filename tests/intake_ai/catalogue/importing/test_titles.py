"""Rows that name a field, and papers that look like them."""

from pathlib import Path

import openpyxl
import pytest

from intake_ai.catalogue.importing.file import CatalogueFile

HEADER = ("STT", "Mã thủ tục", "Tên thủ tục", "Thành phần hồ sơ")


def papers_by_code(folder: Path, *rows: tuple[object, ...]) -> dict[str, tuple[str, list[str]]]:
    """Of each procedure its field and its papers."""
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(folder / "ds.xlsx")
    procedures = (imported.procedure for imported in CatalogueFile(folder / "ds.xlsx"))
    return {one.code: (one.field, [row.name for row in one.requirements]) for one in procedures}


@pytest.mark.parametrize("orders", [("1", "2", "3"), ("a)", "b)", "c)"), ("I", "II", "III"), ("A.", "B.", "C.")])
def test_papers_with_numbers_of_their_own_stay_papers(tmp_path: Path, orders: tuple[str, ...]):
    papers = ["Tờ khai", "Chứng chỉ hành nghề trong lĩnh vực xây dựng", "Giấy ủy quyền"]
    rows = [(order, None, None, paper) for order, paper in zip(orders, papers, strict=True)]
    found = papers_by_code(tmp_path, ("I", "9.000001", "Một MẪU"), *rows, ("II", "9.000002", "Hai MẪU", "Đơn"))
    assert found == {"9.000001": ("", papers), "9.000002": ("", ["Đơn"])}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        (("II", "Lĩnh vực đất đai"), "đất đai"),
        (("B. ĐẤT ĐAI",), "ĐẤT ĐAI"),
        ((None, None, "2. Lĩnh vực: Đất đai (12 TTHC)"), "Đất đai"),
        (("II", None, "Đất đai"), "Đất đai"),
    ],
)
def test_titles_below_a_procedure_name_the_field(tmp_path: Path, title: tuple[object, ...], field: str):
    found = papers_by_code(tmp_path, (1, "9.000001", "Một MẪU", "Đơn"), title, (2, "9.000002", "Hai MẪU", "Đơn"))
    assert found == {"9.000001": ("", ["Đơn"]), "9.000002": (field, ["Đơn"])}


def test_a_first_row_that_begins_like_a_heading_is_no_second_row_of_the_header(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (HEADER, (None, None, None, "Lĩnh vực đất"), (1, "9.000001", "Một MẪU", "Đơn")):
        book.active.append(row)
    book.save(tmp_path / "ds.xlsx")
    (imported,) = CatalogueFile(tmp_path / "ds.xlsx")
    assert [row.name for row in imported.procedure.requirements] == ["Đơn"]
