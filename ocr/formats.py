"""What kind of file this is, judged by its content alone: names and suffixes lie."""

from typing import Literal, get_args

WordKind = Literal["docx", "doc", "odt"]
Kind = Literal["pdf", "jpeg", "png", "tiff", "webp", "heic", WordKind]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Text documents, which have pages only once LibreOffice has laid them out.
WORD_KINDS: tuple[WordKind, ...] = get_args(WordKind)

#: A PDF may be preceded by other bytes; readers look for its header in the first 1024 (ISO 32000-1, annex H.3.4.1).
HEAD_BYTES = 1024
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),  # any OLE file; `word_documents` looks into it
)
#: What an archive of Office Open XML begins with: its first entry is one of these or lies in one of these folders.
_PARTS_OF_OFFICE = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/", b"customXml/")
_OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
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
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(head)
    return "pdf" if b"%PDF-" in head else None


def _kind_of_archive(head: bytes) -> Kind | None:
    """By the first entry of a ZIP archive, whose name begins at byte 30 (APPNOTE 4.3.7)."""
    first = head[30:]
    if first.startswith(_PARTS_OF_OFFICE):
        return "docx"
    return "odt" if first.startswith(b"mimetype") and _OPEN_DOCUMENT_TEXT in first[:120] else None
