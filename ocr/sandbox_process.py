"""The child's side of the sandbox: takes tasks from standard input, answers on standard output."""

import contextlib
import ctypes
import json
import math
import os
import resource
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import cv2

from ocr.codec import encode
from ocr.engine import Engine
from ocr.formats import WORD_KINDS, Kind
from ocr.limits import Limits
from ocr.page_codes import look_for_codes
from ocr.page_cutting import cut_pages
from ocr.page_reading import read_stored_page
from ocr.page_scan import save_page_scan
from ocr.page_views import PageView, save_page_view
from ocr.pages_of_file import count_pages
from ocr.pictures import PictureError, StoredPage
from ocr.scratch import remove_scratch
from ocr.word_documents import convert

_LENGTH = struct.Struct(">I")
_SECONDS_BETWEEN_LOOKS = 1.0
_WATCHER_STACK_BYTES = 256 << 10  # the usual 8 MB would count as memory of this process
_MOST_BYTES_WRITTEN = 512 << 20  # to one file: a document that unpacks without end must not fill the disk
#: Folders of the sandbox that hold what outlives a task; if our parent is gone nobody else removes them.
_FOLDERS_SHARED: set[Path] = set()


#: A page as it crosses the pipe: path, kind, number from 1, and where the PDF of a text document lies or is to lie.
StoredPageArguments = tuple[str, Kind, int, str | None]


def _count_pages(path: str, kind: Kind, limits: Mapping[str, Any], rendition: str | None = None) -> int:
    first = _stored(path, kind, 1, rendition, Limits(**limits))
    return count_pages(first.path, first.kind, Limits(**limits))


def _read_page(page: StoredPageArguments, engine: Mapping[str, Any], limits: Mapping[str, Any]) -> dict[str, Any]:
    return encode(read_stored_page(_stored(*page), Engine(**engine), Limits(**limits)))


def _save_page(
    page: StoredPageArguments, target: str, view: Mapping[str, Any], limits: Mapping[str, Any]
) -> tuple[int, int]:
    return save_page_view(_stored(*page), Path(target), PageView(**view), Limits(**limits))


def _stored(
    path: str, kind: Kind, number: int, rendition: str | None = None, limits: Limits | None = None
) -> StoredPage:
    """The page in the file that has it: that file itself, or what LibreOffice makes of a text document."""
    if kind not in WORD_KINDS or rendition is None:
        return StoredPage(Path(path), kind, number)
    _FOLDERS_SHARED.add(Path(rendition).parent)
    convert(Path(path), kind, Path(rendition), limits or Limits())
    return StoredPage(Path(rendition), "pdf", number)


def _save_page_scan(page: StoredPageArguments, target: str, limits: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(save_page_scan(_stored(*page), Path(target), Limits(**limits)))


def _page_codes(page: StoredPageArguments, limits: Mapping[str, Any]) -> list[tuple[str, str]]:
    return look_for_codes(_stored(*page), Limits(**limits))


def _cut_pages(page: StoredPageArguments, last: int, target: str) -> None:
    cut_pages(_stored(*page), last, Path(target))


TASKS: Mapping[str, Callable[..., Any]] = {
    "count_pages": _count_pages,
    "read_page": _read_page,
    "save_page": _save_page,
    "save_page_scan": _save_page_scan,
    "page_codes": _page_codes,
    "cut_pages": _cut_pages,
}


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"result": TASKS[request["task"]](**request["arguments"])}
    except PictureError as error:
        return {"reason": error.code, "detail": error.detail, "values": error.values}
    except MemoryError:
        return {"reason": "out-of-memory"}
    except Exception as error:  # noqa: BLE001 - the boundary: parsers raise anything on crafted files
        if isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem:
            return {"reason": "out-of-memory"}
        return {"reason": "failed", "detail": f"{type(error).__name__}: {error}"}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers tasks until `source` ends."""
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        request = json.loads(source.read(_LENGTH.unpack(head)[0]))
        # If our parent is gone nobody kills us when we hang: the alarm does (default action: end the process).
        signal.alarm(math.ceil(request["seconds"]) + 10)
        body = json.dumps(_answer(request)).encode()
        _give_memory_back()
        signal.alarm(0)
        sink.write(_LENGTH.pack(len(body)) + body)
        sink.flush()


def _give_memory_back() -> None:
    """Returns what the page took to the machine: the C library keeps it, in pieces that the next page cannot all use.

    Measured on 50 letters: 70 MB at rest instead of 230, for 0.05 s a page.
    """
    with contextlib.suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def _watch(parent: int, scratch: Path) -> None:
    """Ends this process, its Tesseract and what they wrote once `parent` is gone, whatever it died of."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    for folder in (scratch, *_FOLDERS_SHARED):
        remove_scratch(folder)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    limit, scratch = int(sys.argv[1]), Path(sys.argv[2])
    threading.stack_size(_WATCHER_STACK_BYTES)
    threading.Thread(target=_watch, args=(os.getppid(), scratch), daemon=True).start()
    threading.stack_size(0)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES_WRITTEN, _MOST_BYTES_WRITTEN))
    # Libraries that print must not print into the protocol.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, sink)
    finally:
        remove_scratch(scratch)


if __name__ == "__main__":
    main()
