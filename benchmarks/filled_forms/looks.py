"""Levels of wear: the scanners and phones of the drawing layer, then copier, creases and saving of the held-out set."""

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np

from benchmarks.held_out_dossiers.wear import copied, creased, shrunk
from classifiers.synthetic.degrading import Look, PhotoLook, ScanLook, Shot, taken, turned
from classifiers.synthetic.seeds import noise_source, seed_of, seeded
from classifiers.synthetic.sheet import Sheet

LEVELS = ("clean", "medium", "hard")


@dataclass(frozen=True)
class Wear:
    """What happens to the pages of one paper.

    Attributes:
        hardness: clean, medium or hard.
        look: Scanner or phone.
        copy: A copier's work: "none", "copied", "bitonal" or "fax".
        folds: Creases.
        kept: Share of the resolution that is left after saving.
    """

    hardness: str
    look: Look
    copy: str = "none"
    folds: int = 0
    kept: float = 1.0


def some_wear(rng: random.Random, hardness: str, *, phone: bool) -> Wear:
    """Draw the wear of one paper."""
    level = LEVELS.index(hardness)
    look = _phone(rng, level) if phone else _scanner(rng, level)
    copies = (("none",), ("none", "copied", "copied", "bitonal"), ("copied", "bitonal", "fax", "none"))[level]
    copy = "none" if phone else rng.choice(copies)
    kept = rng.uniform(0.62, 0.8) if level == 2 and not phone else 1.0
    return Wear(hardness, look, copy, rng.choice((0, 0, level)), kept)


def _scanner(rng: random.Random, level: int) -> ScanLook:
    return ScanLook(
        dpi=rng.choice(((200, 250, 300), (150, 200, 200), (150, 200))[level]),
        grey=rng.random() < 0.55,
        skew=rng.uniform(-1, 1) * (0.4, 1.2, 2.2)[level],
        noise=rng.uniform(1.0, 2.5 + 2.2 * level),
        blur=rng.uniform(0.4, 0.55 + 0.2 * level),
        specks=rng.randrange(4, 14 + 20 * level),
        edge=rng.choice((0.0, 0.0, 3.0)) if level else 0.0,
        staple=level > 0 and rng.random() < 0.2,
        paper=rng.choice((259, 252, 246)),
        quality=rng.randrange(*((60, 86), (45, 72), (28, 50))[level]),
        drawn_at=250,
    )


def _phone(rng: random.Random, level: int) -> PhotoLook:
    return PhotoLook(
        size=((1860, 2480), (1650, 2200), (1350, 1800))[level],
        tilt=rng.uniform(0.003, (0.008, 0.02, 0.035)[level]),
        margin=rng.uniform(0.02, 0.05),
        light=rng.uniform(0.03, (0.12, 0.25, 0.38)[level]),
        shadow=rng.uniform(0.0, (0.06, 0.2, 0.4)[level]),
        blur=rng.uniform(0.45, (0.6, 0.85, 1.15)[level]),
        noise=rng.uniform(1.0, (2.5, 4.0, 6.0)[level]),
        table=rng.choice(((92, 98, 104), (150, 118, 86), (54, 48, 46), (196, 190, 180))),
        warmth=rng.uniform(-0.03, 0.08),
        quality=rng.randrange(*((70, 88), (55, 76), (38, 56))[level]),
        drawn_at=250,
    )


def worn(sheet: Sheet, wear: Wear, seed: str, turn: int = 0) -> Shot:
    """A side as it arrives, with the matrix that leads from millimetres to its pixels."""
    rng = seeded("worn", seed)
    cv2.setRNGSeed(seed_of(seed) % 2**31)
    look = wear.look
    if isinstance(look, ScanLook):
        look = replace(look, skew=look.skew + rng.uniform(-0.3, 0.3))
    elif sheet.size[0] > sheet.size[1]:
        look = replace(look, size=(look.size[1], look.size[0]))
    shot = taken(sheet, look, seed)
    pixels = creased(copied(shot.pixels, wear.copy, noise_source("copy", seed)), wear.folds, rng)  # type: ignore[arg-type]
    matrix = shot.matrix
    if wear.kept < 1.0:
        before = pixels.shape
        pixels = shrunk(pixels, wear.kept)
        scale = [pixels.shape[1] / before[1], pixels.shape[0] / before[0], 1.0]
        matrix = np.diag(scale) @ matrix
    return turned(Shot(pixels, matrix), turn)
