"""The encoder that ships: a network of a few layers, run by ONNX Runtime on one core."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.search_encoder.interface import Vectors

_BATCH = 32
_LONGEST = 1000
"""Characters given to the tokenizer; it keeps the first 64 pieces, which are never longer."""


class BuiltinEncoder:
    """Runs the network in `folder`; it is read at the first text.

    Args:
        folder: With ``encoder.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = f"built-in {_fingerprint(folder / 'encoder.onnx')}"

    def vectors(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch([text[:_LONGEST] for text in texts])
        pieces = [encoding.ids for encoding in encoded]
        # texts of like length together: little is padded
        order = sorted(range(len(pieces)), key=lambda position: len(pieces[position]))
        result = np.zeros((len(texts), self._width), np.float32)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            result[chosen] = self._run([pieces[position] for position in chosen])
        return result

    def _run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        ids = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
        for row, text in enumerate(pieces):
            ids[row, : len(text)] = text
        (vectors,) = self._session.run(["vectors"], {"pieces": ids})
        return np.asarray(vectors, np.float32)

    @property
    def _width(self) -> int:
        return int(self._session.get_outputs()[0].shape[1])

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # noqa: PLC0415  # 0.1 s, and only questions need it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self._folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer  # noqa: PLC0415

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
