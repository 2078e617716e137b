"""The kinds of work that a dossier is cut into, and which goes before which.

They follow from the stages of `intake_ai.pipeline`: what stands per file or page is a piece of work for each, and all
stages after reading are one, for they take the dossier as a whole.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["open", "glance", "look", "read", "check"]
WorkState = Literal["waiting", "running", "done", "set_aside", "cancelled"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Course:
    """How a kind of work is treated.

    Attributes:
        rank: Within a queue, 0 first. Somebody waits for the first look, so what leads to it goes before all reading,
            of whatever dossier; and what ends a dossier goes before the pages of the next one.
        seconds: That one try may take before it is ended, beyond the limits that the sandbox sets itself.
    """

    rank: int
    seconds: float


COURSES: dict[Kind, Course] = {
    "open": Course(0, 180.0),
    "look": Course(1, 180.0),
    "glance": Course(2, 180.0),
    "check": Course(3, 600.0),
    "read": Course(4, 240.0),
}
