"""Page readings as JSON and back: the form in which they are cached and in which the sandbox answers."""

from collections.abc import Mapping
from typing import Any

from ocr.page import Box, Code, Line, MachineReadableZone, Mark, PageReading, Word

Json = dict[str, Any]


def encode(reading: PageReading) -> Json:
    """A reading as plain JSON values; `decode` gives an equal reading back."""
    return {
        "rotation": reading.rotation,
        "width": reading.width,
        "height": reading.height,
        "source": reading.source,
        "blank": reading.blank,
        "lines": [[line.block, [_word(word) for word in line.words]] for line in reading.lines],
        "codes": [[code.symbology, code.text, _box(code.box)] for code in reading.codes],
        "mrz": _zone(reading.mrz) if reading.mrz else None,
        "marks": [[mark.kind, _box(mark.box), mark.confidence, mark.detail] for mark in reading.marks],
        "legible": reading.legible,
        "problems": list(reading.problems),
        "handwriting": reading.handwriting,
        "engine": reading.engine,
    }


def decode(value: Mapping[str, Any]) -> PageReading:
    """The reading that `encode` wrote.

    Raises:
        KeyError, TypeError, ValueError: The value is not such a reading.
    """
    return PageReading(
        rotation=value["rotation"],
        width=value["width"],
        height=value["height"],
        source=value["source"],
        blank=value["blank"],
        lines=tuple(
            Line(tuple(Word(text, Box(*box), *rest) for text, box, *rest in words), block)
            for block, words in value["lines"]
        ),
        codes=tuple(Code(symbology, text, Box(*box)) for symbology, text, box in value["codes"]),
        mrz=_read_zone(value["mrz"]) if value["mrz"] else None,
        marks=tuple(Mark(kind, Box(*box), *certainty) for kind, box, *certainty in value["marks"]),
        legible=value["legible"],
        problems=tuple(value["problems"]),
        handwriting=value["handwriting"],
        engine=value["engine"],
    )


def _word(word: Word) -> list[Any]:
    """The text before repair stands last, in the few words that have it."""
    return [word.text, _box(word.box), word.confidence, *([] if word.raw is None else [word.raw])]


def _box(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


def _zone(zone: MachineReadableZone) -> Json:
    return {"format": zone.format, "lines": list(zone.lines), "box": _box(zone.box), "valid": zone.valid}


def _read_zone(value: Mapping[str, Any]) -> MachineReadableZone:
    return MachineReadableZone(value["format"], tuple(value["lines"]), Box(*value["box"]), value["valid"])
