"""Archives from outside are listed and judged before anything is unpacked; what lies or bursts is refused."""

import io
import random
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_ai.inbox.archive_names import UnsafeName, numbered, safe_parts
from intake_ai.inbox.archives import ArchiveLimits, ArchiveRefused, archive_kind, open_archive
from intake_ai.messages import LANGUAGES, text

MEBIBYTE = 1 << 20


def noise(size):
    """Bytes that do not shrink, the same in every run."""
    return random.Random(1).randbytes(size)  # noqa: S311 - no secret


def packed(files, method=zipfile.ZIP_DEFLATED):
    """An archive of names and contents; a name may be a `ZipInfo`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return io.BytesIO(stream.getvalue())


def unpacked(stream, limits=None):
    with open_archive(stream, "hoso.zip", limits) as archive:
        found = {}
        for entry in archive.entries:
            with archive.open(entry) as content:
                found[entry.path] = content.read()
        return found


def refused(stream, limits=None):
    with pytest.raises(ArchiveRefused) as raised:
        unpacked(stream, limits)
    for language in LANGUAGES:
        assert text(raised.value.code, language, **raised.value.values)
    return raised.value


def renamed(stream, placeholder, raw):
    """The archive with the bytes of a name exchanged, as another program would have written them."""
    assert len(placeholder) == len(raw)
    return io.BytesIO(stream.getvalue().replace(placeholder, raw))


def test_files_come_out_as_they_went_in():
    content = bytes(range(256)) * 1000
    assert unpacked(packed([("to-khai.pdf", content), ("anh/cccd.jpg", b"x")])) == {
        "to-khai.pdf": content,
        "anh/cccd.jpg": b"x",
    }


def test_a_path_on_disk_is_opened_too(tmp_path):
    path = tmp_path / "hoso.zip"
    path.write_bytes(packed([("a.pdf", b"a")]).getvalue())
    assert unpacked(path) == {"a.pdf": b"a"}


def test_folders_and_what_systems_leave_are_no_files():
    files = [
        ("hồ sơ/", b""),
        ("hồ sơ/a.pdf", b"a"),
        ("__MACOSX/hồ sơ/._a.pdf", b"m"),
        ("Thumbs.db", b"t"),
        (".DS_Store", b"d"),
    ]
    assert set(unpacked(packed(files))) == {"hồ sơ/a.pdf"}


def test_two_files_of_one_name_in_different_folders_get_names_of_their_own():
    with open_archive(packed([("a/1.pdf", b"a"), ("b/1.PDF", b"b"), ("b/1.pdf", b"c")]), "x") as archive:
        assert [entry.name for entry in archive.entries] == ["1.pdf", "1 (2).PDF", "1 (3).pdf"]
        assert [entry.path for entry in archive.entries] == ["a/1.pdf", "b/1.PDF", "b/1 (2).pdf"]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Tờ khai.pdf".encode(), "Tờ khai.pdf"),
        ("Tờ khai.pdf".encode().replace("ờ".encode(), "ờ".encode()), "Tờ khai.pdf"),
        # as Windows with Vietnamese settings writes it: the tone stands behind its letter
        ("Tơ\u0300 khai.pdf".encode("cp1258"), "Tờ khai.pdf"),
        ("Giâ\u0301y ủy quyê\u0300n".replace("ủ", "u\u0309").encode("cp1258"), "Giấy ủy quyền"),
        ("résumé.pdf".encode("cp437"), "résumé.pdf"),
    ],
)
def test_names_without_the_mark_of_utf8_are_read_as_they_were_meant(raw, meant):
    placeholder = b"#" * len(raw)
    stream = renamed(packed([(placeholder.decode(), b"x")]), placeholder, raw)
    assert list(unpacked(stream)) == [meant]


def test_a_name_in_the_extra_field_counts_where_it_belongs_to_the_name():
    raw, meant = b"T? khai.pdf", "Tờ khai.pdf".encode()
    info = zipfile.ZipInfo("T? khai.pdf")
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + meant
    info.extra = struct.pack("<HH", 0x7075, len(body)) + body
    assert list(unpacked(packed([(info, b"x")]))) == ["Tờ khai.pdf"]


@pytest.mark.parametrize(
    "name",
    ["../a.pdf", "a/../../b.pdf", "/etc/passwd", "C:\\a.pdf", "c:a.pdf", "..\\a.pdf", "a/.../b", "a//b", "\\\\may\\x"],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name):
    assert refused(packed([(name, b"x")])).code == "archive-name"


def test_letters_that_hide_the_suffix_are_taken_out_of_names():
    assert list(unpacked(packed([("to\u202efdp.exe\u200b\x01.pdf", b"x")]))) == ["tofdp.exe.pdf"]


@given(st.text(max_size=300))
def test_a_name_is_refused_or_stays_in_its_folder(name):
    try:
        parts = safe_parts(name)
    except UnsafeName:
        return
    assert all(part not in {"", ".", ".."} and not set("/\\\0") & set(part) for part in parts)
    assert all(len(part.encode()) <= 200 for part in parts)


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b"]), max_size=12))
def test_numbered_names_are_all_different(names):
    taken = set()
    given_names = [numbered(name, taken).casefold() for name in names]
    assert len(set(given_names)) == len(names)


def test_an_archive_with_a_password_is_told():
    stream = packed([("a.pdf", b"x" * 100)])
    content = bytearray(stream.getvalue())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    content[6] |= 1
    assert refused(io.BytesIO(content)).code == "archive-encrypted"


def test_a_link_is_refused():
    info = zipfile.ZipInfo("a.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(packed([(info, "/etc/passwd")])).code == "archive-link"


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA])
def test_a_method_that_may_ask_for_any_memory_is_refused(method):
    assert refused(packed([("a.pdf", b"x")], method)).code == "archive-method"


def test_an_archive_in_the_archive_is_refused_by_its_name_and_by_its_content():
    inner = packed([("a.pdf", b"x")]).getvalue()
    assert refused(packed([("inner.zip", inner)])).code == "archive-nested"
    assert refused(packed([("inner.pdf", inner)])).code == "archive-nested"


def test_an_office_document_in_the_archive_is_a_file():
    document = packed([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]).getvalue()
    assert unpacked(packed([("don.docx", document)])) == {"don.docx": document}


def test_too_many_too_large_and_too_dense_archives_are_refused_as_too_large():
    limits = ArchiveLimits(files=2, total_bytes=3000, file_bytes=2000, ratio=10, ratio_from_bytes=1000)
    cases = {
        "archive-too-many": [(f"{number}.pdf", b"x") for number in range(3)],
        "archive-file-too-large": [("a.pdf", noise(2001))],
        "archive-too-large": [("a.pdf", noise(1900)), ("b.pdf", noise(1900))],
        "archive-ratio": [("a.pdf", bytes(1900))],
    }
    for code, files in cases.items():
        error = refused(packed(files), limits)
        assert (error.code, error.http_status) == (code, 413)


def test_a_bomb_is_refused_without_unpacking_it():
    stream = packed([("a.pdf", bytes(70 * MEBIBYTE))])
    assert refused(stream).code == "archive-ratio"


def test_a_file_never_gives_more_than_its_entry_says():
    content = packed([("a.pdf", bytes(500_000))]).getvalue()
    lying = content.replace(struct.pack("<I", 500_000), struct.pack("<I", 500))
    assert refused(io.BytesIO(lying)).code == "archive-broken"


def test_files_that_share_their_packed_bytes_are_refused():
    content = packed([("a.pdf", b"x" * 5000)]).getvalue()
    start = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[start:end]
    doubled = content[:start] + entry * 2 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(entry) * 2, start, 0)
    assert refused(io.BytesIO(doubled)).code == "archive-overlap"


def test_a_directory_that_would_fill_the_memory_is_refused():
    # nine million bytes of entries, as an archive may say in its last twenty-two
    entry = packed([("a", b"")]).getvalue()
    start, end = entry.index(b"PK\x01\x02"), entry.rindex(b"PK\x05\x06")
    many = entry[start:end] * 200_000
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFE, 0xFFFE, len(many), start, 0)
    assert refused(io.BytesIO(entry[:start] + many + last)).code == "archive-broken"


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_an_archive_that_is_not_whole_is_broken(cut):
    content = packed([("a.pdf", noise(300))]).getvalue()
    assert refused(io.BytesIO(content[:cut])).code == "archive-broken"


def test_an_empty_archive_and_another_kind_are_told():
    assert refused(packed([])).code == "archive-empty"
    assert refused(packed([("hồ sơ/", b"")])).code == "archive-empty"
    assert refused(io.BytesIO(b"Rar!\x1a\x07\x01\x00" + bytes(100))).code == "archive-other-kind"


def test_kinds_are_told_by_content():
    assert archive_kind(packed([("a.pdf", b"x")]).getvalue()) == "zip"
    assert archive_kind(packed([("[Content_Types].xml", b"x")]).getvalue()) is None
    assert archive_kind(b"7z\xbc\xaf\x27\x1c") == "other"
    assert archive_kind(b"%PDF-1.7") is None


_WHOLE = packed([("a/to-khai.pdf", b"x" * 700), ("b.jpg", noise(300))]).getvalue()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_are_damaged_the_archive_is_read_or_refused(changes):
    content = bytearray(_WHOLE)
    for place, value in changes:
        content[place] = value
    try:
        found = unpacked(io.BytesIO(content))
    except ArchiveRefused:
        return
    assert sum(map(len, found.values())) <= 2000
