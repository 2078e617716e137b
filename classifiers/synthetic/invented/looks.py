"""How invented papers are set and how they are scanned: fonts, sizes, margins, page numbers, scanners, phones."""

import hashlib
import random
from dataclasses import dataclass, replace
from functools import lru_cache

from classifiers.synthetic.degrading import Look, PhotoLook, ScanLook
from classifiers.synthetic.fonts import FAMILIES, installed
from classifiers.synthetic.sheet import A4, BLACK, BLUE_INK, Colour

HANDS: tuple[str, ...] = ("Linux Libertine O", "Lato", "Noto Serif", "Tinos")
UNUSUAL = ("Mono", "Display", "Math", "Cousine")
NUMBERINGS = (
    "",
    "",
    "",
    "top",
    "top",
    "bottom",
    "bottom",
    "Trang {n}/{all}",
    "{n}/{all}",
    "- {n} -",
    "Trang {n}",
    "trang {n}/{all}",
    "right",
)
"""How pages are numbered; `top` from the second page on, as NĐ 30/2020 has it."""
DRAWN_AT = 210
"""Dots an inch; at 300 a page takes 0.44 s of processor time to make, of which half is softening what is drawn."""


@dataclass(frozen=True, slots=True)
class PaperLook:
    """The setting of one paper: fonts, sizes in points, margins (left, right, top, bottom) and sheet in millimetres."""

    family: str
    size: float = 13.0
    leading: float = 1.4
    margins: tuple[float, float, float, float] = (28.0, 18.0, 18.0, 18.0)
    sheet: tuple[float, float] = A4
    colour: Colour = (255, 255, 255)
    numbering: str = ""
    filled_family: str = ""
    filled_italic: bool = False
    ink: Colour = BLACK


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The font families of training: those that are not kept for the benchmark of unseen fonts, common ones first.

    A family is kept back where the first byte of the SHA-256 of its name is a multiple of three. Where that leaves
    none, as on a machine with hardly any fonts, the families of the sample dossiers serve.
    """
    ours = [name for name in installed() if hashlib.sha256(name.encode()).digest()[0] % 3]
    return tuple(sorted(ours, key=lambda name: (any(word in name for word in UNUSUAL), name))) or tuple(FAMILIES)


def paper_look(rng: random.Random) -> PaperLook:
    """Any look of an office paper; one in eight in a font that offices seldom use."""
    common = [name for name in families() if not any(word in name for word in UNUSUAL)] or list(families())
    serif = [name for name in common if name in ("Tinos", "FreeSerif", "Noto Serif", "Linux Libertine O")] or common
    draw = rng.random()
    family = rng.choice(serif if draw < 0.62 else common if draw < 0.9 else families())
    wide = family.startswith(("DejaVu", "Noto", "Lato", "Roboto")) or "Mono" in family
    size = rng.choice((11.0, 11.5, 12.0, 12.5, 13.0, 13.0, 13.5, 14.0)) - (1.0 if wide else 0.0)
    margins = (rng.uniform(20, 31), rng.uniform(13, 21), rng.uniform(12, 22), rng.uniform(14, 22))
    written_in = rng.random()
    return PaperLook(
        family,
        size,
        rng.uniform(1.15, 1.7),
        margins,
        numbering=rng.choice(NUMBERINGS),
        colour=rng.choice(((255, 255, 255), (255, 255, 255), (255, 255, 255), (252, 251, 244), (248, 249, 252))),
        filled_family=rng.choice(HANDS) if written_in < 0.3 and set(HANDS) <= set(families()) else "",
        filled_italic=written_in < 0.22,
        ink=BLUE_INK if written_in < 0.25 else BLACK,
    )


def certificate_look(rng: random.Random) -> PaperLook:
    """Coloured paper, often landscape or small, as certificates are."""
    look = paper_look(rng)
    sheet = rng.choice((A4, (297.0, 210.0), (297.0, 210.0), (210.0, 148.0), (148.0, 210.0)))
    colour = rng.choice(((255, 250, 236), (250, 246, 230), (240, 246, 250), (255, 244, 244), (255, 255, 255)))
    small = min(sheet) < 200
    side = 14.0 if small else rng.uniform(22, 34)
    return replace(
        look,
        sheet=sheet,
        colour=colour,
        margins=(side, side, side * 0.9, 14.0),
        size=11.0 if small else look.size,
        leading=1.25 if small else look.leading,
        numbering="",
    )


def scanner(rng: random.Random) -> ScanLook:
    """A scanner as offices have them: mostly grey, 150 to 200 dots an inch."""
    hard = rng.random()
    return ScanLook(
        dpi=rng.choice((150, 150, 150, 170, 200)),
        grey=rng.random() < 0.72,
        skew=rng.gauss(0, 0.5 if hard < 0.7 else 1.1),
        noise=rng.uniform(1.2, 3.4) if hard < 0.7 else rng.uniform(3.5, 6.5),
        blur=rng.uniform(0.4, 0.75 if hard < 0.7 else 1.0),
        specks=rng.randrange(0, 30),
        show_through=rng.uniform(0.03, 0.1) if rng.random() < 0.12 else 0.0,
        edge=rng.uniform(0.5, 2.5) if rng.random() < 0.2 else 0.0,
        staple=rng.random() < 0.2,
        paper=rng.choice((246, 252, 257, 259, 262)),
        quality=rng.randrange(42, 72),
        drawn_at=DRAWN_AT,
    )


def phone(rng: random.Random, *, landscape: bool = False) -> PhotoLook:
    """A phone held by someone in a hurry or with time."""
    size = rng.choice(((1536, 2048), (1440, 1920), (1350, 1800)))
    table = rng.choice(((116, 84, 58), (70, 74, 80), (188, 180, 168), (52, 44, 40), (150, 120, 90), (210, 210, 206)))
    return PhotoLook(
        size=size[::-1] if landscape else size,
        tilt=rng.uniform(0.004, 0.035),
        margin=rng.uniform(0.01, 0.07),
        light=rng.uniform(0.08, 0.3),
        shadow=rng.choice((0.0, rng.uniform(0.05, 0.2), rng.uniform(0.2, 0.36))),
        blur=rng.uniform(0.4, 0.9) if rng.random() < 0.8 else rng.uniform(0.9, 1.3),
        noise=rng.uniform(1.5, 4.5),
        table=table,
        warmth=rng.uniform(-0.02, 0.05),
        quality=rng.randrange(55, 80),
        drawn_at=DRAWN_AT,
    )


def again(look: Look, rng: random.Random) -> Look:
    """The same device at its next paper."""
    if isinstance(look, ScanLook):
        return replace(look, skew=look.skew * 0.3 + rng.gauss(0, 0.35), specks=rng.randrange(0, 30))
    return replace(look, tilt=look.tilt * rng.uniform(0.6, 1.3), blur=look.blur * rng.uniform(0.8, 1.15))
