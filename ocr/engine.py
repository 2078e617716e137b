"""The version that page readings are cached under."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ocr.engines import DEFAULT_ENGINE, version_of
from ocr.tesseract_version import tesseract_version

#: Raise it with every change that makes any page read differently: cached readings of older numbers are not used.
READING_VERSION = 10


#: A glance reads only what tells which page it is: its title, its header, its codes.
Look = Literal["full", "glance"]


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads a page.

    Attributes:
        name: Of the engine that reads lines (`ocr.engines`).
        look: How much of the page it reads.
        version: Of all that reads; names the reading.
    """

    name: str
    look: Look
    version: str


@cache
def chosen_engine(name: str = DEFAULT_ENGINE, look: Look = "full") -> Engine:
    """An engine with its version, such as ``line network 1, tesseract 5.3.0, reading 7``.

    Tesseract reads machine-readable zones and checks figures whichever engine reads the lines.

    Raises:
        EngineMissing: The engine, Tesseract or the data of one of its languages is not installed.
    """
    version = f"{version_of(name)}, tesseract {tesseract_version()}, reading {READING_VERSION}"
    return Engine(name, look, version if look == "full" else f"{version}, {look}")
