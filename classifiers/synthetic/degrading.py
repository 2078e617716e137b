"""What happens to a paper between the printer and the upload: scanners, phones, fax, turned pages.

Every step moves the boxes of the values along with the pixels: a `Shot` carries the transformation from
millimetres on the sheet to pixels of the picture.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from classifiers.synthetic.raster import DRAWING_DPI, drawn, pixels_per_mm
from classifiers.synthetic.seeds import noise_source
from classifiers.synthetic.sheet import Box, Sheet

Pixels = npt.NDArray[np.uint8]
Planes = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
Quad = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a sheet: RGB pixels (height, width, 3) and the 3 x 3 matrix from millimetres to pixels."""

    pixels: Pixels
    matrix: Matrix

    def quad(self, box: Box) -> Quad:
        """The four corners of a box on the sheet as fractions of the picture, clockwise from its top left."""
        left, top, right, bottom = box
        corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], np.float64)
        moved = corners @ self.matrix.T
        height, width = self.pixels.shape[:2]
        return tuple((float(x / w / width), float(y / w / height)) for x, y, w in moved)

    def box(self, box: Box) -> Box:
        """The upright rectangle around `quad`, as fractions of the picture."""
        xs, ys = zip(*self.quad(box), strict=True)
        return (min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class ScanLook:
    """A flatbed or sheet-fed scanner.

    Attributes:
        dpi: Resolution.
        grey: Scanned without colour.
        skew: Clockwise degrees.
        noise: Standard deviation of the sensor noise, in grey levels.
        blur: Sigma in pixels.
        specks: Dust grains on the glass.
        show_through: Strength 0-1 with which the other side shines through.
        edge: Millimetres of black edge on the left, where the sheet lies away from the stop.
        staple: The shadow of a staple in the upper left corner.
        paper: Brightness of white paper; above 255 the scanner's white is cut off, as most are set.
        quality: Of JPEG.
        drawn_at: Dots an inch at which the sheet is drawn before it is scanned; fewer than 300 cost less time.
    """

    dpi: int = 200
    grey: bool = True
    skew: float = 0.0
    noise: float = 2.2
    blur: float = 0.55
    specks: int = 12
    show_through: float = 0.0
    edge: float = 0.0
    staple: bool = False
    paper: int = 259
    quality: int = 62
    drawn_at: int = DRAWING_DPI


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """A phone held over a sheet on a table.

    Attributes:
        size: Width and height of the photo in pixels.
        tilt: How far the corners lie from a rectangle, as a fraction of the sheet.
        margin: Part of the photo that is table, on each side.
        light: Loss of light from the brightest to the darkest corner, 0-1.
        shadow: Strength 0-1 of the shadow of hand or phone.
        blur: Sigma in pixels.
        noise: Standard deviation of the sensor noise, in grey levels.
        table: Colour of the table.
        warmth: Colour of the lamp; above 0 warm, below 0 cold.
        quality: Of JPEG.
        drawn_at: As of `ScanLook`.
    """

    size: tuple[int, int] = (1536, 2048)
    tilt: float = 0.03
    margin: float = 0.05
    light: float = 0.22
    shadow: float = 0.18
    blur: float = 0.7
    noise: float = 3.0
    table: tuple[int, int, int] = (116, 84, 58)
    warmth: float = 0.03
    quality: int = 74
    drawn_at: int = DRAWING_DPI


Look = ScanLook | PhotoLook


def photographed_flat(sheet: Sheet, dpi: int = DRAWING_DPI) -> Shot:
    """The sheet as drawn, before any degradation."""
    pixels = np.asarray(drawn(sheet, dpi), np.uint8)
    return Shot(pixels, np.diag([pixels_per_mm(dpi)] * 2 + [1.0]))


def taken(sheet: Sheet, look: Look, seed: str, back: Sheet | None = None) -> Shot:
    """The sheet as a scanner or a phone sees it.

    Args:
        sheet: The side that faces the glass or the lens.
        look: The device.
        seed: The same words give the same noise.
        back: The other side of the paper, which may shine through.
    """
    flat = photographed_flat(sheet, look.drawn_at)
    if isinstance(look, PhotoLook):
        return photographed(flat, look, seed)
    if back and look.show_through:
        flat = shone_through(flat, photographed_flat(back, look.drawn_at), look.show_through)
    return scanned(flat, look, seed)


def shone_through(shot: Shot, back: Shot, strength: float) -> Shot:
    """The back of the paper, mirrored, blurred and faint."""
    mirrored = cv2.resize(back.pixels[:, ::-1], shot.pixels.shape[1::-1])
    faint = 255 - (255 - cv2.GaussianBlur(mirrored, (0, 0), 4).astype(np.float32)) * strength
    return replace(shot, pixels=_as_pixels(shot.pixels.astype(np.float32) * faint / 255))


def scanned(shot: Shot, look: ScanLook, seed: str) -> Shot:
    """A scan of the sheet: skewed, a little soft, with dust and noise."""
    rng = noise_source("scan", seed)
    height, width = shot.pixels.shape[:2]
    shrink = look.dpi / look.drawn_at
    size = (round(width * shrink), round(height * shrink))
    shift = (look.edge * look.dpi / 25.4, float(rng.uniform(-0.6, 0.6)) * look.dpi / 25.4)
    move = _rotation(size, look.skew, shift) @ np.diag([shrink, shrink, 1.0])
    lid = (244, 244, 242) if not look.edge else (34, 34, 36)
    plane = _warped(shot.pixels, move, size, lid).astype(np.float32)
    plane = cv2.GaussianBlur(plane, (0, 0), look.blur) * (look.paper / 255)
    if look.staple:
        plane *= _staple_shadow(size, look.dpi)[..., None]
    plane = _specks(plane, look, rng)
    if look.grey:
        plane = np.repeat(cv2.cvtColor(_as_pixels(plane), cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2).astype(np.float32)
    return Shot(_as_pixels(plane + _grain(rng, size, look.noise)[..., None]), move @ shot.matrix)


def photographed(shot: Shot, look: PhotoLook, seed: str) -> Shot:
    """A photo of the sheet on a table: perspective, uneven light, a shadow, blur."""
    rng = noise_source("photo", seed)
    height, width = shot.pixels.shape[:2]
    move = _perspective((width, height), look, rng)
    fine = cv2.GaussianBlur(shot.pixels, (0, 0), 0.45 * max(1.0, width / look.size[0]))
    table = _table(look, rng)
    sheet = cv2.warpPerspective(fine, move, look.size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), move, look.size, flags=cv2.INTER_LINEAR)
    cover = mask.astype(np.float32)[..., None] / 255
    cast = 1 - 0.45 * cv2.GaussianBlur(np.roll(mask, (10, 12), (0, 1)).astype(np.float32), (0, 0), 14)[..., None] / 255
    plane = sheet.astype(np.float32) * 0.94 * cover + table * cast * (1 - cover)
    plane *= _light(look, rng)[..., None] * np.array([1 + look.warmth, 1.0, 1 - look.warmth * 1.6], np.float32)
    soft = cv2.GaussianBlur(plane.astype(np.float32), (0, 0), look.blur)
    return Shot(_as_pixels(soft + _grain(rng, look.size, look.noise)[..., None]), move @ shot.matrix)


def faxed(shot: Shot, seed: str) -> Shot:
    """Black and white at the pixels' own resolution, with the ragged edges and lost dots of a fax."""
    rng = noise_source("fax", seed)
    grey = cv2.cvtColor(shot.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    ragged = cv2.GaussianBlur(grey, (0, 0), 0.8) + _grain(rng, (grey.shape[1], grey.shape[0]), 16)
    black = np.where(ragged < 168, 0, 255).astype(np.uint8)
    return replace(shot, pixels=np.repeat(black[..., None], 3, axis=2))


def turned(shot: Shot, clockwise: int) -> Shot:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees, as a sheet laid wrongly on the glass."""
    height, width = shot.pixels.shape[:2]
    moves: dict[int, list[list[float]]] = {
        90: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }
    if not clockwise:
        return shot
    pixels = np.ascontiguousarray(np.rot90(shot.pixels, -clockwise // 90))
    return Shot(pixels, np.array(moves[clockwise], np.float64) @ shot.matrix)


def _rotation(size: tuple[int, int], clockwise: float, shift: tuple[float, float]) -> Matrix:
    turn = np.eye(3, dtype=np.float64)
    turn[:2] = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -clockwise, 1.0)
    turn[:2, 2] += shift
    return turn


def _warped(pixels: Pixels, move: Matrix, size: tuple[int, int], lid: tuple[int, int, int]) -> Pixels:
    """Warp after softening to the new pixel size, as a sensor cell averages what falls on it."""
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.5 * float(1 / np.sqrt(abs(np.linalg.det(move[:2, :2])))))
    border = (float(lid[0]), float(lid[1]), float(lid[2]))
    return np.asarray(cv2.warpAffine(soft, move[:2], size, flags=cv2.INTER_LINEAR, borderValue=border), np.uint8)


def _perspective(size: tuple[int, int], look: PhotoLook, rng: np.random.Generator) -> Matrix:
    width, height = look.size
    scale = min(width * (1 - 2 * look.margin) / size[0], height * (1 - 2 * look.margin) / size[1])
    half = np.array([size[0] * scale / 2, size[1] * scale / 2])
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64)
    jitter = rng.uniform(-look.tilt, look.tilt, (4, 2)) * half * 2
    corners = np.array([width / 2, height / 2]) + signs * half + jitter
    start = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(start, corners.astype(np.float32)), np.float64)


def _grain(rng: np.random.Generator, size: tuple[int, int], level: float) -> Planes:
    """Sensor noise, a little smeared as every camera and scanner does."""
    rough = rng.standard_normal((size[1], size[0]), np.float32)
    return np.asarray(cv2.GaussianBlur(rough, (0, 0), 0.6) * level * 1.6, np.float32)


def _specks(plane: Planes, look: ScanLook, rng: np.random.Generator) -> Planes:
    for _ in range(look.specks):
        x, y = int(rng.integers(plane.shape[1])), int(rng.integers(plane.shape[0]))
        shade = float(rng.uniform(60, 170))
        axes = (int(rng.integers(1, 3)), int(rng.integers(1, 2 + look.dpi // 100)))
        cv2.ellipse(plane, (x, y), axes, float(rng.uniform(0, 180)), 0, 360, (shade, shade, shade), -1, cv2.LINE_AA)
    return plane


def _staple_shadow(size: tuple[int, int], dpi: int) -> Planes:
    shadow = np.ones((size[1], size[0]), np.float32)
    unit = dpi / 25.4
    start, end = (round(7 * unit), round(14 * unit)), (round(14 * unit), round(7.5 * unit))
    cv2.line(shadow, start, end, 0.35, max(1, round(0.7 * unit)), cv2.LINE_AA)
    cv2.line(shadow, (0, round(22 * unit)), (round(23 * unit), 0), 0.86, round(1.6 * unit), cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(shadow, (0, 0), unit * 0.25), np.float32)


def _light(look: PhotoLook, rng: np.random.Generator) -> Planes:
    """Brightness of each pixel: a slope across the photo and one soft shadow from an edge."""
    width, height = look.size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    slope = ((columns / width - 0.5) * np.cos(angle) + (rows / height - 0.5) * np.sin(angle)) / 1.2 + 0.5
    bright = 1.03 - look.light * np.clip(slope, 0, 1)
    centre = (rng.uniform(0.55, 1.05) * width, rng.uniform(0.6, 1.05) * height)
    reach = np.hypot((columns - centre[0]) / (0.42 * width), (rows - centre[1]) / (0.30 * height))
    return np.asarray(bright * (1 - look.shadow / (1 + np.exp((reach - 1) * 7))), np.float32)


def _table(look: PhotoLook, rng: np.random.Generator) -> Planes:
    """A table top with grain that runs along the photo."""
    width, height = look.size
    grain = rng.standard_normal((height // 2, 24), np.float32)
    streaks = cv2.GaussianBlur(
        cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC), (0, 0), sigmaX=9, sigmaY=1.2
    )
    spots = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), 1.2)
    shade = 1 + 0.10 * streaks + 0.05 * spots
    return np.asarray(np.array(look.table, np.float32) * shade[..., None], np.float32)


def _as_pixels(plane: npt.NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(plane), 0, 255), np.uint8)
