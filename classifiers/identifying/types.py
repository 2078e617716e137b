"""The type of a paper, by learned weights of its words, phrases, marks and layout."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.identifying.model import TypingModel, shipped_model
from classifiers.identifying.titles import Title
from classifiers.identifying.type_cues import TYPE_CUES, TYPES, TypeFeatures, type_features
from classifiers.papers import PaperType
from ocr.page import Page

_HARDLY_ANY_TEXT = TYPE_CUES.index("hardly_any_text")
_PHOTO = TYPES.index(PaperType.PHOTO)


@dataclass(frozen=True, slots=True)
class KnownType:
    """A type and the probability that it is right, 0-1."""

    type: PaperType
    confidence: float


def likeliest_type(pages: Sequence[Page], title: Title | None, model: TypingModel | None = None) -> KnownType:
    """The type that a paper's title, words and marks speak for most."""
    features = type_features(pages, title)
    shares = type_shares(features, model or shipped_model())
    if not features.cues[_HARDLY_ANY_TEXT]:  # a photo bears no text to speak of, whatever else is missing on a page
        shares[_PHOTO] = 0
        shares /= shares.sum()
    best = int(shares.argmax())
    return KnownType(TYPES[best], float(shares[best]))


def type_shares(features: TypeFeatures, model: TypingModel) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Probabilities of all TYPES."""
    odds = features.values @ model.type_words[features.places] + features.cues @ model.type_cues
    odds = (odds - odds.max()) * model.sharpness
    shares = np.exp(odds)
    return np.asarray(shares / shares.sum(), np.float32)
