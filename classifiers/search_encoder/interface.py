"""What an encoder is: texts in, vectors out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ocr.errors import IntakeError

Vectors = npt.NDArray[np.float32]


class TextEncoder(Protocol):
    """Turns texts into vectors whose product tells how near in meaning they are.

    Attributes:
        name: Changes whenever the vectors would.
    """

    name: str

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text, shape (texts, width); only the beginning of a long text is read."""
        ...


class EncoderMissing(IntakeError):
    """The encoder named in the settings cannot be used.

    Codes: encoder-unknown (no such choice), encoder-not-installed (needs the dependency group models),
    encoder-unusable (no such model, or not one that gives vectors).
    """

    http_status = 503

    def __init__(self, code: str, encoder: str, detail: str = "") -> None:
        super().__init__(detail or code, values={"encoder": encoder})
        self.code = code
