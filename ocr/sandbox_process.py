"""The child's side of the sandbox: takes tasks from standard input, answers on standard output."""

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
from pathlib import Path
from typing import Any, BinaryIO

from ocr.codec import encode
from ocr.formats import Kind
from ocr.limits import Limits
from ocr.page_reading import read_stored_page
from ocr.pages_of_file import count_pages
from ocr.pictures import PictureError, StoredPage, save_page
from ocr.scratch import remove_scratch

_LENGTH = struct.Struct(">I")
_SECONDS_BETWEEN_LOOKS = 1.0
_WATCHER_STACK_BYTES = 256 << 10  # the usual 8 MB would count as memory of this process


def _count_pages(path: str, kind: Kind, limits: Mapping[str, Any]) -> int:
    return count_pages(Path(path), kind, Limits(**limits))


def _read_page(page: tuple[str, Kind, int], engine: str, limits: Mapping[str, Any]) -> dict[str, Any]:
    return encode(read_stored_page(_stored(*page), engine, Limits(**limits)))


def _save_page(
    page: tuple[str, Kind, int], target: str, long_side: int, rotation: int, limits: Mapping[str, Any]
) -> tuple[int, int]:
    return save_page(_stored(*page), Path(target), long_side, rotation, Limits(**limits))


def _stored(path: str, kind: Kind, number: int) -> StoredPage:
    return StoredPage(Path(path), kind, number)


TASKS: Mapping[str, Callable[..., Any]] = {
    "count_pages": _count_pages,
    "read_page": _read_page,
    "save_page": _save_page,
}


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"result": TASKS[request["task"]](**request["arguments"])}
    except PictureError as error:
        return {"reason": error.code, "detail": error.detail, "values": error.values}
    except MemoryError:
        return {"reason": "out-of-memory"}
    except Exception as error:  # noqa: BLE001 - the boundary: parsers raise anything on crafted files
        return {"reason": "failed", "detail": f"{type(error).__name__}: {error}"}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers tasks until `source` ends."""
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        request = json.loads(source.read(_LENGTH.unpack(head)[0]))
        # If our parent is gone nobody kills us when we hang: the alarm does (default action: end the process).
        signal.alarm(math.ceil(request["seconds"]) + 10)
        body = json.dumps(_answer(request)).encode()
        signal.alarm(0)
        sink.write(_LENGTH.pack(len(body)) + body)
        sink.flush()


def _watch(parent: int, scratch: Path) -> None:
    """Ends this process, its Tesseract and what they wrote once `parent` is gone, whatever it died of."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    remove_scratch(scratch)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    limit, scratch = int(sys.argv[1]), Path(sys.argv[2])
    threading.stack_size(_WATCHER_STACK_BYTES)
    threading.Thread(target=_watch, args=(os.getppid(), scratch), daemon=True).start()
    threading.stack_size(0)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries that print must not print into the protocol.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, sink)
    finally:
        remove_scratch(scratch)


if __name__ == "__main__":
    main()
