"""Marks on a page besides print: seals, signatures, photos; and how much of the ink is handwriting."""

from dataclasses import dataclass

from ocr.handwriting import handwriting_share
from ocr.leftover import leftover_ink, printed_words
from ocr.photos import find_photos
from ocr.seals import coloured_seals, find_seals
from ocr.signatures import find_signatures
from ocr.surface import Spot, Surface, miniature

__all__ = ["Marks", "Spot", "Surface", "coloured_seals", "find_marks"]

#: Inches; on less no mark that we know of has room.
_SMALLEST_SHEET = 0.3


@dataclass(frozen=True)
class Marks:
    """What is on a page besides print, in pixels of the upright sheet; the share of its ink that is handwriting."""

    spots: tuple[Spot, ...]
    handwriting: float


def find_marks(surface: Surface) -> Marks:
    """All marks of a page, found in one miniature of it."""
    small = miniature(surface)
    if min(small.grey.shape) < _SMALLEST_SHEET * small.inch:
        return Marks((), 0.0)
    leftover = leftover_ink(small, printed_words(surface.words))
    seals = find_seals(small, leftover)
    photos = find_photos(small)
    signatures = [
        signature
        for signature in find_signatures(small, leftover, seals)
        if not any(photo.overlap(signature) > 0.5 for photo in photos)
    ]
    spots = (*seals, *photos, *signatures)
    return Marks(spots, handwriting_share(small, surface.words, spots))
