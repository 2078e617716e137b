"""What a blank form teaches: its print in order, and between the words the places that wait for a value."""

from dataclasses import dataclass
from typing import Literal

from intake_ai.extraction.lexicon import ValueForm
from intake_ai.terms import FieldKind
from ocr.page import Box

Shape = Literal["line", "space", "box"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed word, or a tick box. `key` is what it is compared by (`keys.key_of`)."""

    text: str
    key: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the blank form; `page` counts from 0."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class TemplateBlank:
    """Something to fill in.

    Attributes:
        label: As printed, without footnote marks; of a tick box the words of the choice.
        kind: Of the value that belongs there.
        form: How such a value is read.
        role: Whose value, where the form tells.
        shape: A leader, white space behind a label, or a tick box.
        first, last: A value stands ahead of the anchors of these places; they differ where printed words part its
            pieces ("ngày ... tháng ... năm ..."). Of a tick box: its own anchor.
        places: Where it is to be written.
        is_optional: The form says that it may stay empty, or it is one of several to choose from.
        group: Of a tick box: the label of what is chosen.
    """

    label: str
    kind: FieldKind
    form: ValueForm
    role: str | None
    shape: Shape
    first: int
    last: int
    places: tuple[Place, ...]
    is_optional: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """Where somebody signs: the words that say so, and the empty place under them."""

    role: str
    place: Place


@dataclass(frozen=True)
class Template:
    """A blank form as read.

    Attributes:
        name: Its title as printed.
        form_number: "CT01", "Mẫu số 02"; empty where none is printed.
        form_source: The regulation that it was issued with, as printed; empty where none is.
        pages: How many it has.
        anchors: In reading order over all pages.
        blanks: In the order of their places.
    """

    name: str
    form_number: str
    form_source: str
    pages: int
    anchors: tuple[Anchor, ...]
    blanks: tuple[TemplateBlank, ...]
    signing: tuple[SigningPlace, ...] = ()
