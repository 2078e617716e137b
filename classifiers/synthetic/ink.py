"""Seals and signatures: the ink that a person puts on a paper."""

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from classifiers.synthetic.fonts import font_file
from classifiers.synthetic.seeds import noise_source, seeded
from classifiers.synthetic.sheet import BLUE_INK, RED_INK, Colour, Placed

INK_DPI = 400
SEAL_DIAMETER = 34.0
"""Millimetres; a commune's seal measures 34 to 36."""


def seal(
    centre: tuple[float, float],
    ring: str,
    *,
    core: str = "MẪU",
    colour: Colour = RED_INK,
    diameter: float = SEAL_DIAMETER,
) -> Placed:
    """A round seal around a centre in millimetres, text round its ring, MẪU and a star in the middle.

    A little turned and unevenly inked, as by hand; the same words always give the same seal.
    """
    picture = _seal_picture(ring, core, colour, diameter)
    half = picture.width / INK_DPI * 25.4 / 2
    return Placed((centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half), picture, ink=True)


@lru_cache(maxsize=16)
def _seal_picture(ring: str, core: str, colour: Colour, diameter: float) -> Image.Image:
    scale = INK_DPI / 25.4
    side = round(diameter * scale * 1.06)
    cover = Image.new("L", (side, side), 0)
    pen, middle = ImageDraw.Draw(cover), side / 2
    outer = diameter * scale / 2
    for radius, width in ((outer, 1.0), (outer * 0.93, 0.35), (outer * 0.62, 0.45)):
        pen.ellipse(
            [middle - radius, middle - radius, middle + radius, middle + radius],
            outline=255,
            width=round(width * scale * 0.6),
        )
    _ring_text(cover, ring.upper(), outer * 0.775, outer * 0.2)
    _star(pen, (middle, middle - outer * 0.26), outer * 0.24)
    face = ImageFont.truetype(font_file("sans", bold=True), outer * 0.34, layout_engine=ImageFont.Layout.BASIC)
    pen.text((middle, middle + outer * 0.27), core, 255, face, anchor="mm")
    rng = seeded("seal", ring)
    turned = cover.rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC)
    return _inked(turned, colour, f"seal {ring}", patchy=0.42)


def _ring_text(cover: Image.Image, text: str, radius: float, size: float) -> None:
    """Letters along a circle, reading clockwise from the lower left, each upright on the circle."""
    face = ImageFont.truetype(font_file("sans", bold=True), size, layout_engine=ImageFont.Layout.BASIC)
    widths = [face.getlength(letter) * 1.06 for letter in text]
    closing = size * 1.5
    squeeze = min(1.35, (2 * math.pi * radius - closing) / sum(widths))
    angle = -sum(widths) * squeeze / radius / 2
    middle = cover.width / 2
    for letter, width in zip(text, widths, strict=True):
        turn = angle + width * squeeze / radius / 2
        tile = Image.new("L", (round(size * 2), round(size * 2)), 0)
        ImageDraw.Draw(tile).text((size, size), letter, 255, face, anchor="mm")
        tile = tile.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
        at = (round(middle + radius * math.sin(turn) - size), round(middle - radius * math.cos(turn) - size))
        cover.paste(255, (at[0], at[1]), tile)
        angle += width * squeeze / radius
    _star(ImageDraw.Draw(cover), (middle, middle + radius), size * 0.42)


def _star(pen: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float) -> None:
    points = []
    for tip in range(10):
        reach = radius if tip % 2 == 0 else radius * 0.42
        turn = math.pi * tip / 5
        points.append((centre[0] + reach * math.sin(turn), centre[1] - reach * math.cos(turn)))
    pen.polygon(points, fill=255)


def signature(centre: tuple[float, float], name: str, *, width: float = 34.0, colour: Colour = BLUE_INK) -> Placed:
    """A pen signature around a centre in millimetres; a name always signs in the same way."""
    picture = _signature_picture(name, width, colour)
    half_width, half_height = picture.width / INK_DPI * 12.7, picture.height / INK_DPI * 12.7
    return Placed(
        (centre[0] - half_width, centre[1] - half_height, centre[0] + half_width, centre[1] + half_height),
        picture,
        ink=True,
    )


@lru_cache(maxsize=64)
def _signature_picture(name: str, width: float, colour: Colour) -> Image.Image:
    scale = INK_DPI / 25.4
    size = (round(width * scale), round(width * scale * 0.56))
    cover = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    pen = ImageDraw.Draw(cover)
    rng = seeded("signature", name)
    weight = rng.uniform(0.28, 0.42) * scale * 2
    for stroke in _strokes(name):
        _pen_stroke(pen, [(x * size[0] * 2, y * size[1] * 2) for x, y in stroke], weight)
    return _inked(cover.resize(size, Image.Resampling.LANCZOS), colour, f"signature {name}", patchy=0.12)


INITIALS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.06, 0.58), (0.13, 0.10), (0.24, 0.14), (0.18, 0.72), (0.09, 0.88), (0.07, 0.66), (0.27, 0.48)),
    ((0.05, 0.30), (0.20, 0.16), (0.34, 0.20), (0.21, 0.22), (0.17, 0.78), (0.08, 0.74), (0.16, 0.56), (0.30, 0.52)),
    ((0.26, 0.24), (0.16, 0.12), (0.05, 0.42), (0.10, 0.74), (0.24, 0.68), (0.29, 0.50)),
    ((0.08, 0.80), (0.13, 0.14), (0.16, 0.12), (0.19, 0.62), (0.30, 0.20), (0.32, 0.56)),
    ((0.06, 0.46), (0.18, 0.40), (0.30, 0.26), (0.20, 0.10), (0.10, 0.36), (0.15, 0.82), (0.04, 0.90), (0.22, 0.58)),
)
FLOURISHES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.90, 0.66), (0.55, 0.74), (0.16, 0.84), (0.34, 0.80), (0.76, 0.70)),
    ((0.30, 0.90), (0.62, 0.78), (0.98, 0.56)),
    ((0.84, 0.50), (0.95, 0.20), (0.60, 0.06), (0.10, 0.30), (0.06, 0.76), (0.52, 0.92), (0.92, 0.76)),
    ((0.70, 0.34), (0.86, 0.14), (0.80, 0.72), (0.58, 0.96), (0.52, 0.80), (0.96, 0.44)),
)


def _strokes(name: str) -> list[list[tuple[float, float]]]:
    """The curves of a signature as points in a unit box: an initial, a run of loops or waves, mostly a flourish."""
    rng = seeded("strokes", name)
    x, middle = 0.29, rng.uniform(0.48, 0.58)
    run = [(0.27, middle)]
    for _ in range(rng.randrange(2, 6)):
        step, tall, lean = rng.uniform(0.06, 0.13), rng.uniform(0.05, 0.34), rng.uniform(0.3, 0.6)
        run += [
            (x + step * lean, middle - tall),
            (x + step * 0.8, middle - tall * 0.3),
            (x + step * lean, middle + tall * 0.4),
            (x + step, middle),
        ]
        x += step
    run += [(x + 0.06, middle - 0.06), (min(0.97, x + rng.uniform(0.12, 0.3)), middle - rng.uniform(0.0, 0.22))]
    strokes = [list(rng.choice(INITIALS)), run]
    if rng.random() < 0.75:
        strokes.append(list(rng.choice(FLOURISHES)))
    return [
        _smooth([(px + rng.uniform(-0.015, 0.015), py + rng.uniform(-0.025, 0.025)) for px, py in stroke])
        for stroke in strokes
    ]


def _smooth(points: list[tuple[float, float]], steps: int = 26) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _pen_stroke(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], weight: float) -> None:
    """A stroke that is thinner where the pen is quick and at its ends."""
    speeds = [math.dist(a, b) for a, b in pairwise(points)]
    usual = sorted(speeds)[len(speeds) // 2] or 1.0
    for index, (start, end) in enumerate(pairwise(points)):
        taper = min(1.0, (index + 4) / 16, (len(speeds) - index + 4) / 16)
        width = weight * taper * min(1.25, max(0.55, (usual / max(speeds[index], 1e-3)) ** 0.4))
        pen.line([start, end], fill=255, width=max(2, round(width)))
        pen.ellipse([end[0] - width / 2, end[1] - width / 2, end[0] + width / 2, end[1] + width / 2], fill=255)


def _inked(cover: Image.Image, colour: Colour, seed: str, patchy: float) -> Image.Image:
    """A cover of ink, weaker in patches."""
    noise = noise_source(seed).random((max(2, cover.height // 24), max(2, cover.width // 24)))
    weak = (
        Image.fromarray((noise * 255).astype(np.uint8))
        .resize(cover.size, Image.Resampling.BICUBIC)
        .filter(ImageFilter.GaussianBlur(3))
    )
    strength = 1 - patchy * np.asarray(weak, np.float32) / 255
    alpha = Image.fromarray((np.asarray(cover, np.float32) * strength).astype(np.uint8))
    picture = Image.new("RGBA", cover.size, (*colour, 0))
    picture.putalpha(alpha)
    return picture
