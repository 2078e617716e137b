"""How papers are handed in: which order, which files, what goes wrong on the glass."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from benchmarks.held_out_dossiers.plans import HeldFile, HeldPlan, Leaf
from benchmarks.held_out_dossiers.setting import Ready
from benchmarks.held_out_dossiers.wear import Wear, some_wear

DELIVERIES = ("pdf", "files", "phone")


@dataclass
class Stack:
    """The papers of a dossier, pairs of places that lie on one sheet, and what is wrong on purpose."""

    ready: list[Ready]
    shared: list[tuple[int, int]]
    defects: list[str]


def delivered(stack: Stack, name: str, today: date, rng: random.Random) -> HeldPlan:
    """The files of a stack, in the order in which they are handed in."""
    delivery = rng.choice(DELIVERIES)
    hardness = rng.choices(("clean", "medium", "hard"), (0.3, 0.45, 0.25))[0]
    order = ordered(stack, rng)
    bundles = [(place, leaves_of(stack, place, hardness, rng, phone=delivery == "phone")) for place in order]
    bundles = [(place, leaves) for place, leaves in bundles if leaves]
    if delivery != "phone":
        bundles = [(place, with_blank_back(leaves, rng)) for place, leaves in bundles]
    files = FILES[delivery](name, bundles, today, rng)
    papers = tuple(each.paper for each in stack.ready)
    return HeldPlan(name, "core", None, "", delivery, hardness, today, papers, files, defects=tuple(stack.defects))


def ordered(stack: Stack, rng: random.Random) -> list[int]:
    """The form first, as most people do; some shuffle."""
    places = list(range(len(stack.ready)))
    lot = rng.random()
    if lot < 0.22:
        rng.shuffle(places)
    elif lot < 0.5 and len(places) > 2:
        rest = places[1:]
        rng.shuffle(rest)
        places = [0, *rest]
    return places


def leaves_of(stack: Stack, place: int, hardness: str, rng: random.Random, *, phone: bool) -> list[Leaf]:
    """The sides of one paper; a sheet shared by two cards comes with the first of them."""
    pair = next((pair for pair in stack.shared if place in pair), None)
    if pair and place != min(pair):
        return []
    papers = pair or (place,)
    sheets = list(stack.ready[place].sheets)
    wear = some_wear(rng, worse(hardness, rng), phone=phone)
    leaves = [
        Leaf(sheet, papers, varied(wear, rng), back=sheets[at ^ 1] if (at ^ 1) < len(sheets) else None, number=at)
        for at, sheet in enumerate(sheets)
    ]
    if len(leaves) > 1 and rng.random() < 0.07:
        leaves.reverse()
        stack.defects.append("pages_out_of_order")
    elif len(leaves) > 1 and rng.random() < 0.05:
        leaves.pop()
        stack.defects.append("missing_page")
    return [turned(leaf, rng) for leaf in leaves]


def worse(hardness: str, rng: random.Random) -> str:
    """Papers of one dossier differ: an old copy among clean prints."""
    levels = ("clean", "medium", "hard")
    step = rng.choice((0, 0, 0, 0, 1, -1))
    return levels[min(2, max(0, levels.index(hardness) + step))]


def varied(wear: Wear, rng: random.Random) -> Wear:
    return replace(wear, skew=wear.skew + rng.uniform(-0.3, 0.3))


def turned(leaf: Leaf, rng: random.Random) -> Leaf:
    """A few sheets lie wrongly on the glass."""
    if rng.random() > 0.05:
        return leaf
    return replace(leaf, turn=rng.choice((90, 180, 180, 270)))


def with_blank_back(leaves: list[Leaf], rng: random.Random) -> list[Leaf]:
    """Feeders that scan both sides add the blank back of the last sheet."""
    if rng.random() > 0.07:
        return leaves
    last = leaves[-1]
    return [*leaves, Leaf(None, (), last.wear, 0, last.sheet)]


def as_pdf(name: str, bundles: list[tuple[int, list[Leaf]]], today: date, rng: random.Random) -> tuple[HeldFile, ...]:
    """All in one scan."""
    del name
    file = rng.choice(("hoso.pdf", "HS.pdf", "scan0001.pdf", f"{today:%d%m%Y}.pdf", "img-1.pdf"))
    return (HeldFile(file, tuple(leaf for _, leaves in bundles for leaf in leaves)),)


def as_files(name: str, bundles: list[tuple[int, list[Leaf]]], today: date, rng: random.Random) -> tuple[HeldFile, ...]:
    """A file for each paper; now and then two papers in one."""
    del name, today
    groups: list[list[Leaf]] = []
    for _, leaves in bundles:
        if groups and rng.random() < 0.12:
            groups[-1] += leaves
        else:
            groups.append(list(leaves))
    style = rng.choice(("Giay to {}.pdf", "{}.pdf", "file_{}.pdf", "CamScanner {}.pdf"))
    return tuple(HeldFile(style.format(place), tuple(leaves)) for place, leaves in enumerate(groups, start=1))


def as_photos(
    name: str, bundles: list[tuple[int, list[Leaf]]], today: date, rng: random.Random
) -> tuple[HeldFile, ...]:
    """A photo for each side."""
    del name
    moment = datetime.combine(today, time(9, rng.randrange(60), rng.randrange(60)))
    leaves = [leaf for _, leaves in bundles for leaf in leaves]
    moments = [moment + timedelta(seconds=19 * place) for place in range(len(leaves))]
    style = rng.choice(("IMG_{:%Y%m%d_%H%M%S}.jpg", "{:%Y%m%d_%H%M%S}.jpg", "z{:%H%M%S}_mau.jpg"))
    return tuple(HeldFile(style.format(at), (leaf,)) for at, leaf in zip(moments, leaves, strict=True))


FILES = {"pdf": as_pdf, "files": as_files, "phone": as_photos}
