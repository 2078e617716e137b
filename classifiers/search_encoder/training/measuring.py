"""How well an encoder alone finds the procedures of questions that it has not learned."""

from collections.abc import Mapping, Sequence

import numpy as np

from classifiers.search_encoder.interface import TextEncoder
from classifiers.search_encoder.training.corpus import Taught
from classifiers.search_encoder.vectors import VectorIndex

_FIRST = (1, 5)


def shares_found(encoder: TextEncoder, procedures: Sequence[Taught], questions: Mapping[str, str]) -> dict[str, float]:
    """Of `questions` by code the share whose procedure is first, and among the first five, of those of a province.

    Args:
        encoder: To be measured.
        procedures: All, with the questions that were learned.
        questions: Not learned.
    """
    core = [taught for taught in procedures if taught.core]
    index = VectorIndex.fit([{**taught.document, "asked": "\n".join(taught.asked)} for taught in core], encoder)
    places = {taught.code: place for place, taught in enumerate(core)}
    asked = [(places[code], question) for code, question in questions.items() if code in places]
    vectors = encoder.vectors([question for _, question in asked])
    ranks = []
    for (place, _), vector in zip(asked, vectors, strict=True):
        nearness = np.maximum(*index.nearness(vector))
        ranks.append(int((nearness > nearness[place]).sum()))
    return {f"top-{first}": round(float(np.mean([rank < first for rank in ranks])), 4) for first in _FIRST}
