"""Marks on a page besides print: seals, signatures, photos, boxes, lines; how much of the ink is handwriting."""

from dataclasses import dataclass

from ocr.dotted_lines import find_dotted_lines
from ocr.handwriting import find_writing, written_spots
from ocr.leftover import leftover_ink, printed_words
from ocr.photos import find_photos
from ocr.seals import coloured_seals, find_seals
from ocr.secrecy_marks import find_secrecy_marks
from ocr.signatures import find_signatures
from ocr.surface import Spot, Surface, miniature
from ocr.tick_boxes import find_tick_boxes

__all__ = ["Marks", "Spot", "Surface", "coloured_seals", "find_marks"]

#: Inches; on less no mark that we know of has room.
_SMALLEST_SHEET = 0.3


@dataclass(frozen=True)
class Marks:
    """What is on a page besides print, in pixels of the upright sheet; the share of its ink that is handwriting."""

    spots: tuple[Spot, ...]
    handwriting: float


def find_marks(surface: Surface) -> Marks:
    """All marks of a page, found in one miniature of it.

    Raises:
        RuntimeError: Tesseract took too long over a stamp, or failed.
    """
    small = miniature(surface)
    if min(small.grey.shape) < _SMALLEST_SHEET * small.inch:
        return Marks((), 0.0)
    print_ = printed_words(surface.words)
    leftover = leftover_ink(small, print_)
    impressions = find_seals(small, leftover)
    secrets = find_secrecy_marks(surface, impressions)
    seals = [seal for seal in impressions if not any(secret.overlap(seal) > 0.5 for secret in secrets)]
    photos = find_photos(small)
    signatures = [
        signature
        for signature in find_signatures(small, leftover, seals)
        if not any(photo.overlap(signature) > 0.5 for photo in photos)
    ]
    large = (*secrets, *seals, *photos)
    # rims of seals and faces have squares and dots, too
    drawn = (
        *find_tick_boxes(surface.grey, surface.dots_per_inch, surface.words),
        *find_dotted_lines(small, surface.words),
    )
    spots = (*large, *signatures, *(spot for spot in drawn if not any(spot.overlap(one) > 0.5 for one in large)))
    writing = find_writing(small, surface.words, spots)
    return Marks((*spots, *written_spots(writing, surface.words, surface.dots_per_inch)), writing.share())
