"""A TrueType font whose letters are blank: the invisible text of a searchable PDF needs widths, not shapes.

Glyph 0 is .notdef, which PDF/A forbids to use; glyph 1 stands for every letter (ISO 19005-2, 6.2.11.8).
"""

import struct

UNITS_PER_EM = 1000
ADVANCE = 500
ASCENT, DESCENT = 800, -200
"""Together one em: the box of a letter is then as high as its font size."""

_TABLE_DIRECTORY = struct.Struct(">IHHHH")
_TABLE_RECORD = struct.Struct(">4sIII")
_CHECKSUM_OF_FONT = 0xB1B0AFBA


def glyphless_font() -> bytes:
    """The font file (ISO/IEC 14496-22): the tables that an embedded CIDFontType2 must have."""
    tables = {
        b"cmap": _characters(),
        b"glyf": b"\0\0\0\0",
        b"head": _head(0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, ASCENT, DESCENT, 0, ADVANCE, *[0] * 3, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    whole = _assembled(tables)
    tables[b"head"] = _head((_CHECKSUM_OF_FONT - _checksum(whole)) & 0xFFFFFFFF)
    return _assembled(tables)


def _head(adjustment: int) -> bytes:
    version, magic, flags = 0x10000, 0x5F0F3CF5, 0b1011
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        *(version, version, adjustment, magic, flags, UNITS_PER_EM, 0, 0),
        *(0, DESCENT, ADVANCE, ASCENT, 0, 6, 2, 0, 0),
    )


def _characters() -> bytes:
    """A format 4 table that maps the space to glyph 1; PDF goes by CIDToGIDMap instead."""
    segments = struct.pack(">8H", 0x20, 0xFFFF, 0, 0x20, 0xFFFF, (1 - 0x20) & 0xFFFF, 1, 0) + struct.pack(">H", 0)
    table = struct.pack(">7H", 4, 14 + len(segments), 0, 4, 4, 1, 0) + segments
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _names() -> bytes:
    name = "GlyphLess".encode("utf-16-be")
    records = [struct.pack(">6H", 3, 1, 0x409, identifier, len(name), 0) for identifier in (1, 4, 6)]
    return struct.pack(">HHH", 0, len(records), 6 + 12 * len(records)) + b"".join(records) + name


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    offset = _TABLE_DIRECTORY.size + _TABLE_RECORD.size * len(tables)
    directory, body = [], b""
    for tag, content in sorted(tables.items()):
        directory.append(_TABLE_RECORD.pack(tag, _checksum(content), offset + len(body), len(content)))
        body += content + b"\0" * (-len(content) % 4)
    power = len(tables).bit_length() - 1
    head = _TABLE_DIRECTORY.pack(0x10000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    return head + b"".join(directory) + body


def _checksum(content: bytes) -> int:
    padded = content + b"\0" * (-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
