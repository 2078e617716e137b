"""Any encoder of sentence-transformers or the Hugging Face library, chosen in the settings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.search_encoder.interface import EncoderMissing, Vectors


class HuggingFaceEncoder:
    """Encodes with a model as its makers saved it; of a plain model the mean of the last layer is taken.

    Args:
        model: Name on the model hub, or a folder.

    Raises:
        EncoderMissing: The optional dependencies are not installed, or the model cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        self.name = f"transformers:{model}"
        try:
            # imported here: it takes seconds, and whoever does not use it need not install it
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        except ImportError as error:
            raise EncoderMissing("encoder-not-installed", model, str(error)) from error
        if _is_path(model) and not Path(model).is_dir():
            raise EncoderMissing("encoder-unusable", model, "no such folder")
        try:
            self._model: Any = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError, LookupError, TypeError, RuntimeError, AttributeError) as error:
            raise EncoderMissing("encoder-unusable", model, str(error)) from error

    def vectors(self, texts: Sequence[str]) -> Vectors:
        found = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, np.float32)


def _is_path(model: str) -> bool:
    """Names on the hub are "owner/model" at most; what begins like a path is never asked for there."""
    return model.startswith((".", "/", "~")) or model.count("/") > 1
