import gzip
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import tcvn
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.lists import codes_in
from intake_ai.catalogue.importing.paper_cells import papers_of
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure
from intake_ai.catalogue.models import Procedure

HEADER = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện", "Thành phần hồ sơ"]


def workbook(folder: Path, rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), name: str = "ds.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(folder / name)
    return folder / name


def text_file(folder: Path, content: str | bytes, name: str = "ds.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> tuple[list[Procedure], list[Fault]]:
    entries = list(CatalogueFile(path).read())
    procedures = [entry.procedure for entry in entries if isinstance(entry, ImportedProcedure)]
    inside = [fault for entry in entries if isinstance(entry, ImportedProcedure) for fault in entry.faults]
    return procedures, [entry for entry in entries if isinstance(entry, Fault)] + inside


def papers(procedure: Procedure) -> list[tuple[str, int, int]]:
    return [(row.name, row.originals, row.copies) for row in procedure.requirements]


def test_the_header_is_found_by_its_words_below_titles(tmp_path: Path):
    rows = [
        ["ỦY BAN NHÂN DÂN TỈNH MẪU"],
        [],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH", "", "theo Quyết định số 01"],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "9.000101", "Đăng ký thử MẪU", "Hộ tịch", "Sở Tư pháp", "Tờ khai"],
    ]
    (procedure,), faults = read(workbook(tmp_path, rows))
    assert (procedure.code, procedure.name, procedure.field) == ("9.000101", "Đăng ký thử MẪU", "Hộ tịch")
    assert (procedure.agency, procedure.level) == ("Sở Tư pháp", ("tinh",))
    assert papers(procedure) == [("Tờ khai", 1, 0)]
    assert faults == []


@pytest.mark.parametrize("merged", [True, False])
def test_a_procedure_on_several_rows_is_one_merged_or_not(tmp_path: Path, merged: bool):
    header = ["STT", "Mã số", "Tên TTHC", "Tên giấy tờ", "Bản chính", "Bản sao"]
    rows = [
        header,
        [1, "9.000101", "Đăng ký thử MẪU", "Tờ khai", 1, 0],
        [None, None, None, "Giấy ủy quyền", 0, "2"],
        [None, None, None, "Ảnh", "x", None],
        [2, "9.000102", "Thủ tục khác MẪU", "Đơn", None, None],
    ]
    path = workbook(tmp_path, rows, ["A2:A4", "B2:B4", "C2:C4"] if merged else ())
    (first, second), faults = read(path)
    assert papers(first) == [("Tờ khai", 1, 0), ("Giấy ủy quyền", 0, 2), ("Ảnh", 1, 0)]
    assert papers(second) == [("Đơn", 1, 0)]
    assert faults == []


def test_a_procedure_whose_code_stands_in_every_row_is_one(tmp_path: Path):
    content = (
        "Mã TTHC;Tên thủ tục;Lĩnh vực;Thành phần hồ sơ\n"
        "9.000101;Một MẪU;Hộ tịch;Đơn\n9.000101;Một MẪU;Hộ tịch;Ảnh\n9.000102;Hai MẪU;Hộ tịch;Đơn\n"
    )
    (first, second), faults = read(text_file(tmp_path, content))
    assert [row.name for row in first.requirements] == ["Đơn", "Ảnh"]
    assert (second.code, faults) == ("9.000102", [])


def test_headings_in_two_rows_are_read_together(tmp_path: Path):
    rows = [
        ["TT", "Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ", "Số lượng", None],
        [None, None, None, None, "Bản chính", "Bản sao"],
        [1, "9.000101", "Đăng ký thử MẪU", "Tờ khai", 0, 3],
    ]
    (procedure,), _ = read(workbook(tmp_path, rows, ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"]))
    assert papers(procedure) == [("Tờ khai", 0, 3)]


def test_rows_that_name_a_field_give_it_to_the_procedures_below(tmp_path: Path):
    header = ["STT", "Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ"]
    rows = [
        header,
        ["I", "LĨNH VỰC HỘ TỊCH (2 TTHC)"],
        [1, "9.000101", "Một MẪU", "Đơn"],
        ["II", "", "Lĩnh vực: Đất đai"],
        [2, "9.000102", "Hai MẪU", "Đơn"],
    ]
    procedures, faults = read(workbook(tmp_path, rows, ["B2:D2"]))
    assert [procedure.field for procedure in procedures] == ["HỘ TỊCH", "Đất đai"]
    assert faults == []


def test_rows_that_cannot_be_used_are_told_with_number_and_reason(tmp_path: Path):
    rows = [
        HEADER,
        [1, "9.000101", "Một MẪU", "", "", "Đơn"],
        [2, "", "Chưa có mã MẪU", "", "", "Đơn"],
        ["", "", "", "", "", "Ảnh của thủ tục chưa có mã"],
        [3, "9.000103", "", "", "", "Đơn"],
        [4, "không rõ", "Mã hỏng MẪU", "", "", "Đơn"],
        [5, "9.000105", "Không giấy tờ MẪU", "", "", ""],
        ["", "", "Người lập biểu", "", "", ""],
    ]
    procedures, faults = read(workbook(tmp_path, rows))
    assert [procedure.code for procedure in procedures] == ["9.000101", "9.000105"]
    assert papers(procedures[0]) == [("Đơn", 1, 0)]
    assert {(fault.number, fault.code.removeprefix("catalogue-fault-"), fault.lost) for fault in faults} == {
        (3, "no-code", True),
        (4, "row-unclear", False),
        (5, "no-name", True),
        (6, "wrong-code", True),
        (7, "no-papers", False),
        (8, "row-unclear", False),
    }


def test_a_code_typed_as_a_number_keeps_its_zeros(tmp_path: Path):
    (procedure,), _ = read(workbook(tmp_path, [HEADER, [1, 1.0127, "Một MẪU", "", "", "Đơn"]]))
    assert procedure.code == "1.012700"


def test_codes_with_suffixes_and_long_names_are_taken_over(tmp_path: Path):
    name = "Giấy " * 1400 + "cuối"
    (procedure,), _ = read(workbook(tmp_path, [HEADER, [1, " 1.012796.H36 ", name, "", "", name]]))
    assert (procedure.code, procedure.name, procedure.requirements[0].name) == ("1.012796.H36", name, name)


CELLS = {
    "- Tờ khai;\n- Bản sao căn cước\n  của người nộp;\n- Ảnh": ["Tờ khai", "Bản sao căn cước của người nộp", "Ảnh"],
    "Tờ khai\nẢnh": ["Tờ khai", "Ảnh"],
    "1. Tờ khai\n2. Ảnh": ["1. Tờ khai", "2. Ảnh"],
    "Đơn; Bản vẽ; Hợp đồng": ["Đơn", "Bản vẽ", "Hợp đồng"],
    "- Đơn - Bản vẽ - Hợp đồng": ["Đơn", "Bản vẽ", "Hợp đồng"],
    "Đơn theo Mẫu số 01 - Phụ lục I": ["Đơn theo Mẫu số 01 - Phụ lục I"],
    "a) Đơn\nb) Ảnh": ["a) Đơn", "b) Ảnh"],
    "Thành phần gồm:\n- Đơn\n- Ảnh": ["Thành phần gồm:", "Đơn", "Ảnh"],
    " \n ": [],
    "Tờ trình của Ủy ban nhân dân; tập đoàn, tổng công ty; Bộ": [
        "Tờ trình của Ủy ban nhân dân; tập đoàn, tổng công ty; Bộ"
    ],
    "Đơn: 01 bản chụp;": ["Đơn: 01 bản chụp"],
}


@pytest.mark.parametrize("cell", CELLS)
def test_papers_in_one_cell_are_parted(cell: str):
    assert papers_of(cell) == CELLS[cell]


@given(st.lists(st.text("Đơnảếđ ađi", min_size=2, max_size=20).filter(str.strip), min_size=1, max_size=5))
def test_papers_behind_dashes_come_back_one_by_one(names: list[str]):
    cell = "\n".join(f"- {name}" for name in names)
    assert papers_of(cell) == [" ".join(name.split()) for name in names]


def test_where_papers_have_a_row_each_a_cell_is_one_paper(tmp_path: Path):
    header = ["Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ"]
    rows = [
        header,
        ["9.000101", "Một MẪU", "Giấy A; Giấy B còn hạn"],
        ["", "", "Đơn\ncó xác nhận"],
        ["9.000102", "Hai MẪU", "Giấy C; Giấy D"],
        ["9.000103", "Ba MẪU", "Đơn"],
        ["", "", "Ảnh"],
    ]
    (first, second, _), _ = read(workbook(tmp_path, rows))
    assert [row.name for row in first.requirements] == ["Giấy A; Giấy B còn hạn", "Đơn có xác nhận"]
    assert [row.name for row in second.requirements] == ["Giấy C; Giấy D"]


def test_a_procedure_whose_cells_begin_like_headings_is_no_header(tmp_path: Path):
    name = "Thủ tục cấp giấy phép thử MẪU"
    rows = [HEADER, [1, "9.000101", name, "Lĩnh vực thử", "Cơ quan đại diện", "Thành phần thử"], HEADER]
    (procedure,), faults = read(workbook(tmp_path, [*rows, [2, "9.000101", name, "", "", "Ảnh"]]))
    assert [row.name for row in procedure.requirements] == ["Thành phần thử", "Ảnh"]
    assert faults == []


@pytest.mark.shared
def test_the_july_file_as_a_spreadsheet_gives_back_its_procedures(tmp_path: Path, shared: Path):
    national = [one.procedure for one in CatalogueFile(shared / "data" / "catalogue" / "national-2026-07.jsonl.gz")]
    national = [procedure for procedure in national[::10] if procedure.requirements]
    rows: list[list[Any]] = [["STT", "Mã TTHC", "Tên thủ tục", "Thành phần hồ sơ", "Bản chính", "Bản sao"]]
    for number, procedure in enumerate(national, start=1):
        for row in procedure.requirements:
            named = [number, procedure.code, procedure.name] if row.row == 0 else ["", "", ""]
            rows.append([*named, row.name, row.originals, row.copies])
    found, faults = read(workbook(tmp_path, rows))
    assert [procedure.code for procedure in found] == [procedure.code for procedure in national]
    same = sum(len(one.requirements) == len(other.requirements) for one, other in zip(found, national, strict=True))
    assert same >= 0.99 * len(national)
    assert not any(fault.lost for fault in faults)


TABLE = (
    "STT;Mã TTHC;Tên thủ tục;Lĩnh vực;Thành phần hồ sơ\n"
    '1;9.000201;Đăng ký việc làm MẪU;Việc làm;"- Tờ khai\n- Giấy phép, bản chính"\n'
    "2;9.000202;Cấp đổi giấy phép MẪU;Việc làm;Đơn đề nghị\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_columns_are_read_in_any_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str):
    path = text_file(tmp_path, TABLE.replace(";", delimiter).encode(encoding))
    (first, second), faults = read(path)
    assert (first.code, first.name, first.field) == ("9.000201", "Đăng ký việc làm MẪU", "Việc làm")
    assert [row.name for row in first.requirements] == ["Tờ khai", "Giấy phép, bản chính"]
    assert second.code == "9.000202"
    assert faults == []


def test_commas_part_columns_and_quotes_keep_them(tmp_path: Path):
    content = 'Mã TTHC,Tên thủ tục,Thành phần hồ sơ\n9.000201,"Đăng ký, cấp MẪU","Đơn, kèm ảnh"\n'
    (procedure,), _ = read(text_file(tmp_path, content))
    assert (procedure.name, papers(procedure)) == ("Đăng ký, cấp MẪU", [("Đơn, kèm ảnh", 1, 0)])


def in_tcvn(text: str) -> bytes:
    bytes_of = {letter: code for code, letter in tcvn._TCVN.items()}
    return bytes(bytes_of.get(letter, ord(letter) if ord(letter) < 128 else 63) for letter in text)


def in_windows_1258(text: str) -> bytes:
    """Tone marks behind their letter, as Vietnamese Windows writes them."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            written += TONED[letter].encode("cp1258")
    return written


def _toned() -> dict[str, str]:
    found = {}
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        for mark in "\u0300\u0301\u0303\u0309\u0323":
            found[unicodedata.normalize("NFC", base + mark)] = base + mark
    return found


TONED = _toned()


@pytest.mark.parametrize("encoded", [in_tcvn, in_windows_1258])
def test_lists_in_the_alphabets_before_unicode_are_read(tmp_path: Path, encoded):
    (first, second), faults = read(text_file(tmp_path, encoded(TABLE.replace("MẪU", "mẫu"))))
    assert (first.name, first.field) == ("Đăng ký việc làm mẫu", "Việc làm")
    assert [row.name for row in first.requirements] == ["Tờ khai", "Giấy phép, bản chính"]
    assert second.requirements[0].name == "Đơn đề nghị"
    assert faults == []


@pytest.mark.parametrize(
    "content", [b"\x81\x8d\x8f\x90 \xff\xfe", bytes(range(128, 256)) * 3, "Größe;Maß\n".encode("latin-1")]
)
def test_text_that_is_in_no_vietnamese_alphabet_is_refused(tmp_path: Path, content: bytes):
    with pytest.raises(UnreadableCatalogue) as caught:
        CatalogueFile(text_file(tmp_path, content))
    assert caught.value.code == "catalogue-file-not-text"


def test_a_row_with_more_columns_than_the_header_is_told(tmp_path: Path):
    content = "Mã TTHC;Tên thủ tục;Thành phần hồ sơ\n9.000201;Một MẪU;Đơn; thừa\n"
    _, (fault,) = read(text_file(tmp_path, content))
    assert (fault.code, fault.number, fault.values["text"]) == ("catalogue-fault-columns", 2, "thừa")


REFUSED = {
    "catalogue-list-without-header": "một;hai\nba;bốn\n",
    "catalogue-list-without-papers": "Mã TTHC;Tên thủ tục\n9.000201;Một MẪU\n",
    "catalogue-file-empty": " \n",
    "catalogue-file-old-excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "catalogue-file-no-excel": b"PK\x03\x04" + b"\x00" * 100,
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_list_that_cannot_be_used_is_refused_with_its_reason(tmp_path: Path, code: str):
    with pytest.raises(UnreadableCatalogue) as caught:
        CatalogueFile(text_file(tmp_path, REFUSED[code]))
    assert caught.value.code == code


def changed_part(path: Path, part: str, change) -> Path:
    """A copy of a workbook in which one part is other bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, change(content) if item.filename == part else content)
    return text_file(path.parent, packed.getvalue(), "khac.xlsx")


SHEET = "xl/worksheets/sheet1.xml"
HARMFUL = {
    "unpacks to 300 MB": (lambda _: b" " * (300 * 2**20), "catalogue-file-too-large"),
    "entities that multiply": (
        lambda old: b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>' + old.split(b"?>", 1)[-1],
        "catalogue-file-no-excel",
    ),
    "no XML": (lambda _: b"<worksheet", "catalogue-file-no-excel"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_workbook_made_to_do_harm_is_refused(tmp_path: Path, kind: str):
    change, code = HARMFUL[kind]
    path = changed_part(workbook(tmp_path, [HEADER, [1, "9.000101", "Một", "", "", "Đơn"]]), SHEET, change)
    with pytest.raises(UnreadableCatalogue) as caught:
        CatalogueFile(path)
    assert caught.value.code == code


def test_a_cell_at_the_far_end_of_the_sheet_does_no_harm(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (HEADER, [1, "9.000101", "Một MẪU", "", "", "Đơn"]):
        book.active.append(row)
    book.active["XFD1048576"] = "xa"
    book.save(tmp_path / "xa.xlsx")
    (procedure,), _ = read(tmp_path / "xa.xlsx")
    assert procedure.code == "9.000101"


def test_a_packed_list_is_unpacked(tmp_path: Path):
    (first, _), _ = read(text_file(tmp_path, gzip.compress(TABLE.encode()), "ds.csv.gz"))
    assert first.code == "9.000201"


def test_sheets_without_a_header_are_told_and_the_others_read(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (HEADER, [1, "9.000101", "Một MẪU", "", "", "Đơn"]):
        book.active.append(row)
    book.create_sheet("Ghi chú").append(["Chỉ là ghi chú"])
    book.save(tmp_path / "hai.xlsx")
    (procedure,), (fault,) = read(tmp_path / "hai.xlsx")
    assert (procedure.code, fault.sheet, fault.code) == ("9.000101", "Ghi chú", "catalogue-fault-sheet")


def test_codes_are_taken_from_their_column(tmp_path: Path):
    rows = [["STT", "Mã số TTHC", "Tên TTHC"], [1, "1.001193", "x"], [2, "2.000815\n1.012796.H36", "y"], [3, "?", "z"]]
    codes, faults = codes_in(workbook(tmp_path, rows))
    assert codes == ("1.001193", "2.000815", "1.012796.H36")
    assert [(fault.number, fault.code) for fault in faults] == [(4, "catalogue-fault-wrong-code")]


@pytest.mark.parametrize(
    "content", ["1.001193\n2.000815\n", "a;1.001193\nb;2.000815\n", "Mã TTHC\n1.001193\n2.000815\n"]
)
def test_codes_alone_need_no_header(tmp_path: Path, content: str):
    assert codes_in(text_file(tmp_path, content, "ma.txt")) == (("1.001193", "2.000815"), [])


@given(content=st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_lists(content: bytes, tmp_path_factory: pytest.TempPathFactory):
    path = text_file(tmp_path_factory.mktemp("ds"), content)
    try:
        entries = list(CatalogueFile(path).read())
    except UnreadableCatalogue:
        return
    assert all(isinstance(entry, Fault | ImportedProcedure) for entry in entries)


cells = st.sampled_from(["", "1", "9.000101", "9.000102", "Một MẪU", "Đơn", "- Đơn\n- Ảnh", "I", "Lĩnh vực đất", "x"])


@given(rows=st.lists(st.lists(cells, min_size=6, max_size=7), max_size=6))
def test_any_table_is_read_with_each_paper_in_its_place(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
):
    content = "\n".join("\t".join(f'"{cell}"' for cell in row) for row in [HEADER, *rows])
    procedures, _ = read(text_file(tmp_path_factory.mktemp("bang"), content))
    for procedure in procedures:
        assert procedure.name
        assert [row.row for row in procedure.requirements] == list(range(len(procedure.requirements)))
        assert all(row.name and row.case in range(len(procedure.cases)) for row in procedure.requirements)
