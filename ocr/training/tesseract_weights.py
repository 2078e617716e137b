"""Reads the network inside a Tesseract 4/5 language file, so that training starts from what Tesseract already knows.

The format is that of Tesseract's own sources (src/lstm/network.cpp, weightmatrix.cpp): little-endian, each layer its
type, sizes and name, then what it holds. Integer weights carry a scale for every output.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_LSTM, _UNICHARSET, _RECODER = 17, 21, 22  # components of a .traineddata file
_INTEGER_WEIGHTS = 1
_OWN_LEARNING_RATES = 64
_PLUMBING = frozenset({"Series", "ConvSeries", "RTLReversed", "TTBReversed", "XYTranspose", "Parallel"})


@dataclass(frozen=True)
class Layer:
    """A layer of the network.

    Attributes:
        kind: Tesseract's name of its type, such as ``LSTM``.
        weights: For each gate (input, input gate, forget gate, output gate) or the one matrix of a plain layer:
            outputs x (inputs + recurrent inputs + 1), the last column the bias.
        layers: Of a series.
    """

    kind: str
    weights: tuple[Matrix, ...] = ()
    layers: tuple["Layer", ...] = field(default=(), repr=False)

    def with_weights(self) -> list["Layer"]:
        """The layers that hold weights, from input to output."""
        return [self] if self.weights else [inner for layer in self.layers for inner in layer.with_weights()]


@dataclass(frozen=True)
class TesseractNetwork:
    """The network of a language and the character that each of its outputs stands for ("" for the blank)."""

    layers: tuple[Layer, ...]
    characters: tuple[str, ...]


def read_network(traineddata: Path) -> TesseractNetwork:
    """Reads a language file.

    Args:
        traineddata: Such as ``vie.traineddata``, of the integer kind that Debian ships.

    Raises:
        OSError: It cannot be read.
        ValueError: It holds no integer LSTM network of one code a character.
    """
    parts = _parts(traineddata.read_bytes())
    network = _layer(_Stream(parts[_LSTM]))
    layers = tuple(network.with_weights())
    outputs = layers[-1].weights[0].shape[0]
    return TesseractNetwork(layers, _characters(parts[_UNICHARSET].decode(), _Stream(parts[_RECODER]), outputs))


class _Stream:
    """Bytes read from their start."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        piece = self._content[self._at : self._at + size]
        if len(piece) < size:
            raise ValueError("the file ends too early")
        self._at += size
        return piece

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def number(self, layout: str = "i") -> int:
        return int(self.unpack(layout)[0])

    def string(self) -> str:
        return self.take(self.number("I")).decode()


def _parts(content: bytes) -> dict[int, bytes]:
    stream = _Stream(content)
    offsets = stream.unpack(f"{stream.number()}q")
    present = [(offset, index) for index, offset in enumerate(offsets) if offset >= 0]
    ends = [offset for offset, _ in present[1:]] + [len(content)]
    return {index: content[offset:end] for (offset, index), end in zip(present, ends, strict=True)}


def _layer(stream: _Stream) -> Layer:
    stream.take(1)  # a type number that later versions write as a name
    kind = stream.string()
    _, _, flags, _, _, _ = stream.unpack("bbiiii")
    stream.string()
    if kind in _PLUMBING:
        layers = tuple(_layer(stream) for _ in range(stream.number("I")))
        if flags & _OWN_LEARNING_RATES:
            stream.take(4 * stream.number("I"))
        return Layer(kind, layers=layers)
    if kind == "Input":
        stream.take(5 * 4)
        return Layer(kind)
    if kind in {"Convolve", "Maxpool", "Reconfig"}:
        stream.take(2 * 4)
        return Layer(kind)
    if kind in {"LSTM", "SummLSTM"}:
        stream.take(4)
        return Layer(kind, tuple(_matrix(stream) for _ in range(4)))
    return Layer(kind, (_matrix(stream),))


def _matrix(stream: _Stream) -> Matrix:
    if not stream.number("B") & _INTEGER_WEIGHTS:
        raise ValueError("the weights are not integers")
    rows, columns = stream.unpack("II")
    stream.take(1)  # what an empty cell would hold
    weights = np.frombuffer(stream.take(rows * columns), np.int8).reshape(rows, columns)
    scales = np.frombuffer(stream.take(8 * stream.number("I")), np.float64)
    return np.asarray(weights * scales[:rows, None], dtype=np.float32)


def _characters(unicharset: str, recoder: _Stream, outputs: int) -> tuple[str, ...]:
    lines = unicharset.splitlines()
    names = [line.split(" ")[0] for line in lines[1 : int(lines[0]) + 1]]
    characters = [""] * outputs
    for index in range(recoder.number("I")):
        recoder.take(1)
        codes = recoder.unpack(f"{recoder.number('I')}i")
        if len(codes) != 1:
            raise ValueError("a character has more than one code")
        name = " " if names[index] == "NULL" else names[index]
        characters[codes[0]] = characters[codes[0]] or name
    return tuple("" if len(name) > 1 else name for name in characters)
