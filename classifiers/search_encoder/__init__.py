"""Turns questions and procedures into vectors that lie close where they mean the same.

Chosen by name:

- ``built-in`` (the default): our own small network, `classifiers.search_encoder.builtin`.
- ``none``: search by words alone.
- ``transformers:NAME``: any encoder of sentence-transformers or the Hugging Face library, by its name there or its
  folder; needs the optional dependency group ``models``.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # NumPy would take 0.1 s of every command's start
    from classifiers.search_encoder.interface import TextEncoder

DEFAULT_ENCODER = "built-in"
NO_ENCODER = "none"
_TRANSFORMERS = "transformers:"
#: ``encoder.onnx``, ``tokenizer.json`` and ``figures.json``, as `classifiers.search_encoder.training` writes them.
WEIGHTS = Path(__file__).parent / "weights"


@cache
def load_encoder(name: str = DEFAULT_ENCODER) -> "TextEncoder | None":
    """The encoder of a name, loaded once in each process; None for ``none``.

    Raises:
        EncoderMissing: There is none of this name, or what it needs is not installed.
    """
    # each is imported where it is used: a process pays for one of them only
    if name == NO_ENCODER:
        return None
    if name == DEFAULT_ENCODER:
        from classifiers.search_encoder.builtin import BuiltinEncoder  # noqa: PLC0415

        return BuiltinEncoder(WEIGHTS)
    if name.startswith(_TRANSFORMERS):
        from classifiers.search_encoder.hugging_face import HuggingFaceEncoder  # noqa: PLC0415

        return HuggingFaceEncoder(name.removeprefix(_TRANSFORMERS))
    from classifiers.search_encoder.interface import EncoderMissing  # noqa: PLC0415

    raise EncoderMissing("encoder-unknown", name)
