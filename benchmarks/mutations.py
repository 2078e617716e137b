"""Makes broken files of real ones, each from a number: the same number gives the same file."""

import random
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ocr.formats import HEAD_BYTES, Kind, kind_of

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: Where sizes are kept, these are the ones that break the arithmetic on them.
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_WORDS = (
    *(b"/Length 99999999", b"/Width 60000", b"/Height 60000", b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [0 0 0 0]"),
    *(b"/Rotate 91", b"/UserUnit 75000", b"/Kids [1 0 R]", b"/Count -1", b"/Encrypt 1 0 R", b"/Filter [/FlateDecode"),
    *(b"<<" * 200, b"[" * 500, b"endobj", b"stream\r\n", b"startxref\n0\n%%EOF", b"/BitsPerComponent 77"),
)


@dataclass(frozen=True)
class Specimens:
    """Files to break, by kind.

    Attributes:
        by_kind: Contents, at least one of each kind that occurs.
    """

    by_kind: Mapping[Kind, Sequence[bytes]]


def specimens_of(contents: Sequence[bytes]) -> Specimens:
    """Sorts files by kind; those of no kind are left out."""
    by_kind: dict[Kind, list[bytes]] = {}
    for content in contents:
        if kind := kind_of(content[:HEAD_BYTES]):
            by_kind.setdefault(kind, []).append(content)
    return Specimens(by_kind)


def broken_file(specimens: Specimens, number: int) -> bytes:
    """The file of this number: one of the specimens with one to four things wrong."""
    rng = random.Random(number)  # noqa: S311 - to be repeated, not to be secret
    kind = rng.choice(sorted(specimens.by_kind))
    content = rng.choice(specimens.by_kind[kind])
    for _ in range(rng.choice((1, 1, 2, 4))):
        if rng.random() < 0.15:
            content = _spliced(content, rng.choice(specimens.by_kind[kind]), rng)
        else:
            content = rng.choice(_MUTATIONS)(content, rng)
    if rng.random() < 0.03:
        other = specimens.by_kind[rng.choice(sorted(specimens.by_kind))]
        content = rng.choice(other)[: rng.choice((4, 8, 12, 64))] + content[rng.choice((0, 4, 8, 12, 64)) :]
    return with_right_checksums(content) if content.startswith(_PNG_HEAD) and rng.random() < 0.8 else content


def with_right_checksums(png: bytes) -> bytes:
    """The chunks of a PNG with checksums that fit, so that a decoder does not stop at the first."""
    parts, at = [_PNG_HEAD], len(_PNG_HEAD)
    while at + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        body = png[at + 4 : at + 8 + length]
        if at + 12 + length > len(png):
            break
        parts += [png[at : at + 4], body, struct.pack(">I", zlib.crc32(body))]
        at += 12 + length
    return b"".join([*parts, png[at:]])


def _bits_flipped(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 20, 200)) if changed else 0):
        changed[_somewhere(content, rng)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _number_written(content: bytes, rng: random.Random) -> bytes:
    at, form = _somewhere(content, rng), rng.choice(("<I", ">I", "<H", ">H", "B"))
    number = struct.pack(form, rng.choice(_NUMBERS) & ((1 << 8 * struct.calcsize(form)) - 1))
    return content[:at] + number + content[at + len(number) :]


def _word_written(content: bytes, rng: random.Random) -> bytes:
    at, word = _somewhere(content, rng), rng.choice(_WORDS)
    return content[:at] + word + content[at + rng.choice((0, len(word))) :]


def _digits_changed(content: bytes, rng: random.Random) -> bytes:
    """Other digits in a written number: lengths, offsets and sizes of a PDF."""
    at = _somewhere(content, rng)
    while at < len(content) and not content[at : at + 1].isdigit():
        at += 1
    return content[:at] + rng.choice((b"0", b"-", b"9999999", b"4294967296")) + content[at + 1 :]


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _part_removed(content: bytes, rng: random.Random) -> bytes:
    at = _somewhere(content, rng)
    return content[:at] + content[at + rng.choice((1, 4, 100, 5000)) :]


def _part_repeated(content: bytes, rng: random.Random) -> bytes:
    at, length = _somewhere(content, rng), rng.choice((1, 16, 300, 5000))
    return content[: at + length] + content[at : at + length] * rng.choice((1, 2, 30)) + content[at + length :]


def _part_emptied(content: bytes, rng: random.Random) -> bytes:
    at, length = _somewhere(content, rng), rng.choice((4, 64, 2000))
    filling = rng.choice((b"\x00", b"\xff", b" ")) * min(length, len(content) - at)
    return content[:at] + filling + content[at + len(filling) :]


def _spliced(content: bytes, other: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]


def _somewhere(content: bytes, rng: random.Random) -> int:
    """A place in the file, every other time in its head, where most of what a decoder believes stands."""
    return rng.randrange(max(1, min(len(content), rng.choice((64, 1024, 1 << 30, 1 << 30)))))


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _bits_flipped,
    _number_written,
    _word_written,
    _digits_changed,
    _cut,
    _part_removed,
    _part_repeated,
    _part_emptied,
)
