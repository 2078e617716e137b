"""Drawn pictures of cards and passports: portraits, fingerprints, backgrounds. None shows a real person or emblem."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from classifiers.synthetic.fonts import font
from classifiers.synthetic.seeds import noise_source, seeded
from classifiers.synthetic.sheet import Colour, Style


def guilloche(seed: str, tone: Colour) -> Image.Image:
    """Fine waves in the card's colour, with clear corners."""
    width, height = 1000, 630
    rng = noise_source("guilloche", seed)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.zeros((height, width), np.float32)
    for _ in range(4):
        bend = np.sin(columns / rng.uniform(60, 140) + rng.uniform(0, 6)) * rng.uniform(12, 34)
        waves += np.sin((rows + bend) / rng.uniform(4.0, 7.0))
    glow = np.cos((columns / width - rng.uniform(0.3, 0.7)) * 5) * np.cos((rows / height - 0.5) * 4)
    shade = np.stack(
        [np.clip(level + waves * 2.2 + glow * amount, 0, 255) for level, amount in zip(tone, (14, 6, -4), strict=True)],
        axis=-1,
    )
    corners = Image.new("L", (width, height), 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, width - 1, height - 1), 34, 255)
    picture = Image.fromarray(shade.astype(np.uint8)).convert("RGBA")
    picture.putalpha(corners)
    return picture


def emblem() -> Image.Image:
    """A red disc that says MẪU where the state emblem would be."""
    picture = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, 236, 236), fill=(206, 26, 34, 255), outline=(228, 188, 64, 255), width=12)
    pen.text((120, 120), "MẪU", (246, 214, 80), font(Style("sans", 24, bold=True), 8.0), anchor="mm")
    return picture


def portrait(seed: str, sex: str) -> Image.Image:
    """A drawn head and shoulders; no person looks like it."""
    rng = seeded("portrait", seed)
    skin = rng.choice(((232, 196, 164), (222, 182, 148), (238, 206, 178)))
    hair, shirt = (
        rng.choice(((24, 20, 20), (44, 34, 30))),
        rng.choice(((240, 240, 244), (70, 96, 140), (52, 60, 72), (150, 60, 64))),
    )
    picture = Image.new("RGBA", (420, 540), (188, 208, 226, 255))
    pen = ImageDraw.Draw(picture)
    if sex == "Nữ":
        pen.ellipse((96, 70, 324, 420), fill=(*hair, 255))
    pen.ellipse((20, 410, 400, 760), fill=(*shirt, 255))
    pen.rectangle((176, 350, 244, 440), fill=(*(level - 14 for level in skin), 255))
    pen.polygon(((150, 420), (210, 490), (270, 420)), fill=(*(level - 8 for level in skin), 255))
    pen.ellipse((120, 110, 300, 385), fill=(*skin, 255))
    pen.chord((112, 82, 308, 300), 188, 352, fill=(*hair, 255))
    for x in (172, 248):
        pen.ellipse((x - 13, 234, x + 13, 248), fill=(250, 250, 250, 255))
        pen.ellipse((x - 7, 234, x + 7, 248), fill=(30, 24, 22, 255))
        pen.arc((x - 22, 210, x + 22, 240), 200, 340, fill=(*hair, 255), width=5)
    pen.line((210, 246, 204, 292, 216, 294), fill=(*(level - 40 for level in skin), 255), width=4)
    pen.arc((180, 306, 240, 336), 20, 160, fill=(170, 84, 84, 255), width=6)
    return picture.filter(ImageFilter.GaussianBlur(1.6))


def fingerprint(seed: str) -> Image.Image:
    """Whorls that belong to no finger."""
    rng = noise_source("finger", seed)
    rows, columns = np.mgrid[0:330, 0:260].astype(np.float32)
    x, y = (columns - 130 + rng.uniform(-14, 14)) / 100, (rows - 165 + rng.uniform(-14, 14)) / 130
    ridges = np.sin(np.hypot(x, y + 0.25 * np.sin(x * 2)) * 52 + np.arctan2(y, x) * rng.integers(1, 3))
    cover = (ridges > 0.1) & (np.hypot(x, y) < 1.12)
    picture = np.zeros((330, 260, 4), np.uint8)
    picture[..., :3], picture[..., 3] = (96, 60, 66), cover * 190
    return Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1.2))


def chip() -> Image.Image:
    """The contacts of a chip."""
    picture = Image.new("RGBA", (260, 200), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((2, 2, 258, 198), 26, (214, 178, 92, 255), (150, 118, 48, 255), 4)
    for y in (66, 132):
        pen.line((2, y, 92, y), (140, 108, 44), 4)
        pen.line((168, y, 258, y), (140, 108, 44), 4)
    pen.rounded_rectangle((92, 40, 168, 160), 14, None, (140, 108, 44), 4)
    return picture
