"""How much one upload may cost: bytes, pages, pixels, seconds and memory."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of this machine before it is turned away.

    Attributes:
        file_bytes: Largest file that is opened.
        pages: Most pages in one file.
        pixels: Most pixels that one page may decode to; 80 million are an A0 plan at 220 dpi.
        opening_seconds: Wall time to find out what a file is and how many pages it has.
        converting_seconds: Wall time to lay out a text document as PDF, on top of the others; LibreOffice takes about
            one second for a form of two pages.
        page_seconds: Wall time to read one page.
        memory_bytes: Memory of one reading process and of each program it starts (``RLIMIT_DATA``: all private
            writable memory, so the libraries themselves do not count; what was taken once counts on). Letters of the
            reference data reach 350 MB of it, of which they use 180.
    """

    file_bytes: int = 300 * MEBIBYTE
    pages: int = 500
    pixels: int = 80_000_000
    opening_seconds: float = 20.0
    converting_seconds: float = 40.0
    page_seconds: float = 60.0
    memory_bytes: int = 640 * MEBIBYTE
