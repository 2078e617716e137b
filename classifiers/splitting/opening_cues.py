"""Cues that a page opens a paper: what stands at its head, and how it differs from the page before."""

from collections.abc import Iterator
from math import sqrt

from rapidfuzz import fuzz

from classifiers.splitting.traits import PageTraits

Cue = tuple[str, float]

STRONG, WEAK = 0.6, 0.27
"""From these on a title counts as strong or weak (`heads`)."""
_LATER_PHOTO = 120
"""Seconds between photos after which the hand was at something else."""
_RUNNING_HEAD = 88
_SAME_SIZE = 0.03
_SHORT = 0.4


def opening_cues(page: PageTraits, before: PageTraits | None, several_files: bool = False) -> Iterator[Cue]:
    """Cues of a page for opening a paper, without those that are zero.

    Args:
        page: That may open a paper.
        before: The page before it that holds text; None where it is the first, whose cues then only serve to compare
            orders of the pages.
        several_files: The dossier came as more than one file.
    """
    yield "opens", 1.0
    if page.side is not None:
        yield ("card_back" if page.side.shows == "back" else "card_front"), 1.0
    else:
        yield from _head_cues(page)
    if page.passport:
        yield "passport", 1.0
    yield from _place_cues(page)
    if before is None:
        return
    if page.portrait:
        yield "portrait", 1.0
    elif page.scrap:
        yield ("scrap" if _same_sheet(page, before) else "scrap_on_other_sheet"), 1.0
    yield from _file_cues(page, before, several_files)
    yield from _ending_cues(page, before)
    yield from _difference_cues(page, before)


def _head_cues(page: PageTraits) -> Iterator[Cue]:
    opening = page.opening
    if opening.motto:
        yield "motto", 1.0
    if opening.columns:
        yield "columns", 1.0
    if opening.strength >= STRONG:
        yield "strong_title", 1.0
    elif opening.strength >= WEAK:
        yield "weak_title", 1.0
    elif not opening.motto:
        yield "no_head", 1.0
    if opening.form_head:
        yield "form_head", 1.0
    if opening.annex and not opening.motto:
        yield "annex_without_motto", 1.0


def _place_cues(page: PageTraits) -> Iterator[Cue]:
    """Cues of numbers and words that no first page bears, or only a first page."""
    number = page.number
    if number is not None:
        name = "first" if number.number == 1 else "later"
        yield (f"{name}_alone" if number.total is None else f"{name}_of_total"), 1.0
    opening = page.opening
    if not opening.motto:
        if opening.lower:
            yield "lower_start", 1.0
        if opening.text:
            yield "running_text", 1.0
        if page.ending.bottom < _SHORT and opening.strength < STRONG and not page.scrap:
            yield "short_without_head", 1.0
        if opening.goes_on:
            yield "continuing_words", 1.0
        if opening.notes:
            yield "notes", 1.0
        first = next(iter(page.headings), None)
        if first is not None and first.number > 1 and first.kind != "letter":
            yield "later_heading", 1.0


def _same_sheet(page: PageTraits, before: PageTraits) -> bool:
    """Whether two pages may be of one paper by file and size: a portrait photo has hardly any text and is a paper."""
    return (
        page.file == before.file
        and abs(page.shape.aspect / before.shape.aspect - 1) < _SAME_SIZE
        and (abs(page.shape.width / max(before.shape.width, 1) - 1) < _SAME_SIZE)
    )


def _file_cues(page: PageTraits, before: PageTraits, several_files: bool) -> Iterator[Cue]:
    if page.file == before.file:
        yield ("same_of_several_files" if several_files else "same_file"), 1.0
        return
    yield ("new_photo" if page.picture and before.picture else "new_scan"), 1.0
    if page.picture and before.picture and page.clock is not None and before.clock is not None:
        yield "photo_later", float(page.clock - before.clock > _LATER_PHOTO)


def _ending_cues(page: PageTraits, before: PageTraits) -> Iterator[Cue]:
    if before.side is not None:
        return
    ending = before.ending
    for name, is_there in (
        ("after_signing", ending.signing),
        ("after_signer", ending.signer),
        ("after_recipients", ending.recipients),
        ("after_mark", ending.mark),
        ("after_short_page", ending.bottom < 0.6),
        ("sentence_cut", ending.cut),
        ("sentence_goes_on", ending.cut and page.opening.lower),
    ):
        if is_there:
            yield name, 1.0


def _difference_cues(page: PageTraits, before: PageTraits) -> Iterator[Cue]:
    if page.side is not None or before.side is not None or page.scrap or before.scrap:
        return
    one, other = before.shape, page.shape
    turned = (one.aspect > 1) != (other.aspect > 1)
    if turned:
        yield "other_turn", 1.0
    elif abs(one.aspect / other.aspect - 1) > _SAME_SIZE and not page.picture:
        yield "other_size", 1.0
    if abs(one.width / max(other.width, 1) - 1) > _SAME_SIZE and not turned and not page.picture:
        yield "other_resolution", 1.0
    if one.letter and other.letter and abs(one.letter / other.letter - 1) > 0.12:
        yield "other_print", 1.0
    if abs(one.left - other.left) > 0.06:
        yield "other_margin", 1.0
    if one.source != other.source:
        yield "other_source", 1.0
    if abs(before.content.accented - page.content.accented) > 0.15:
        yield "other_language", 1.0
    yield from _likeness_cues(page, before)


def _likeness_cues(page: PageTraits, before: PageTraits) -> Iterator[Cue]:
    if same_running_head(page, before):
        yield "same_running_head", 1.0
    one, other = before.content.words, page.content.words
    if one and other:
        yield "words_in_common", len(one & other) / sqrt(len(one) * len(other))


def same_running_head(one: PageTraits, other: PageTraits) -> bool:
    """Whether two pages bear the same first line, or the same last line, as running heads and feet are."""
    if one.opening.motto and other.opening.motto:
        return False
    pairs = ((one.content.head, other.content.head), (one.content.foot, other.content.foot))
    return any(min(len(a), len(b)) >= 10 and fuzz.ratio(a, b) >= _RUNNING_HEAD for a, b in pairs)
