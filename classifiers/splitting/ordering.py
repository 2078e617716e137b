"""The pieces that papers are made of, in the order in which they are to be read.

A piece is a page, or the part of a page that shows one card. Pages come out of order where sheets fell to the ground,
where the feeder took two stacks at once, or where all fronts of cards were copied before all backs. They are put in
order where their numbers, or the numbers and names on the cards, leave no doubt and the papers come out more probable.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from classifiers.splitting.card_regions import card_regions, paired
from classifiers.splitting.card_sides import belong_together
from classifiers.splitting.decoding import best_ways
from classifiers.splitting.lattice import scores
from classifiers.splitting.model import SplittingModel
from classifiers.splitting.opening_cues import STRONG, same_running_head
from classifiers.splitting.traits import PageTraits, traits_of
from ocr.page import Page

_GAIN = 2.0
"""Log-odds by which another order must make the papers more probable."""
_SAME_PRINT = 0.12
_TWO = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A page, or the part of one that shows one card.

    Attributes:
        place: Of the page in the dossier, then of the part on it.
    """

    page: Page
    traits: PageTraits
    place: tuple[int, int]


def pieces_of(pages: Sequence[Page]) -> list[Piece]:
    """What papers are made of, in the order handed in; blank pages are nothing."""
    return [piece for place, page in enumerate(pages) if not page.reading.blank for piece in _pieces(page, place)]


def _pieces(page: Page, place: int) -> Iterable[Piece]:
    regions = card_regions(page)
    if not regions:
        yield Piece(page, traits_of(page), (place, 0))
    for part, region in enumerate(regions):
        shown = Page(page.ref, region.reading)
        yield Piece(shown, replace(traits_of(shown), side=region.side), (place, part))


def in_order(pieces: Sequence[Piece], model: SplittingModel) -> list[Piece]:
    """The pieces in the order of reading."""
    order = list(pieces)
    for arrange in (_sides_together, _sides_joined_from_afar, _heads_first, _lone_numbers_sorted, _numbered_together):
        order = _if_better(order, arrange, model)
    return order


def _if_better(
    order: list[Piece], arrange: Callable[[Sequence[Piece]], list[Piece]], model: SplittingModel
) -> list[Piece]:
    other = arrange(order)
    if [piece.place for piece in other] == [piece.place for piece in order]:
        return order
    return other if _best_score(other, model) - _best_score(order, model) > _GAIN else order


def _best_score(order: Sequence[Piece], model: SplittingModel) -> float:
    return best_ways(scores([piece.traits for piece in order], model.weights), 1)[0].score


def _sides_together(order: Sequence[Piece]) -> list[Piece]:
    """Within each run of cards every back behind its front."""
    result: list[Piece] = []
    for is_card, run in groupby(order, key=lambda piece: piece.traits.side is not None):
        members = list(run)
        result += _run_in_order(members) if is_card else members
    return result


def _run_in_order(run: list[Piece]) -> list[Piece]:
    fronts = [piece for piece in run if _shows(piece, "front")]
    backs = [piece for piece in run if _shows(piece, "back")]
    pairs = paired(
        [piece.traits.side for piece in fronts if piece.traits.side],
        [piece.traits.side for piece in backs if piece.traits.side],
    )
    return _behind(run, [(fronts[front], backs[back]) for front, back in pairs])


def _sides_joined_from_afar(order: Sequence[Piece]) -> list[Piece]:
    """A back behind the one front that bears its number or name, where they lie apart."""
    fronts = [piece for piece in order if _shows(piece, "front")]
    backs = [piece for piece in order if _shows(piece, "back")]
    links = []
    for back in backs:
        fitting = [front for front in fronts if _same_card(front, back)]
        rivals = [other for other in backs if fitting and _same_card(fitting[0], other)]
        if len(fitting) == 1 and len(rivals) == 1:
            links.append((fitting[0], back))
    return _behind(order, links)


def _shows(piece: Piece, side: str) -> bool:
    return piece.traits.side is not None and piece.traits.side.shows == side


def _same_card(front: Piece, back: Piece) -> bool:
    one, other = front.traits.side, back.traits.side
    return one is not None and other is not None and belong_together(one, other) is True


def _behind(order: Sequence[Piece], links: Sequence[tuple[Piece, Piece]]) -> list[Piece]:
    """The order with the second of each link right behind the first; chains of links stay chains."""
    following = {first.place: second for first, second in links}
    moved = {second.place for _, second in links}
    result: list[Piece] = []
    for piece in order:
        follower = None if piece.place in moved else piece
        while follower is not None:
            result.append(follower)
            follower = following.get(follower.place)
    return result if len(result) == len(order) else list(order)


def _heads_first(order: Sequence[Piece]) -> list[Piece]:
    """Of a file of two pages, where there are several files, the page with the head before the one that goes on."""
    if not order or order[0].page.ref.file == order[-1].page.ref.file:
        return list(order)
    result: list[Piece] = []
    for _, group in groupby(order, key=lambda piece: piece.traits.file):
        members = list(group)
        if len(members) == _TWO and not _has_head(members[0]) and _has_head(members[1]):
            members.reverse()
        result += members
    return result


def _has_head(piece: Piece) -> bool:
    opening = piece.traits.opening
    return piece.traits.side is not None or opening.motto or opening.strength >= STRONG or opening.cover


def _lone_numbers_sorted(order: Sequence[Piece]) -> list[Piece]:
    """Neighbours in a file whose numbers are 2, 3, 4 in another order, behind the page that they go on with."""
    result: list[Piece] = []
    for _, group in groupby(order, key=lambda piece: (piece.traits.file, _lone_number(piece) is not None)):
        run = list(group)
        numbers = [_lone_number(piece) or 0 for piece in run]
        lowest = min(numbers)
        is_whole = sorted(numbers) == list(range(lowest, lowest + len(run)))
        if lowest and len(run) > 1 and is_whole and (lowest == 1 or _opens_without_number(result, run[0])):
            run.sort(key=lambda piece: _lone_number(piece) or 0)
        result += run
    return result


def _lone_number(piece: Piece) -> int | None:
    number = piece.traits.number
    return number.number if number is not None and number.total is None else None


def _opens_without_number(before: Sequence[Piece], page: Piece) -> bool:
    """Whether the page before opens a paper in the same file: it is page 1, which bears no number."""
    if not before or before[-1].traits.file != page.traits.file:
        return False
    return _has_head(before[-1])


def _numbered_together(order: Sequence[Piece]) -> list[Piece]:
    """Pages "2/3" behind their "1/3", wherever they lie, where only one page can be meant."""
    natural = {later.place for earlier, later in pairwise(order) if _follows(earlier, later)}
    taken = {earlier.place for earlier, later in pairwise(order) if _follows(earlier, later)}
    open_ends = [piece for piece in order if piece.place not in taken]
    links = [(earlier, later) for earlier, later in pairwise(order) if later.place in natural]
    for later in order:
        if later.place in natural:
            continue
        fitting = [piece for piece in open_ends if _follows(piece, later) and _alike(piece.traits, later.traits)]
        rivals = [other for other in order if other.place not in natural and fitting and _follows(fitting[0], other)]
        if len(fitting) == 1 and [other.place for other in rivals if _alike(fitting[0].traits, other.traits)] == [
            later.place
        ]:
            links.append((fitting[0], later))
    return _behind(order, links)


def _follows(earlier: Piece, later: Piece) -> bool:
    """Whether the numbers say "1/3" and "2/3"."""
    one, other = earlier.traits.number, later.traits.number
    if one is None or other is None or one.total is None:
        return False
    return one.total == other.total and other.number == one.number + 1


def _alike(one: PageTraits, other: PageTraits) -> bool:
    """Whether two pages may be of one paper by their sheet and print, and say so by a person, place or running head."""
    if one.shape.letter <= 0 or abs(other.shape.letter / one.shape.letter - 1) > _SAME_PRINT:
        return False
    if (one.shape.aspect > 1) != (other.shape.aspect > 1):
        return False
    shares = one.content.numbers & other.content.numbers or one.content.names & other.content.names
    return bool(shares) or same_running_head(one, other) or one.file == other.file
