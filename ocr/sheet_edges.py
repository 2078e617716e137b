"""The edges of a sheet in a photo: long straight lines with paper on one side and something else on the other.

Colour alone fails on a white table or a cloth with white squares; the faint step at the edge of the paper is still
there. Rules and frames in print are no steps: paper lies on both sides of them.
"""

from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Corners
from ocr.pictures import Pixels

Plane = NDArray[np.float32]

#: How far from an edge, in pixels of the picture 640 long, its two sides are compared.
_REACH = 5.0
#: Least difference of colour (Lab, 0-255) between the two sides.
_STEP = 3.5
_SHORTEST = 24  # pixels of a piece of an edge
_STEEPEST = 25.0  # degrees that the sheet may be turned or tilted
#: Lines of each of the four sides that are tried together.
_CANDIDATES = 5
_WEAKEST_SIDE, _MEAN_SIDE = 0.5, 0.75


@dataclass(frozen=True)
class _Edge:
    """A straight line through the picture: a point on it, its direction, and how much of it is a step."""

    point: tuple[float, float]
    direction: tuple[float, float]
    strength: float


def without_print(small: Pixels) -> Pixels:
    """The picture with lines of text closed up, so that only paper and ground are left."""
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    return np.asarray(cv2.medianBlur(np.asarray(closed, np.uint8), 5), dtype=np.uint8)


def edge_support(smooth: Plane, corners: Corners) -> NDArray[np.float64]:
    """For each side of a quadrangle (clockwise from the top), the share of it along which it parts paper from ground.

    Args:
        smooth: Height x width x 3, Lab, without print (median filtered).
        corners: 4 x 2, clockwise from top left.
    """
    return np.array([_support(smooth, corners[side], corners[(side + 1) % 4]) for side in range(4)])


def _support(smooth: Plane, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """Going clockwise the paper lies to the right of the way from `start` to `end`."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    inward = np.array([-along[1], along[0]])
    points = start + np.linspace(0.04, 0.96, 60)[:, None] * (end - start)
    height, width = smooth.shape[:2]
    outside, inside = points - _REACH * inward, points + _REACH * inward
    seen = np.ones(len(points), dtype=np.bool_)
    for side in (outside, inside):
        seen &= (side >= 0).all(axis=1) & (side[:, 0] < width - 1) & (side[:, 1] < height - 1)
    if seen.sum() < 20:
        return 0.0
    paper, ground = _at(smooth, inside[seen]), _at(smooth, outside[seen])
    difference = paper - ground
    # paper is seldom darker than what it lies on; ornaments and pictures on it are
    stepped = (np.linalg.norm(difference, axis=1) >= _STEP) & (difference[:, 0] > -2)
    return float(stepped.mean())


def _at(plane: Plane, points: NDArray[np.float64]) -> NDArray[np.float32]:
    columns, rows = points.round().astype(np.int64).T
    return np.asarray(plane[rows, columns], dtype=np.float32)


def corners_by_edges(bare: Pixels, smooth: Plane) -> Corners | None:
    """The corners of the sheet whose four edges stand out best, clockwise from top left; None where none do.

    Args:
        bare: Height x width x 3, RGB, about 640 pixels long, without print.
        smooth: The same in Lab.
    """
    sides = _edges_by_side(bare, smooth)
    best: tuple[float, Corners] | None = None
    area = smooth.shape[0] * smooth.shape[1]
    for top, right, bottom, left in product(*sides):
        corners = _meeting_points((left, top), (top, right), (right, bottom), (bottom, left))
        if corners is None or not _is_sheet_like(corners, area):
            continue
        support = edge_support(smooth, corners)
        if support.min() < _WEAKEST_SIDE or support.mean() < _MEAN_SIDE:
            continue
        # of two edges as clear the outer one: a shadow or a table in print lies within the sheet
        quality = float(support.mean()) + cv2.contourArea(corners.astype(np.float32)) / area
        if best is None or quality > best[0]:
            best = quality, corners
    return best[1] if best else None


def _edges_by_side(bare: Pixels, smooth: Plane) -> tuple[list[_Edge], list[_Edge], list[_Edge], list[_Edge]]:
    """The most likely top, right, bottom and left edges."""
    top, right, bottom, left = (list[_Edge]() for _ in range(4))
    for start, end in _long_lines(bare):
        level = abs(end[0] - start[0]) > abs(end[1] - start[1])
        way = (start, end) if (start < end if level else start[1] < end[1]) else (end, start)
        along = np.array(way)
        forwards, backwards = _support(smooth, along[0], along[1]), _support(smooth, along[1], along[0])
        pairs = ((top, forwards), (bottom, backwards)) if level else ((right, forwards), (left, backwards))
        length = float(np.linalg.norm(along[1] - along[0]))
        step = along[1] - along[0]
        for side, support in pairs:
            if support >= 0.5:
                edge = _Edge(way[0], (float(step[0]) / length, float(step[1]) / length), support * length)
                side.append(edge)
    top, right, bottom, left = (
        sorted(side, key=lambda edge: edge.strength, reverse=True)[:_CANDIDATES] for side in (top, right, bottom, left)
    )
    return top, right, bottom, left


Point = tuple[float, float]


def _long_lines(bare: Pixels) -> list[tuple[Point, Point]]:
    """Straight pieces of edges, those in line with each other joined, as pairs of end points."""
    pieces: list[NDArray[np.float64]] = []
    # an eighth of its usual step of the gradient: white paper on a white table
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 0.8, 0.6, 0.6)
    lab = cv2.cvtColor(bare, cv2.COLOR_RGB2LAB)
    for channel in range(3):
        found = detector.detect(np.ascontiguousarray(lab[:, :, channel]))[0]
        if found is not None:
            pieces += list(np.asarray(found, np.float64).reshape(-1, 2, 2))
    pieces = [piece for piece in pieces if np.linalg.norm(piece[1] - piece[0]) >= _SHORTEST and _is_level(piece)]
    pieces.sort(key=lambda piece: -float(np.linalg.norm(piece[1] - piece[0])))
    return [_ends(group) for group in _in_line(pieces[:150])]


def _is_level(piece: NDArray[np.float64]) -> bool:
    """Close to the horizontal or the vertical."""
    across, down = np.abs(piece[1] - piece[0])
    return float(np.degrees(np.arctan2(min(across, down), max(across, down)))) <= _STEEPEST


def _in_line(pieces: list[NDArray[np.float64]]) -> list[list[NDArray[np.float64]]]:
    groups: list[list[NDArray[np.float64]]] = []
    for piece in pieces:
        for group in groups:
            start, end = group[0]
            along = (end - start) / np.linalg.norm(end - start)
            normal = np.array([-along[1], along[0]])
            # both ends within reach of the longest piece, prolonged: a degree off at the far end of the picture
            away = np.abs((piece - start) @ normal)
            reach = 2.0 + 0.015 * np.abs((piece - start) @ along)
            if (away <= reach).all():
                group.append(piece)
                break
        else:
            groups.append([piece])
    return groups


def _ends(group: list[NDArray[np.float64]]) -> tuple[Point, Point]:
    """The ends of the straight line fitted to the pieces."""
    points = np.concatenate(group)
    weights = np.repeat([float(np.linalg.norm(piece[1] - piece[0])) for piece in group], 2)
    centre = np.average(points, axis=0, weights=weights)
    _, _, axes = np.linalg.svd((points - centre) * np.sqrt(weights)[:, None], full_matrices=False)
    along = (points - centre) @ axes[0]
    first, last = centre + along.min() * axes[0], centre + along.max() * axes[0]
    return (float(first[0]), float(first[1])), (float(last[0]), float(last[1]))


def _meeting_points(*pairs: tuple[_Edge, _Edge]) -> Corners | None:
    corners = []
    for first, second in pairs:
        matrix = np.array([first.direction, (-second.direction[0], -second.direction[1])]).T
        if abs(float(np.linalg.det(matrix))) < 0.5:
            return None
        distance = np.linalg.solve(matrix, np.array(second.point) - np.array(first.point))[0]
        corners.append(np.array(first.point) + distance * np.array(first.direction))
    return np.array(corners)


def _is_sheet_like(corners: Corners, area: float) -> bool:
    """Large enough, convex, opposite sides of like length."""
    contour = corners.astype(np.float32)
    if not cv2.isContourConvex(contour) or cv2.contourArea(contour) < 0.2 * area:
        return False
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return all(min(pair) > 0.65 * max(pair) for pair in ((edges[0], edges[2]), (edges[1], edges[3])))
