"""Phone photos of flat pages, for measuring: hard table tops, strong shadow, fingers, a curled edge, a tight frame."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from classifiers.synthetic.seeds import noise_source

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]
Table = Callable[[tuple[int, int], np.random.Generator], Plane]


@dataclass(frozen=True)
class Scene:
    """A phone held over a sheet.

    Attributes:
        table: Draws what the sheet lies on, height x width x 3.
        long_side: Of the photo in pixels.
        tilt: How far each corner lies from the rectangle, as a fraction of half the sheet's side.
        margin: Part of the photo that is table, on each side; below 0 the sheet reaches beyond the frame.
        turn: Degrees clockwise by which the sheet is turned on the table.
        slope: Loss of light across the photo, 0-1.
        shadow: Strength 0-1 of a soft shadow over a part of the sheet.
        blur: Sigma in pixels.
        noise: Standard deviation in grey levels.
        curl: How far the middle of the right edge bulges, as a fraction of the height.
        fingers: A thumb holds the sheet at its left edge.
        edge_shadow: Strength 0-1 of the shadow that the sheet's own edge throws.
    """

    table: Table
    long_side: int = 2800
    tilt: float = 0.05
    margin: float = 0.06
    turn: float = 0.0
    slope: float = 0.25
    shadow: float = 0.2
    blur: float = 0.8
    noise: float = 3.0
    curl: float = 0.0
    fingers: bool = False
    edge_shadow: float = 0.35


def plain(colour: tuple[int, int, int], rough: float = 0.03) -> Table:
    """A table top of one colour with some grain."""

    def draw(size: tuple[int, int], rng: np.random.Generator) -> Plane:
        spots = cv2.GaussianBlur(rng.standard_normal((size[1], size[0])).astype(np.float32), (0, 0), 1.5)
        return np.asarray(np.array(colour, np.float32) * (1 + 2 * rough * spots)[..., None], np.float32)

    return draw


def wood(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Planks with grain, dark joints between them."""
    height = size[1]
    grain = cv2.resize(rng.standard_normal((height // 3, 30)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    shade = 1 + 0.18 * cv2.GaussianBlur(grain, (0, 0), sigmaX=12, sigmaY=2)
    for joint in range(height // 9, height, height // 4):
        shade[joint : joint + 6] *= 0.45
    return np.asarray(np.array((176, 132, 88), np.float32) * shade[..., None], np.float32)


def cloth(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """A checked tablecloth, half of its squares nearly white."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    square = size[0] / 11
    bands = ((rows // square) % 2 + (columns // square) % 2)[..., None] / 2
    light, dark = np.array((236, 232, 226), np.float32), np.array((150, 60, 66), np.float32)
    weave = 1 + 0.05 * rng.standard_normal((size[1], size[0], 1)).astype(np.float32)
    return np.asarray((light * (1 - bands) + dark * bands) * weave, np.float32)


SCENES: Mapping[str, Scene] = {
    "brown table": Scene(plain((116, 84, 58))),
    "wood": Scene(wood, turn=3.0),
    "checked cloth": Scene(cloth),
    "white table": Scene(plain((226, 226, 222), 0.008), edge_shadow=0.3),
    "grey table": Scene(plain((150, 152, 156), 0.02), turn=-4.0),
    "black table": Scene(plain((28, 28, 30))),
    "strong shadow": Scene(plain((104, 110, 118)), shadow=0.55, slope=0.35),
    "fingers": Scene(plain((90, 110, 96)), fingers=True),
    "fills the frame": Scene(plain((116, 84, 58)), margin=-0.01, tilt=0.015),
    "curled edge": Scene(plain((84, 72, 60)), curl=0.012),
    "strong tilt": Scene(plain((70, 90, 120)), tilt=0.10, turn=6.0),
}


def photograph(flat: Pixels, scene: Scene, seed: str) -> tuple[Pixels, NDArray[np.float64]]:
    """A photo of a flat page, height x width x 3, RGB, and the four corners of the sheet in it (before any curl)."""
    rng = noise_source("photograph", seed)
    height, width = flat.shape[:2]
    size = _frame(width, height, scene.long_side)
    corners = _corners(width, height, size, scene, rng)
    start = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    move = cv2.getPerspectiveTransform(start, corners.astype(np.float32))
    page = _curled(flat, scene.curl)
    soft = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.4 * width / np.linalg.norm(corners[1] - corners[0])))
    sheet = cv2.warpPerspective(soft, move, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    covered = _curled(np.full((height, width, 3), 255, np.uint8), scene.curl, outside=0)
    cover = cv2.warpPerspective(covered, move, size).astype(np.float32) / 255
    shade = 1 - scene.edge_shadow * cv2.GaussianBlur(np.roll(cover, (9, 11), (0, 1)), (0, 0), 9)
    lit = sheet * 0.94 * cover + scene.table(size, rng) * shade * (1 - cover)
    plane = np.asarray(lit, np.float32)
    if scene.fingers:
        plane = _with_thumb(plane, corners)
    soft_plane = cv2.GaussianBlur(plane * _light(size, scene, rng)[..., None], (0, 0), scene.blur)
    grain = cv2.GaussianBlur(rng.standard_normal((size[1], size[0])).astype(np.float32), (0, 0), 0.6)
    pixels = np.clip(soft_plane + 1.6 * scene.noise * grain[..., None], 0, 255).astype(np.uint8)
    return _through_jpeg(pixels), corners


def _frame(width: int, height: int, long_side: int) -> tuple[int, int]:
    short_side = round(long_side * 3 / 4)
    return (short_side, long_side) if height >= width else (long_side, short_side)


def _corners(
    width: int, height: int, size: tuple[int, int], scene: Scene, rng: np.random.Generator
) -> NDArray[np.float64]:
    scale = min(size[0] * (1 - 2 * scene.margin) / width, size[1] * (1 - 2 * scene.margin) / height)
    half = np.array([width * scale / 2, height * scale / 2])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners += rng.uniform(-scene.tilt, scene.tilt, (4, 2)) * half
    angle = np.deg2rad(scene.turn + rng.uniform(-1.5, 1.5))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    placed = corners @ turn
    if scene.margin > 0:  # turned or tilted, it must still lie within the frame
        reach = np.abs(placed).max(axis=0) / (np.array(size) / 2 - 8)
        placed /= max(1.0, float(reach.max()))
    return np.asarray(placed + np.array(size) / 2, np.float64)


def _curled(page: Pixels, curl: float, outside: int | None = None) -> Pixels:
    """The right fifth of the sheet lifts: lines bend upwards there."""
    if not curl:
        return page
    height, width = page.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    lift = curl * height * np.clip((columns / width - 0.8) / 0.2, 0, 1) ** 2
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    return np.asarray(cv2.remap(page, columns, rows + lift.astype(np.float32), cv2.INTER_LINEAR, borderMode=border))


def _with_thumb(plane: Plane, corners: NDArray[np.float64]) -> Plane:
    across = float(np.linalg.norm(corners[1] - corners[0]))
    place = corners[0] * 0.35 + corners[3] * 0.65
    centre, axes = (round(place[0] - 0.02 * across), round(place[1])), (round(0.09 * across), round(0.045 * across))
    mask = np.zeros(plane.shape[:2], np.uint8)
    cv2.ellipse(mask, centre, axes, 8, 0, 360, 255, -1, cv2.LINE_AA)
    cover = cv2.GaussianBlur(mask, (0, 0), 2).astype(np.float32)[..., None] / 255
    return np.asarray(plane * (1 - cover) + np.array((206, 158, 132), np.float32) * cover, np.float32)


def _light(size: tuple[int, int], scene: Scene, rng: np.random.Generator) -> Plane:
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    ramp = ((columns / width - 0.5) * np.cos(angle) + (rows / height - 0.5) * np.sin(angle)) / 1.2 + 0.5
    centre = rng.uniform(0.4, 1.0) * width, rng.uniform(0.4, 1.0) * height
    reach = np.hypot((columns - centre[0]) / (0.45 * width), (rows - centre[1]) / (0.32 * height))
    dimmed = 1 - scene.shadow / (1 + np.exp((reach - 1) * 9))
    return np.asarray((1.03 - scene.slope * np.clip(ramp, 0, 1)) * dimmed, np.float32)


def _through_jpeg(pixels: Pixels) -> Pixels:
    _, coded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 82])
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("a photo could not be written as JPEG")
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
