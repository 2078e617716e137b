"""Two identity cards on one sheet, as copiers save paper."""

import random
from collections.abc import Sequence

from classifiers.synthetic.cards import CardFace, card_faces
from classifiers.synthetic.people import Person
from classifiers.synthetic.sheet import A4, Mark, Sheet, moved


def shared_cards(persons: Sequence[Person], rng: random.Random) -> tuple[Sheet, ...]:
    """Both sides of two cards on one sheet in two columns, or the fronts on one sheet and the backs on the next."""
    faces = [card_faces(person) for person in persons]
    if rng.random() < 0.5:
        return (_sheet([faces[0][0], faces[1][0], faces[0][1], faces[1][1]], rng),)
    return (_sheet([pair[0] for pair in faces], rng), _sheet([pair[1] for pair in faces], rng))


def _sheet(faces: Sequence[CardFace], rng: random.Random) -> Sheet:
    """Two faces stand one above the other, four in two columns."""
    marks: list[Mark] = []
    columns = 2 if len(faces) > 2 else 1
    for place, face in enumerate(faces):
        column, row = place % columns, place // columns
        width = A4[0] / columns
        left = column * width + (width - face.size[0]) / 2 + rng.uniform(-1.5, 1.5)
        marks += [moved(mark, left, 34.0 + 82.0 * row + rng.uniform(-4, 4)) for mark in face.marks]
    return Sheet(A4, tuple(marks))
