"""How a dossier is handed in: as one scan, a file for each paper, or photos; with blank backs, pictures among PDFs."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from classifiers.synthetic.dossiers import BLANK, Member, PlannedPaper
from classifiers.synthetic.invented.looks import again, phone

Files = tuple[tuple[str, tuple[Member, ...]], ...]
PDF_NAMES = ("hoso.pdf", "scan.pdf", "Scan0001.pdf", "SCAN_{day:%Y%m%d}.pdf", "ho_so_day_du.pdf")
SECONDS_BETWEEN_PHOTOS = 17


def arranged(papers: list[PlannedPaper], delivery: str, day: date, rng: random.Random, blank_backs: float) -> Files:
    """Files by name with their pages; looks in `papers` are changed where a paper is photographed.

    Args:
        papers: Of the dossier, in order.
        delivery: "pdf", "files" or "phone".
        day: Of the delivery.
        rng: Makes the choices.
        blank_backs: Share of scanned dossiers of which the backs were scanned too.
    """
    piles = [[(place, page) for page in paper.pages] for place, paper in enumerate(papers) if paper.pages]
    if delivery == "phone":
        _photographed(papers, rng)
        members = [member for pile in piles for member in pile]
        return tuple(
            (name, (member,)) for name, member in zip(_photo_names(len(members), day, rng), members, strict=True)
        )
    if rng.random() < blank_backs:
        piles = [[side for member in pile for side in _with_back(member, rng)] for pile in piles]
    if delivery == "pdf":
        return ((rng.choice(PDF_NAMES).format(day=day), tuple(member for pile in piles for member in pile)),)
    return tuple(_pictured(papers, list(_filed(piles, rng)), rng))


def _photographed(papers: list[PlannedPaper], rng: random.Random) -> None:
    """All papers by one phone, held upright or across as the paper lies."""
    device = phone(rng)
    for place, paper in enumerate(papers):
        size = paper.paper.sheets[0].size
        held = replace(device, size=device.size[::-1]) if size[0] > size[1] else device
        papers[place] = replace(paper, look=again(held, rng))


def _photo_names(count: int, day: date, rng: random.Random) -> list[str]:
    first = rng.randrange(28800, 61200)
    moments = [first + SECONDS_BETWEEN_PHOTOS * place for place in range(count)]
    return [f"IMG_{day:%Y%m%d}_{at // 3600:02d}{at % 3600 // 60:02d}{at % 60:02d}.jpg" for at in moments]


def _with_back(member: Member, rng: random.Random) -> list[Member]:
    return [member, (member[0], BLANK)] if rng.random() < 0.75 else [member]


def _filed(piles: Sequence[Sequence[Member]], rng: random.Random) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """A file for each paper; now and then two papers in one, or one paper's pages in files of their own."""
    place, number = 0, 1
    while place < len(piles):
        pile = list(piles[place])
        if rng.random() < 0.15 and place + 1 < len(piles):
            place += 1
            pile += piles[place]
        parts = [[member] for member in pile] if rng.random() < 0.06 else [pile]
        for part in parts:
            yield f"scan_{number:02d}.pdf", tuple(part)
            number += 1
        place += 1


def _pictured(
    papers: list[PlannedPaper], files: Sequence[tuple[str, tuple[Member, ...]]], rng: random.Random
) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """A page that is alone in its file may be a picture: a scan, or a photo among the scans."""
    device = phone(rng)
    for name, members in files:
        place = members[0][0]
        alone_there = len(members) == 1 and len(papers[place].pages) == 1
        if alone_there and rng.random() < 0.3:
            if rng.random() < 0.5:
                papers[place] = replace(papers[place], look=again(device, rng))
            yield name.replace(".pdf", ".jpg"), members
        else:
            yield name, members
