"""Whether a form is signed: ink or a written name under the words where the applicant signs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper
from classifiers.wording import contains_any, opens_with_any, wording
from ocr.page import Box, Line, Page, Word, enclosing

_BLOCK_HEIGHT = 0.17
"""Fraction of the page that a signature and the name under it take (measured on official blank forms)."""
_BLOCK_HALF_WIDTH = 0.19
_GAP = 0.03
_LONGEST_NAME = 6
"""Words of a Vietnamese name; longer runs of capitals are headings."""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The words where the applicant signs, and the empty place under them."""

    page: Page
    role: str
    words: Box
    place: Box


@dataclass(frozen=True, slots=True)
class _Wording:
    instructions: tuple[str, ...]
    applicants: tuple[str, ...]
    parties: tuple[tuple[str, ...], ...]


@cache
def _wording() -> _Wording:
    lists = yaml.safe_load(Path(__file__).with_name("signing.yaml").read_text(encoding="utf-8"))
    parties = tuple(tuple(party) for party in lists["parties"])
    return _Wording(tuple(lists["instructions"]), tuple(lists["applicants"]), parties)


def unsigned_block(paper: Paper) -> SignatureBlock | None:
    """A block that must be signed and is not; None where all is signed, or where no block is found.

    One signed block is enough, but of two parties who each have their place (bride and groom) both sign.
    """
    blocks = signature_blocks(paper)
    unsigned = [block for block in blocks if not _is_signed(block, paper.pages)]
    for party in _wording().parties:
        concerned = [block for block in blocks if opens_with_any(party, block.role, 0.88)]
        present = {phrase for phrase in party for block in concerned if opens_with_any((phrase,), block.role, 0.88)}
        lacking = [block for block in concerned if block in unsigned]
        if len(present) > 1 and lacking:
            return lacking[0]
    return blocks[0] if blocks and len(unsigned) == len(blocks) else None


def signature_blocks(paper: Paper) -> tuple[SignatureBlock, ...]:
    """The blocks where an applicant signs, in reading order."""
    return tuple(block for page in paper.pages for block in _blocks_on(page))


def _blocks_on(page: Page) -> list[SignatureBlock]:
    heads: list[tuple[str, Box]] = []
    for role, words in (found for line in page.reading.lines for run in _runs(line) for found in _signing_words(run)):
        below = [other for other in page.reading.lines if _is_instruction_under(other, words)]
        if below:
            heads.append((role, enclosing([words, *(_near_words(other, words) for other in below)])))
    boxes = [head for _, head in heads]
    return [SignatureBlock(page, role, head, _place_under(head, boxes)) for role, head in heads]


def _signing_words(run: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """The words of a run, with their box, that name the applicant as the one who signs; nothing where it does not."""
    for start in range(len(run)):
        text = " ".join(word.text for word in run[start : start + 4])
        is_short = len(run) - start <= 6
        if is_short and text[:1].isupper() and opens_with_any(_wording().applicants, text, 0.88) and ":" not in text:
            yield text, enclosing([word.box for word in run[start:]])
            return


def _is_instruction_under(line: Line, words: Box) -> bool:
    gap = line.box.top - words.top
    return 0 < gap < 0.06 and contains_any(_wording().instructions, line.text, 0.85)


def _near_words(line: Line, words: Box) -> Box:
    """The part of a line that stands under `words`; the line may hold two blocks side by side."""
    near = [word.box for word in line.words if abs(word.box.centre[0] - words.centre[0]) < _BLOCK_HALF_WIDTH]
    return enclosing(near) if near else words


def _place_under(head: Box, heads: Sequence[Box]) -> Box:
    """The empty place under the words of a block, down to the words of the next block below it."""
    middle = head.centre[0]
    left, right = max(0.0, middle - _BLOCK_HALF_WIDTH), min(1.0, middle + _BLOCK_HALF_WIDTH)
    below = [other.top for other in heads if other.top > head.bottom and left < other.centre[0] < right]
    return Box(left, min(1.0, head.bottom), right, min(1.0, head.bottom + _BLOCK_HEIGHT, *below))


def _is_signed(block: SignatureBlock, pages: Sequence[Page]) -> bool:
    if _has_ink(block.page, block.place):
        return True
    if block.place.top + _BLOCK_HEIGHT < 1:
        return False
    position = next(index for index, page in enumerate(pages) if page.ref == block.page.ref)
    head_of_next = Box(block.place.left, 0.0, block.place.right, _BLOCK_HEIGHT)
    return any(_has_ink(page, head_of_next) for page in pages[position + 1 : position + 2])


def _has_ink(page: Page, place: Box) -> bool:
    """A signature mark, or a name of two words and more, in the place."""
    signatures = [mark for mark in page.reading.marks if mark.kind in ("signature", "handwriting")]
    if any(_is_inside(mark.box, place) for mark in signatures):
        return True
    return any(_is_name_under(line, place) for line in page.reading.lines)


def _is_name_under(line: Line, place: Box) -> bool:
    """Whether the line holds a person's name, standing alone in the middle of the place."""
    return any(_is_name(run) and _stands_in(run, place) for run in _runs(line))


def _runs(line: Line) -> Iterator[tuple[Word, ...]]:
    """The parts of a line that wide gaps part: names of two people who sign side by side."""
    run: list[Word] = []
    for word in line.words:
        if run and word.box.left - run[-1].box.right > _GAP:
            yield tuple(run)
            run = []
        run.append(word)
    yield tuple(run)


def _is_name(run: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in run)
    is_role = opens_with_any(wording().issuers + _wording().applicants, text)
    capitals = all(word.text[:1].isupper() for word in run) and not any(map(str.isdigit, text))
    return 2 <= len(run) <= _LONGEST_NAME and capitals and not is_role


def _stands_in(run: Sequence[Word], place: Box) -> bool:
    box = enclosing([word.box for word in run])
    return _is_inside(box, place) and abs(box.centre[0] - place.centre[0]) < _BLOCK_HALF_WIDTH * 0.6


def _is_inside(box: Box, place: Box) -> bool:
    across, down = box.centre
    return place.left <= across <= place.right and place.top <= down <= place.bottom
