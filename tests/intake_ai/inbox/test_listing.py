"""A list of an archive is read as people write lists, and every fault is told with its line."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.errors import BadRequest
from intake_ai.inbox.listing import Listed, list_of_folders, read_list
from intake_ai.inbox.sources import open_source
from intake_ai.messages import LANGUAGES, text

TODAY = date(2026, 11, 20)
KNOWN = {"1.001193": "1.001193", "1001193": "1.001193"}


@pytest.fixture
def source(tmp_path):
    root = tmp_path / "archive"
    for name in ("001/to khai.pdf", "001/trang 10.jpg", "001/trang 2.jpg", "002/hồ sơ.pdf", "003.pdf", ".hidden/x.pdf"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    (root / "link.pdf").symlink_to("/etc/passwd")
    with open_source(root) as opened:
        yield opened


def read(content, source):
    return read_list(content if isinstance(content, bytes) else content.encode(), "ds.csv", source, KNOWN.get, TODAY)


def faults(content, source):
    found = read(content, source).faults
    for fault in found:
        for language in LANGUAGES:
            assert text(fault.code, language, **fault.values)
    return [(fault.line, fault.code) for fault in found]


def test_lines_of_one_dossier_are_joined_and_say_what_each_column_says(source):
    content = (
        "dossier,file,procedure,received,code,department,channel\n"
        "A,001/to khai.pdf,1.001193,19/11/2026,MAU.26.1,UBND-MAU,online\n"
        "A,001/trang 2.jpg,,,,,\n"
        "B,003.pdf,,2026-11-01,,,postal\n"
    )
    assert read(content, source).dossiers == (
        Listed(
            "A",
            2,
            ("001/to khai.pdf", "001/trang 2.jpg"),
            "1.001193",
            date(2026, 11, 19),
            "MAU.26.1",
            "UBND-MAU",
            "online",
        ),
        Listed("B", 4, ("003.pdf",), received=date(2026, 11, 1), channel="postal"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_lists_of_spreadsheet_programs_are_read_in_vietnamese(source, mark, encoding):
    rows = [
        ["STT hồ sơ", "Tệp", "Mã thủ tục", "Ngày nhận", "Hình thức nộp"],
        ["1", "002\\Hồ sơ.pdf", "1001193", "1/2/2026", "Trực tuyến"],
    ]
    content = "\r\n".join(mark.join(row) for row in rows).encode(encoding)
    assert read(content, source).dossiers == (
        Listed("1", 2, ("002/hồ sơ.pdf",), "1.001193", date(2026, 2, 1), channel="online"),
    )


def test_a_folder_stands_for_its_files_as_people_count_them(source):
    (listed,) = read("dossier,file\nA,001\n", source).dossiers
    assert listed.files == ("001/to khai.pdf", "001/trang 2.jpg", "001/trang 10.jpg")


def test_without_a_column_of_files_a_dossier_is_the_folder_of_its_name(source):
    listed = read("mã hồ sơ\n001\n002\n", source).dossiers
    assert [(one.name, one.code, len(one.files)) for one in listed] == [("001", "001", 3), ("002", "002", 1)]


def test_names_are_found_whatever_way_their_letters_are_composed(tmp_path):
    root = tmp_path / "nfd"
    root.mkdir()
    (root / unicodedata.normalize("NFD", "hồ sơ.pdf")).write_bytes(b"x")
    with open_source(root) as opened:
        assert len(read("dossier,file\n1,hồ sơ.pdf\n", opened).dossiers[0].files) == 1


def test_files_that_no_line_names_are_told_and_links_are_no_files(source):
    assert read("dossier,file\nA,001\n", source).unlisted == ("002/hồ sơ.pdf", "003.pdf")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",001", "list-no-dossier"),
        ("A,", "list-no-file"),
        ("A,none.pdf", "list-file-missing"),
        ("A,link.pdf", "list-file-missing"),
        ("A,../../etc/passwd", "list-file-outside"),
        ("A,/etc/passwd", "list-file-outside"),
        ("A,C:\\x.pdf", "list-file-outside"),
        ("A,003.pdf,9.999999", "list-procedure-unknown"),
        ("A,003.pdf,,31/02/2026", "list-day"),
        ("A,003.pdf,,soon", "list-day"),
        ("A,003.pdf,,21/11/2026", "list-day-to-come"),
        ("A,003.pdf,,,carrier pigeon", "list-channel"),
        (f"A,003.pdf,,,,{'x' * 65}", "list-too-long"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_its_dossier_is_left_out(source, line, code):
    content = f"dossier,file,procedure,received,channel,code\nB,002\n{line}\n"
    assert faults(content, source) == [(3, code)]
    assert [listed.name for listed in read(content, source).dossiers] == ["B"]


def test_a_file_in_two_dossiers_is_told(source):
    assert faults("dossier,file\nA,003.pdf\nB,003.pdf\n", source) == [(3, "list-file-twice")]


def test_lines_of_one_dossier_that_contradict_each_other_are_told(source):
    content = "dossier,file,received\nA,001/trang 2.jpg,1/11/2026\nA,003.pdf,2/11/2026\n"
    assert faults(content, source) == [(3, "list-differs")]
    assert read(content, source).dossiers == ()


def test_lines_are_counted_as_the_file_has_them_with_empty_ones_and_breaks_in_cells(source):
    assert faults('dossier,file\n\n"A\nB",003.pdf\n,x.pdf\n', source)[0][0] == 5


@pytest.mark.parametrize("content", ["", "a,b,c\n1,2,3\n", "file\n003.pdf\n", "\n\n"])
def test_a_list_without_the_columns_is_refused(source, content):
    with pytest.raises(BadRequest) as raised:
        read(content, source)
    assert raised.value.code == "list-no-columns"


@given(st.text(max_size=200))
def test_whatever_the_list_says_each_dossier_has_files_of_the_source(rest):
    source = _Few()
    found = read_list(f"dossier,file\n{rest}".encode("utf-8", "replace"), "ds.csv", source, KNOWN.get, TODAY)
    assert all(set(listed.files) <= {"a.pdf"} and listed.files for listed in found.dossiers)


class _Few:
    """A source with one file."""

    def below(self, name):
        return ("a.pdf",) if name == "a.pdf" else ()

    def besides(self, _named):
        return ()


def test_without_a_list_every_folder_and_every_file_is_a_dossier(source):
    found = [(listed.name, len(listed.files)) for listed in list_of_folders(source).dossiers]
    assert found == [("001", 3), ("002", 1), ("003.pdf", 1)]
