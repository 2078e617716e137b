"""A label of a form and the words that belong to it."""

from dataclasses import dataclass, field

from intake_ai.extraction.lexicon import Label
from intake_ai.extraction.runs import Run
from intake_ai.extraction.sentences import Part
from ocr.page import Box


@dataclass
class Pair:
    """A label and the words of its value; `label` is None where the words of the label are unknown.

    Attributes:
        printed: The label as printed; empty for words that belong to no label.
        lines: Indices of the lines that it stands on.
        closed: Nothing more can follow: the line ended with leader dots.
        role: Of the person that it is about, where a table's heading tells.
        place: Of the label on the page; None for words that belong to no label.
        note: What stands in brackets between the label and its value: "(nếu có)".
        part: The value, where it was read together with the words of a sentence that lead to it.
    """

    printed: str
    label: Label | None
    value: Run
    lines: list[int] = field(default_factory=list)
    closed: bool = False
    role: str | None = None
    place: Box | None = None
    note: str = ""
    part: Part | None = None
