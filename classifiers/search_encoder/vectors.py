"""The vectors of all procedures, several each, kept beside the lexical index."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.lexical import Document
from classifiers.search_encoder.interface import TextEncoder, Vectors
from classifiers.search_encoder.views import asked_views, text_views

_FILE = "vectors.npz"
_DAMAGE = (ValueError, LookupError, TypeError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile)


class VectorIndex:
    """Tells how near a question is to each procedure's own texts, and to the questions written for it.

    Args:
        texts, asked: Vectors of length 1, shape (number, width).
        text_owners, asked_owners: The procedure of each, in ascending order.
        procedures: How many there are.
    """

    def __init__(
        self,
        texts: Vectors,
        text_owners: npt.NDArray[np.int32],
        asked: Vectors,
        asked_owners: npt.NDArray[np.int32],
        procedures: int,
    ) -> None:
        if len(texts) != len(text_owners) or len(asked) != len(asked_owners) or texts.ndim != 2 or asked.ndim != 2:
            raise ValueError("vectors and owners do not fit together")
        self._parts = ((texts, text_owners), (asked, asked_owners))
        self._procedures = procedures

    def __len__(self) -> int:
        return self._procedures

    @classmethod
    def fit(cls, documents: Sequence[Document], encoder: TextEncoder) -> "VectorIndex":
        """Encode the `documents`, which may have a field "asked" with a question a line."""
        parts = []
        for views_of in (text_views, asked_views):
            views = [(owner, view) for owner, document in enumerate(documents) for view in views_of(document)]
            # encoded even where there are none: the width is needed
            vectors = encoder.vectors([view for _, view in views] or [""])[: len(views)]
            parts.append((vectors, np.array([owner for owner, _ in views], np.int32)))
        return cls(*parts[0], *parts[1], len(documents))

    def nearness(self, question: Vectors) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Cosines of the nearest text, and of the nearest written question, of each procedure.

        Args:
            question: One vector of length 1, shape (width,).

        Returns:
            Two arrays of shape (procedures,); -1 where a procedure has none.
        """
        texts, asked = (self._nearest(vectors @ question, owners) for vectors, owners in self._parts)
        return texts, asked

    def save(self, folder: Path) -> None:
        """Write into `folder`, which is there; half precision loses nothing that ranks."""
        (texts, text_owners), (asked, asked_owners) = self._parts
        np.savez(
            folder / _FILE,
            texts=texts.astype(np.float16),
            text_owners=text_owners,
            asked=asked.astype(np.float16),
            asked_owners=asked_owners,
            procedures=np.array(self._procedures),
        )

    @classmethod
    def load(cls, folder: Path) -> "VectorIndex":
        """What `save` wrote.

        Raises:
            FileNotFoundError: There is none in `folder`.
            ValueError: It is broken.
        """
        try:
            with (folder / _FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return cls(
                    np.asarray(arrays["texts"], np.float32),
                    arrays["text_owners"],
                    np.asarray(arrays["asked"], np.float32),
                    arrays["asked_owners"],
                    int(arrays["procedures"]),
                )
        except _DAMAGE as error:
            raise ValueError(f"{folder}: no vectors: {error}") from error

    def _nearest(self, cosines: npt.NDArray[np.float32], owners: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        result = np.full(self._procedures, -1, np.float32)
        np.maximum.at(result, owners, cosines)
        return result
