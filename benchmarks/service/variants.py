"""Copies of a dossier's files whose bytes differ and whose pages are the same: nothing of them is known yet."""

from collections.abc import Iterator
from pathlib import Path

_JPEG_START = b"\xff\xd8"
_JPEG_COMMENT = b"\xff\xfe"


def variants(files: list[Path]) -> Iterator[list[tuple[str, bytes]]]:
    """Name and content of each file, without end; no two copies have the same hash.

    Args:
        files: PDF or JPEG.

    Raises:
        ValueError: A file is of another kind.
    """
    contents = [(file.name, file.read_bytes()) for file in files]
    number = 0
    while True:
        number += 1
        yield [(name, _marked(content, number)) for name, content in contents]


def _marked(content: bytes, number: int) -> bytes:
    """With a comment that no reader shows: behind the end of a PDF, in a segment of its own of a JPEG."""
    note = f"copy {number}".encode()
    if content.startswith(b"%PDF"):
        return content + b"\n%" + note + b"\n"
    if content.startswith(_JPEG_START):
        return _JPEG_START + _JPEG_COMMENT + (len(note) + 2).to_bytes(2, "big") + note + content[2:]
    raise ValueError("neither PDF nor JPEG")
