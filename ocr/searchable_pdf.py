"""Writes a searchable PDF/A-2b copy of a file beside the original: its pages as scanned, upright, with the words read.

Pages of text (from a word processor) are pictures in the copy too: making PDF/A of arbitrary PDF is another matter, and
whoever needs the letters themselves, or a digital signature, has the original.
"""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from ocr.archive_metadata import Description, describe
from ocr.errors import IntakeError
from ocr.invisible_text import InvisibleFont, invisible_text
from ocr.opening import Upload, page_for_sandbox, seconds_with_converting
from ocr.page import PageReading
from ocr.page_placement import Encoding, PageScan, Placement, then, turned_square
from ocr.reader import ReadingOptions
from ocr.sandbox import Sandbox, TaskFailed

_FONT = "/F0"
_PICTURE = "/Im0"
_COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB}
_MOST_PIXELS_A_SIDE = 65_535


class CopyFailed(IntakeError):
    """A page cannot be drawn, so that a copy of its file would lack it."""

    code = "read-pdf-failed"
    http_status = 422


def write_searchable_pdf(
    upload: Upload,
    readings: Sequence[PageReading],
    target: Path,
    options: ReadingOptions | None = None,
    sandbox: Sandbox | None = None,
) -> None:
    """Writes the copy; its pictures are made in the sandbox, and `target` is replaced only once it is whole.

    Args:
        upload: The file, opened. It is not touched.
        readings: Of all its pages, in their order.
        target: Where to write; readable by its owner alone.
        options: Limits and processes.
        sandbox: Where to make the pictures; defaults to one of its own, with `options.processes`.

    Raises:
        CopyFailed: A page cannot be drawn.
        OSError: The copy cannot be written.
    """
    options = options or ReadingOptions()
    with tempfile.TemporaryDirectory(prefix="copy-") as folder, Pdf.new() as document:
        font = InvisibleFont()
        scans = _scans(upload, Path(folder), options, sandbox)
        for (scan, picture), reading in zip(scans, readings, strict=True):
            _add_page(document, scan, picture, reading, font)
        embedded = font.embedded(document)
        for page in document.pages:
            page.Resources.Font = Dictionary({_FONT: embedded})
        describe(document, Description(upload.name, f"sha256:{upload.sha256}", _tool(readings)))
        _save(document, target)


def _scans(
    upload: Upload, folder: Path, options: ReadingOptions, sandbox: Sandbox | None
) -> Sequence[tuple[PageScan, Path]]:
    processes = sandbox.processes if sandbox else min(options.processes or 1, upload.pages)
    with contextlib.ExitStack() as stack:
        box = sandbox or stack.enter_context(Sandbox(options.limits, processes))
        threads = stack.enter_context(ThreadPoolExecutor(processes))
        pages = range(1, upload.pages + 1)
        return list(threads.map(lambda page: _scan(upload, page, folder / str(page), options, box), pages))


def _scan(upload: Upload, page: int, target: Path, options: ReadingOptions, sandbox: Sandbox) -> tuple[PageScan, Path]:
    limits = options.limits
    try:
        answer = sandbox.call(
            "save_page_scan",
            seconds_with_converting(limits.page_seconds, upload, limits),
            page=page_for_sandbox(upload, page, sandbox),
            target=str(target),
            limits=asdict(limits),
        )
        return _checked(answer), target
    except (TaskFailed, KeyError, TypeError, ValueError) as error:
        raise CopyFailed(str(error), values={"file": upload.name, "page": page}) from error


def _checked(answer: dict[str, Any]) -> PageScan:
    """What the sandbox says about a picture, as far as it can be: its numbers get into the copy.

    Raises:
        ValueError, TypeError, KeyError: It cannot be.
    """
    a, b, c, d, e, f = map(float, answer["placement"])
    width, height = map(float, answer["page_size"])
    scan = PageScan(
        answer["encoding"],
        int(answer["width"]),
        int(answer["height"]),
        int(answer["channels"]),
        int(answer["bits"]),
        (a, b, c, d, e, f),
        (width, height),
    )
    sides = all(0 < side <= _MOST_PIXELS_A_SIDE for side in (scan.width, scan.height))
    known = scan.encoding in get_args(Encoding) and scan.channels in _COLOURS and scan.bits in {1, 8}
    if not (sides and known and all(0 < side < 1e6 for side in (width, height))):
        raise ValueError("no such picture")
    return scan


def _add_page(document: Pdf, scan: PageScan, picture: Path, reading: PageReading, font: InvisibleFont) -> None:
    width, height = scan.page_size if reading.rotation in {0, 180} else scan.page_size[::-1]
    upright = then(then(scan.placement, turned_square(reading.rotation)), (width, 0, 0, height, 0, 0))
    content = f"q {_numbers(upright)} cm {_PICTURE} Do Q\n" + invisible_text(reading.lines, font, _FONT, width, height)
    document.add_blank_page(page_size=(width, height))
    page = document.pages[-1]
    page.Resources = Dictionary(XObject=Dictionary({_PICTURE: _picture(document, scan, picture)}))
    page.Contents = document.make_indirect(Stream(document, content.encode("ascii")))


def _picture(document: Pdf, scan: PageScan, picture: Path) -> pikepdf.Object:
    stream = Stream(document, picture.read_bytes())
    picture.unlink()
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = scan.width, scan.height
    stream.ColorSpace, stream.BitsPerComponent = _COLOURS[scan.channels], scan.bits
    if scan.encoding == "jpeg":
        stream.Filter = Name.DCTDecode
    else:
        stream.Filter = Name.FlateDecode
        stream.DecodeParms = Dictionary(
            Predictor=15, Colors=scan.channels, BitsPerComponent=scan.bits, Columns=scan.width
        )
    return document.make_indirect(stream)


def _numbers(placement: Placement) -> str:
    return " ".join(f"{number:.5f}" for number in placement)


def _tool(readings: Sequence[PageReading]) -> str:
    return "intake-ai, " + ", ".join(sorted({reading.engine for reading in readings if reading.engine}))


def _save(document: Pdf, target: Path) -> None:
    """Writes a new file beside `target` and puts it in its place."""
    descriptor, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            # the same content gives the same bytes, identifier included
            document.save(
                file, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
            )
        os.replace(part, target)  # noqa: PTH105 - the atomic rename is the point
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
