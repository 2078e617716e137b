"""Engines that read lines, behind one interface, chosen by name.

- ``network`` (the default): `ocr.engines.network`.
- ``tesseract``: the installed Tesseract with its Vietnamese data.
- ``transformers:NAME``: an image-to-text model of the Hugging Face library by its name or folder, for instance one
  trained on handwriting; needs the optional dependencies ``models``.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.errors import EngineMissing
from ocr.tesseract_version import tesseract_version

if TYPE_CHECKING:  # numpy would take 0.1 s of every command's start
    from ocr.engines.interface import LineEngine

DEFAULT_ENGINE = "network"
_TRANSFORMERS = "transformers:"
#: ``line.onnx`` and ``line.txt``: what the network is called, and the characters that it can write.
NETWORK_FOLDER = Path(__file__).parent / "weights"


@cache
def load_engine(name: str = DEFAULT_ENGINE) -> "LineEngine":
    """The engine of a name, loaded once in each process.

    Raises:
        EngineMissing: There is none of this name, or what it needs is not installed.
    """
    # each is imported where it is used: a process pays for one of them only
    if name == DEFAULT_ENGINE:
        from ocr.engines.network import NetworkEngine  # noqa: PLC0415

        return NetworkEngine(NETWORK_FOLDER)
    if name == "tesseract":
        from ocr.engines.tesseract import TesseractEngine  # noqa: PLC0415

        return TesseractEngine()
    if name.startswith(_TRANSFORMERS):
        from ocr.engines.transformer import TransformerEngine  # noqa: PLC0415

        return TransformerEngine(name.removeprefix(_TRANSFORMERS))
    raise EngineMissing(f"there is no engine {name!r}")


@cache
def version_of(name: str) -> str:
    """The name and version that readings of an engine are kept under; loads no engine.

    Raises:
        EngineMissing: There is none of this name, or it is not installed.
    """
    if name == DEFAULT_ENGINE:
        return (NETWORK_FOLDER / "line.txt").read_text(encoding="utf-8").splitlines()[0]
    if name == "tesseract":
        return f"tesseract {tesseract_version()} vie"
    if name.startswith(_TRANSFORMERS):
        return name
    raise EngineMissing(f"there is no engine {name!r}")
