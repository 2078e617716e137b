"""What happens to a page between desk and upload: copiers, fax, lamps, folds, phones; written for this benchmark alone.

Every step is a plain operation on the pixels of the drawn page (uint8, RGB).
"""

import random
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from classifiers.synthetic.raster import drawn
from classifiers.synthetic.seeds import noise_source, seed_of
from classifiers.synthetic.sheet import Sheet

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]
Copy = Literal["none", "copied", "bitonal", "fax"]
DPI = 200
COARSE = (112.0, 150.0)
"""Pixels an inch that are left of a hard page."""


@dataclass(frozen=True)
class Wear:
    """How a page is worn and taken.

    Attributes:
        hardness: clean, medium or hard, as the truth says it.
        phone: Photographed rather than scanned.
        copy: A copier's work before that.
        colour: A colour scan.
        skew: Degrees.
        lamp: Loss of light towards the far end, 0-1.
        folds: Creases across the page.
        curl: Millimetres by which lines bend where a sheet does not lie flat.
        through: How strongly the other side shines through, 0-1.
        blur: Sigma in pixels.
        noise: Grey levels.
        quality: Of JPEG.
    """

    hardness: str
    phone: bool = False
    copy: Copy = "none"
    colour: bool = False
    skew: float = 0.0
    lamp: float = 0.0
    folds: int = 0
    curl: float = 0.0
    through: float = 0.0
    blur: float = 0.5
    noise: float = 2.0
    quality: int = 70


def some_wear(rng: random.Random, hardness: str, *, phone: bool) -> Wear:
    """Draw what happens to the pages of one paper."""
    level = {"clean": 0, "medium": 1, "hard": 2}[hardness]
    copies: dict[int, tuple[Copy, ...]] = {
        0: ("none", "none", "copied"),
        1: ("none", "copied", "copied", "bitonal"),
        2: ("copied", "bitonal", "fax", "none"),
    }
    return Wear(
        hardness,
        phone,
        rng.choice(copies[level]),
        colour=rng.random() < 0.45,
        skew=rng.uniform(-1, 1) * (0.4, 1.2, 2.4)[level],
        lamp=rng.uniform(0, 0.12 + 0.16 * level),
        folds=rng.choice((0, 0, level)),
        curl=rng.choice((0.0, 0.5 * level)),
        through=rng.choice((0.0, 0.0, 0.07 * level)),
        blur=rng.uniform(0.35, 0.55 + 0.22 * level),
        noise=rng.uniform(1, 2.5 + 2.2 * level),
        quality=rng.randrange(*((60, 86), (42, 72), (26, 50))[level]),
    )


def picture(sheet: Sheet | None, back: Sheet | None, wear: Wear, seed: str, size: tuple[float, float]) -> Pixels:
    """The page as it arrives, in grey or RGB; `size` in millimetres is for a blank side."""
    cv2.setRNGSeed(seed_of(seed) % 2**31)
    rng, noise = random.Random(seed), noise_source("wear", seed)  # noqa: S311 - nothing here is secret
    page = flat(sheet or Sheet(size, ()), colour=wear.colour or wear.phone)
    if back is not None and wear.through:
        page = shone(page, flat(back, colour=page.ndim == 3), wear.through)
    page = copied(page, wear.copy, noise)
    page = creased(page, wear.folds, rng)
    page = curled(page, wear.curl, rng)
    page = photographed(page, wear, rng, noise) if wear.phone else scanned(page, wear, rng)
    page = cv2.GaussianBlur(page, (0, 0), wear.blur)
    tile = (noise.standard_normal((256, 256), np.float32) * wear.noise).astype(np.int16)
    grain = np.tile(tile, (page.shape[0] // 256 + 1, page.shape[1] // 256 + 1))[: page.shape[0], : page.shape[1]]
    mixed = page.astype(np.int16) + (grain[..., None] if page.ndim == 3 else grain)
    worn = np.clip(mixed, 0, 255).astype(np.uint8)
    if wear.hardness == "hard":
        worn = shrunk(worn, rng.uniform(*COARSE) / DPI)
    return worn if worn.ndim == 3 else np.repeat(worn[..., None], 3, axis=2)


def shrunk(page: Pixels, scale: float) -> Pixels:
    """What messengers and saving copiers leave of a page."""
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def flat(sheet: Sheet, *, colour: bool) -> Pixels:
    """The sheet as drawn."""
    page = drawn(sheet, DPI)
    return np.asarray(page if colour else page.convert("L"), np.uint8)


def times(page: Pixels, light: Plane) -> Pixels:
    """The page under a light of the same height and width, 1.0 leaving it as it is."""
    scale = light if page.ndim == light.ndim else light[..., None] if page.ndim == 3 else light.mean(axis=2)
    return np.asarray(
        cv2.multiply(page, np.broadcast_to(scale, page.shape).astype(np.float32), dtype=cv2.CV_8U), np.uint8
    )


def spread(small: Plane, page: Pixels) -> Plane:
    """A coarse map of light, spread over a page."""
    return np.asarray(cv2.resize(small, page.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def shone(page: Pixels, back: Pixels, strength: float) -> Pixels:
    """The other side, mirrored and faint."""
    mirrored = cv2.GaussianBlur(cv2.resize(back[:, ::-1], page.shape[1::-1]), (0, 0), 3)
    return np.asarray(cv2.subtract(page, cv2.convertScaleAbs(255 - mirrored, alpha=strength)), np.uint8)


def copied(page: Pixels, kind: Copy, noise: np.random.Generator) -> Pixels:
    """A copier: strokes grow, white turns grey, toner falls; bitonal, or thinned as by a fax."""
    if kind == "none":
        return page
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    if kind == "copied":
        grown = cv2.addWeighted(cv2.erode(grey, np.ones((2, 2), np.uint8)), 0.55, grey, 0.45, 0)
        grey = np.minimum(cv2.convertScaleAbs(cv2.subtract(grown, 20), alpha=1.14), 246)
    else:
        rough = np.zeros(grey.shape, np.int16)
        cv2.randn(rough, 0, 9 if kind == "bitonal" else 12)
        soft = cv2.GaussianBlur(grey, (0, 0), 0.65).astype(np.int16) + rough
        grey = np.where(soft < (188 if kind == "bitonal" else 138), 22, 249).astype(np.uint8)
    grey = grey.copy()
    for _ in range(int(noise.integers(60, 320))):
        y, x = int(noise.integers(grey.shape[0])), int(noise.integers(grey.shape[1]))
        grey[y : y + 2, x : x + 2] = 60
    return np.repeat(grey[..., None], 3, axis=2) if page.ndim == 3 else grey


def creased(page: Pixels, folds: int, rng: random.Random) -> Pixels:
    """Creases: a dark line with a pale one beside it."""
    height, width = page.shape[:2]
    for fold in range(folds):
        at = rng.uniform(0.3, 0.7)
        shade = np.ones((height, width), np.float32)
        ends = ((0, round(height * at)), (width, round(height * (at + rng.uniform(-0.01, 0.01)))))
        if fold % 2:
            ends = ((round(width * at), 0), (round(width * (at + 0.005)), height))
        cv2.line(shade, ends[0], ends[1], 0.74, 2)
        cv2.line(shade, (ends[0][0] + 3, ends[0][1] + 3), (ends[1][0] + 3, ends[1][1] + 3), 1.08, 2)
        page = times(page, cv2.GaussianBlur(shade, (0, 0), 1.6))
    return page


def curled(page: Pixels, curl: float, rng: random.Random) -> Pixels:
    """Lines that bend a little, as on a sheet that does not lie flat."""
    if not curl:
        return page
    height, width = page.shape[:2]
    across = np.arange(width, dtype=np.float32)
    bend = np.sin(across / width * np.pi * rng.uniform(0.8, 1.5) + rng.uniform(0, 2)) * curl * DPI / 25.4
    rows = np.arange(height, dtype=np.float32)[:, None] + bend[None].astype(np.float32)
    columns = np.broadcast_to(across, (height, width)).copy()
    return np.asarray(cv2.remap(page, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def scanned(page: Pixels, wear: Wear, rng: random.Random) -> Pixels:
    """A flatbed or a feeder: skew, a dark edge, light that falls off to one side."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1)
    lid = rng.choice((250, 238, 40))
    page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(lid, lid, lid))
    slope = np.linspace(1.0, 1.0 - wear.lamp * 0.6, 64, dtype=np.float32)
    page = times(page, spread(np.repeat((slope if rng.random() < 0.5 else slope[::-1])[None], 4, axis=0), page))
    if wear.hardness != "clean" and rng.random() < 0.4:
        edge = rng.randrange(4, 22)
        page[:, :edge] = page[:, :edge] // 4
    return page


def photographed(page: Pixels, wear: Wear, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """A phone over a desk: perspective, a lamp from one side, the shadow of an arm."""
    height, width = page.shape[:2]
    border = 0.03 + 0.03 * rng.random()
    out = (round(width * (1 + 2 * border)), round(height * (1 + 2 * border)))
    tilt = {"clean": 0.006, "medium": 0.016, "hard": 0.03}[wear.hardness]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([width * border, height * border], np.float32)
    moved += noise.uniform(-tilt, tilt, (4, 2)).astype(np.float32) * np.array([width, height], np.float32)
    middle = (out[0] / 2, out[1] / 2)
    moved = cv2.transform(moved[None], cv2.getRotationMatrix2D(middle, wear.skew, 1))[0].astype(np.float32)
    lens = cv2.getPerspectiveTransform(corners, moved)
    desk = np.array(rng.choice(((92, 98, 104), (150, 118, 86), (54, 48, 46), (196, 190, 180))), np.float32)
    rough = noise.standard_normal((out[1] // 16, out[0] // 16), np.float32)
    small = np.clip(desk * (1 + 0.07 * rough[..., None]), 0, 255).astype(np.uint8)
    ground = cv2.resize(small, out, interpolation=cv2.INTER_CUBIC)
    cv2.warpPerspective(page, lens, out, ground, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return times(ground, spread(lamp((out[0] // 16, out[1] // 16), wear, rng), ground))


def lamp(size: tuple[int, int], wear: Wear, rng: random.Random) -> Plane:
    """Light and colour of a lamp over the desk, and a soft shadow at an edge; a coarse map."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    spot = np.hypot(columns / size[0] - rng.uniform(0.1, 0.9), rows / size[1] - rng.uniform(0.0, 0.6))
    light = 1.03 - wear.lamp * 1.5 * np.clip(spot, 0, 1)
    if wear.hardness != "clean" and rng.random() < 0.6:
        edge = columns / size[0] * rng.choice((1, -1)) + rows / size[1] - rng.uniform(0.2, 1.2)
        light = light * (1 - (0.14 if wear.hardness == "medium" else 0.3) / (1 + np.exp(-edge * 9)))
    warm = rng.uniform(-0.04, 0.09)
    return np.asarray(light[..., None] * np.array([1 + warm, 1.0, 1 - warm * 1.4]), np.float32)
