import math

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ocr.geometry import Transform, quarter_turn, scaling, shift, turn_about
from ocr.page import Rotation

sizes = st.tuples(st.integers(50, 4000), st.integers(50, 4000))
rotations: st.SearchStrategy[Rotation] = st.sampled_from([0, 90, 180, 270])
jitter = st.floats(-0.15, 0.15)


@st.composite
def straightenings(draw: st.DrawFn) -> tuple[Transform, tuple[int, int]]:
    """What happens to a photographed page: rectified, turned a little, scaled."""
    width, height = draw(sizes)
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float32)
    moved = corners + np.array([(draw(jitter), draw(jitter)) for _ in range(4)], dtype=np.float32)
    scale = np.array([width, height], dtype=np.float32)
    rectified = Transform.of(cv2.getPerspectiveTransform((moved * scale).astype(np.float32), corners * scale))
    turned = rectified.then(turn_about(draw(st.floats(-12, 12)), width / 2, height / 2))
    factor = draw(st.floats(0.2, 3))
    return turned.then(scaling(factor, factor)), (width, height)


@given(straightenings(), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_straightening_can_be_undone(case: tuple[Transform, tuple[int, int]], x: float, y: float) -> None:
    transform, (width, height) = case
    point = np.array([(x * width, y * height)])
    back = transform.inverse().points(transform.points(point))
    assert np.allclose(back, point, atol=0.01 * max(width, height) / 100)


@given(rotations, sizes, st.floats(0, 1), st.floats(0, 1))
def test_a_quarter_turn_moves_points_as_the_picture_turns(
    rotation: Rotation, size: tuple[int, int], x: float, y: float
) -> None:
    width, height = size
    pixels = np.zeros((7, 5), dtype=np.uint8)
    pixels[1, 3] = 255
    turned = np.rot90(pixels, -rotation // 90)
    (row,), (column,) = np.nonzero(turned)
    mapped = quarter_turn(rotation, 5, 7).points(np.array([(3.5, 1.5)]))[0]
    assert np.allclose(mapped, (column + 0.5, row + 0.5))
    turn = quarter_turn(rotation, width, height)
    assert np.allclose(turn.inverse().points(turn.points(np.array([(x, y)]))), [(x, y)], atol=1e-6)


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_then_applies_the_first_map_first(right: float, down: float) -> None:
    mapped = shift(right, down).then(scaling(2, 2)).points(np.array([(1.0, 1.0)]))[0]
    assert math.isclose(mapped[0], 2 * (1 + right), abs_tol=1e-6)
    assert math.isclose(mapped[1], 2 * (1 + down), abs_tol=1e-6)


@given(straightenings(), rotations)
def test_boxes_stay_on_the_page(case: tuple[Transform, tuple[int, int]], rotation: Rotation) -> None:
    transform, (width, height) = case
    to_page = transform.inverse().then(quarter_turn(rotation, width, height)).then(scaling(1 / width, 1 / height))
    box = to_page.box(10, 10, 40, 30)
    assert 0 <= box.left <= box.right <= 1
    assert 0 <= box.top <= box.bottom <= 1
