"""An image-to-text model of the Hugging Face library as an engine of lines, such as TrOCR (Li et al. 2021)."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import cv2

from ocr.engines.interface import Grey, LineWord
from ocr.errors import EngineMissing

_MOST_TOKENS = 96
_BATCH = 8


class TransformerEngine:
    """Reads lines with an encoder-decoder that writes a line's text as a whole.

    Args:
        model: Name on the model hub, or a folder in which it was saved together with its processor.

    Raises:
        EngineMissing: The optional dependencies are not installed, or the model cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        try:
            # imported here: they take seconds, and whoever does not use them need not install them
            from transformers import AutoModelForImageTextToText, AutoProcessor  # noqa: PLC0415
        except ImportError as error:
            raise EngineMissing(f"transformers is not installed: {error}") from error
        try:
            self._processor: Any = AutoProcessor.from_pretrained(model)
            self._model: Any = AutoModelForImageTextToText.from_pretrained(model).eval()
        except (OSError, ValueError) as error:
            raise EngineMissing(f"model {model!r} cannot be loaded: {error}") from error

    def read(self, crops: Sequence[Grey], alphabet: str = "") -> list[tuple[LineWord, ...]]:
        """As `LineEngine.read`; characters outside the alphabet are left out of what the model writes."""
        result: list[tuple[LineWord, ...]] = []
        for start in range(0, len(crops), _BATCH):
            batch = crops[start : start + _BATCH]
            for (text, confidence), _crop in zip(self._texts(batch), batch, strict=True):
                kept = "".join(char for char in text if char.isspace() or not alphabet or char in alphabet)
                result.append(_spread(kept.split(), confidence))
        return result

    def _texts(self, crops: Sequence[Grey]) -> list[tuple[str, float]]:
        import torch  # noqa: PLC0415

        images = [cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB) for crop in crops]
        pixels = self._processor(images=images, input_data_format="channels_last", return_tensors="pt").pixel_values
        with torch.no_grad():
            output = self._model.generate(
                pixels,
                max_new_tokens=_MOST_TOKENS,
                num_beams=1,
                do_sample=False,
                return_dict_in_generate=True,
                output_scores=True,
            )
            scores = self._model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        texts = self._processor.batch_decode(output.sequences, skip_special_tokens=True)
        lengths = torch.isfinite(scores).sum(dim=1).clamp(min=1)
        totals = torch.where(torch.isfinite(scores), scores, 0.0).sum(dim=1)
        means = (totals / lengths).exp().tolist()
        return [(unicodedata.normalize("NFC", text), float(mean)) for text, mean in zip(texts, means, strict=True)]


def _spread(words: Sequence[str], confidence: float) -> tuple[LineWord, ...]:
    """Words laid along the line by their lengths: the model does not say where it read them."""
    total = sum(map(len, words)) + max(0, len(words) - 1)
    placed, at = [], 0
    for word in words:
        placed.append(LineWord(word, at / total, (at + len(word)) / total, confidence))
        at += len(word) + 1
    return tuple(placed)
