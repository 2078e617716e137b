"""Projective maps between the picture as stored and the picture as read, all of them invertible."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Rotation

Corners = NDArray[np.float64]


@dataclass(frozen=True)
class Transform:
    """A projective map of the plane, as its 3 x 3 matrix (row by row) on homogeneous coordinates."""

    rows: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

    @staticmethod
    def of(matrix: NDArray[np.floating]) -> "Transform":
        scaled = matrix / matrix[2, 2]
        first, second, third = ((float(row[0]), float(row[1]), float(row[2])) for row in scaled)
        return Transform((first, second, third))

    @property
    def matrix(self) -> NDArray[np.float64]:
        return np.array(self.rows, dtype=np.float64)

    def then(self, following: "Transform") -> "Transform":
        """This map first, `following` after it."""
        return Transform.of(following.matrix @ self.matrix)

    def inverse(self) -> "Transform":
        return Transform.of(np.linalg.inv(self.matrix))

    def points(self, points: Corners) -> Corners:
        """Maps an n x 2 array of points."""
        mapped = np.column_stack([points, np.ones(len(points))]) @ self.matrix.T
        result: Corners = mapped[:, :2] / mapped[:, 2:3]
        return result

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright rectangle around the mapped rectangle, cut to the unit square."""
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
        mapped = np.clip(self.points(corners), 0.0, 1.0)
        low, high = mapped.min(axis=0), mapped.max(axis=0)
        return Box(*(round(float(value), 5) for value in (low[0], low[1], high[0], high[1])))


IDENTITY = Transform(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))


def scaling(horizontal: float, vertical: float) -> Transform:
    return Transform(((horizontal, 0.0, 0.0), (0.0, vertical, 0.0), (0.0, 0.0, 1.0)))


def shift(right: float, down: float) -> Transform:
    return Transform(((1.0, 0.0, right), (0.0, 1.0, down), (0.0, 0.0, 1.0)))


def turn_about(degrees: float, x: float, y: float) -> Transform:
    """Turns by `degrees` clockwise (as seen, with the vertical axis pointing down) about a point."""
    angle = np.deg2rad(degrees)
    cosine, sine = float(np.cos(angle)), float(np.sin(angle))
    turn = Transform(((cosine, -sine, 0.0), (sine, cosine, 0.0), (0.0, 0.0, 1.0)))
    return shift(-x, -y).then(turn).then(shift(x, y))


def quarter_turn(rotation: Rotation, width: float, height: float) -> Transform:
    """Maps points of a `width` x `height` picture to where they lie after turning it clockwise by `rotation`."""
    maps: dict[int, Transform] = {
        0: IDENTITY,
        90: Transform(((0.0, -1.0, height), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))),
        180: Transform(((-1.0, 0.0, width), (0.0, -1.0, height), (0.0, 0.0, 1.0))),
        270: Transform(((0.0, 1.0, 0.0), (-1.0, 0.0, width), (0.0, 0.0, 1.0))),
    }
    return maps[rotation]
