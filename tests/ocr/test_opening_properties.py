"""What must hold of any file, however broken; `benchmarks/fuzz_opening.py` asks the same for longer."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.mutations import Specimens, broken_file, specimens_of, with_right_checksums
from ocr.formats import HEAD_BYTES, KINDS, WORD_KINDS, kind_of
from ocr.limits import Limits
from ocr.mrz import is_valid, parse_zone
from ocr.sandbox import Sandbox, TaskFailed
from ocr.text_layer import is_meaningful

#: How opening may end; anything else is an error of ours.
REASONS = {
    *("file-encrypted", "file-broken", "file-without-pages", "file-type-unknown", "file-too-large"),
    *("file-needs-libreoffice", "page-too-large", "too-many-pages", "out-of-memory"),
}
LIMITS = Limits(pixels=4_000_000)
calmly = settings(deadline=None, max_examples=60)  # a loaded machine is no finding
in_the_sandbox = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def specimens(draw: Callable[[None], Image.Image]) -> Specimens:
    page = draw(None).resize((310, 250))
    pictures = [written(page, form) for form in ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")]
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    pdf, office = io.BytesIO(), io.BytesIO()
    document.save(pdf)
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
    sorted_by_kind = specimens_of([*pictures, pdf.getvalue(), office.getvalue()])
    assert {*KINDS} - {"doc", "odt"} == {*sorted_by_kind.by_kind}
    return sorted_by_kind


def written(page: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, form)
    return buffer.getvalue()


@in_the_sandbox
@given(number=st.integers(0, 1 << 40))
def test_a_broken_file_opens_or_is_refused_by_a_code(
    tmp_path: Path, sandbox: Sandbox, specimens: Specimens, number: int
) -> None:
    path = tmp_path / "tep"
    path.write_bytes(broken_file(specimens, number))
    kind = kind_of(path.read_bytes()[:HEAD_BYTES])
    if kind is None:
        return
    target = {"target": str(tmp_path / "trang.jpg"), "view": {"long_side": 50}}
    rendition = str(tmp_path / "tep.pdf") if kind in WORD_KINDS else None
    page = (str(path), kind, 1, rendition)
    try:
        pages = sandbox.call("count_pages", 20.0, path=page[0], kind=kind, limits=asdict(LIMITS), rendition=rendition)
        assert 1 <= pages <= LIMITS.pages
        sandbox.call("save_page", 20.0, page=page, limits=asdict(LIMITS), **target)
    except TaskFailed as failure:
        assert failure.reason in REASONS, failure  # noqa: PT017 - others open


@calmly
@given(content=st.binary(max_size=2 * HEAD_BYTES))
def test_the_kind_is_told_by_the_head_alone(content: bytes) -> None:
    assert kind_of(content[:HEAD_BYTES]) in {None, *KINDS}
    for signature in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00"):
        assert kind_of(signature + content) == kind_of(signature)


@calmly
@given(parts=st.lists(st.tuples(st.sampled_from([b"IHDR", b"IDAT", b"tEXt", b"IEND"]), st.binary(max_size=40))))
def test_checksums_are_put_right_and_nothing_else(parts: list[tuple[bytes, bytes]]) -> None:
    chunks = [len(body).to_bytes(4, "big") + kind + body for kind, body in parts]
    wrong = b"\x89PNG\r\n\x1a\n" + b"".join(chunk + b"\0\0\0\0" for chunk in chunks)
    right = with_right_checksums(wrong)
    assert len(right) == len(wrong)
    assert with_right_checksums(right) == right


@calmly
@given(texts=st.lists(st.text(alphabet="IDVNMPA0123456789<«KCO ", min_size=20, max_size=50), max_size=5))
def test_a_zone_called_valid_has_right_check_digits(texts: list[str]) -> None:
    zone = parse_zone(texts)
    if zone is not None:
        form, lines, valid = zone
        assert {len(line) for line in lines} == {30 if form == "TD1" else 44}
        assert valid == is_valid(lines, form)


@calmly
@given(words=st.lists(st.text(min_size=1, max_size=12), max_size=40))
def test_whether_words_mean_something_does_not_hang_on_their_order(words: list[str]) -> None:
    assert is_meaningful(words) == is_meaningful(sorted(words))
