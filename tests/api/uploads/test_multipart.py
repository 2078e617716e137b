"""Forms with files, read while they arrive."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.uploads.multipart import Form
from intake_ai.requests.errors import UploadMalformed

BOUNDARY = "----ranh-gioi"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def part(content: bytes, name: str | None, field: str = "files") -> bytes:
    told = f'; filename="{name}"' if name is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{told}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def files(body: bytes, step: int = 1 << 20, content_type: str = TYPE) -> list[tuple[str, bytes]]:
    found = []
    for file in Form(content_type, Slow(body, step)).files():
        found.append((file.name, all_of(file.read, 7)))
        assert file.read(7) == b""  # whoever asks behind the end gets nothing of the next file
    return found


def all_of(read: object, size: int) -> bytes:
    pieces = []
    while piece := read(size):  # type: ignore[operator]
        pieces.append(piece)
    return b"".join(pieces)


class Slow(io.BytesIO):
    """Gives no more than so many bytes at once, as connections do."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__(content)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self._step, size or 0))


@settings(max_examples=60)
@given(
    contents=st.lists(st.binary(max_size=300) | st.just(f"\r\n--{BOUNDARY}".encode()[:-1] * 3), max_size=4),
    step=st.integers(1, 400),
)
def test_files_come_as_they_were_sent_however_they_are_cut(contents: list[bytes], step: int) -> None:
    body = form(*(part(content, f"tệp {number}.pdf") for number, content in enumerate(contents)))
    assert files(body, step) == [(f"tệp {number}.pdf", content) for number, content in enumerate(contents)]


@settings(max_examples=60)
@given(contents=st.lists(st.binary(max_size=100), min_size=1, max_size=3), data=st.data())
def test_a_form_that_ends_too_early_is_told_so(contents: list[bytes], data: st.DataObject) -> None:
    body = form(*(part(content, "a.pdf") for content in contents))
    cut = data.draw(st.integers(0, len(body) - 5))
    with pytest.raises(UploadMalformed):
        files(body[:cut])


@settings(max_examples=200)
@given(body=st.binary(max_size=300), step=st.integers(1, 50))
def test_whatever_is_no_form_is_refused_as_malformed(body: bytes, step: int) -> None:
    with pytest.raises(UploadMalformed):
        files(body, step)


@settings(max_examples=200)
@given(data=st.data())
def test_a_damaged_form_gives_files_or_is_refused(data: st.DataObject) -> None:
    body = bytearray(form(part(b"content", "a.pdf"), part(b"more", "b.pdf")))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = files(bytes(body))
    except UploadMalformed:
        return
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("đơn xin.pdf", "đơn xin.pdf"),
        ("%22lạ%22.pdf", '"lạ".pdf'),
        ("C:\\quet\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a" * 3000, "a" * 3000),
    ],
)
def test_names_are_taken_as_browsers_write_them(told: str, name: str) -> None:
    assert files(form(part(b"x", told))) == [(name, b"x")]


def test_a_file_that_is_not_read_is_skipped() -> None:
    body = form(part(b"one", "1.pdf"), part(b"two", "2.pdf"))
    assert [file.name for file in Form(TYPE, io.BytesIO(body)).files()] == ["1.pdf", "2.pdf"]


def test_what_is_no_file_is_left_out() -> None:
    assert files(form(part(b"note", None, "note"), part(b"", ""), part(b"x", "a.pdf"))) == [("a.pdf", b"x")]


def test_much_that_is_no_file_is_refused() -> None:
    with pytest.raises(UploadMalformed):
        files(form(part(b"x" * 70_000, None, "note")))


def test_many_fields_that_are_no_files_are_refused() -> None:
    field = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n'
    source = io.BytesIO(1000 * field + b"--b--\r\n")
    assert list(Form("multipart/form-data; boundary=b", source).files()) == []
    with pytest.raises(UploadMalformed):
        list(Form("multipart/form-data; boundary=b", io.BytesIO(1001 * field + b"--b--\r\n")).files())


@pytest.mark.parametrize(
    "content_type", ["", "application/json", "multipart/form-data", f"multipart/form-data; boundary={'x' * 500}"]
)
def test_another_kind_of_body_is_refused(content_type: str) -> None:
    with pytest.raises(UploadMalformed):
        files(form(part(b"x", "a.pdf")), content_type=content_type)
