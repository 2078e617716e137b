"""What kind of file this is, judged by its content alone: names and suffixes lie."""

from typing import Literal, get_args

Kind = Literal["pdf", "jpeg", "png", "tiff", "webp", "heic"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: A PDF may be preceded by other bytes; readers look for its header in the first 1024 (ISO 32000-1, annex H.3.4.1).
HEAD_BYTES = 1024
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
#: Brands of ISO 23008-12 (HEIF) that hold still pictures.
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})


def kind_of(head: bytes) -> Kind | None:
    """The kind of file that begins with `head` (its first `HEAD_BYTES` bytes), None where we read no such kind."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    return "pdf" if b"%PDF-" in head else None
