"""What a sheet between two dossiers says, as the text of its QR code.

``INTAKE-AI:1:P1.001193:UBULK:N0007``: version, procedure (P), queue (U) and number of the sheet (N), of which only the
first is always there. Capital letters, digits, points, dashes and colons alone, so that the code stays coarse and is
read from a faint scan too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ocr.page_codes import PageCode

SheetPriority = Literal["counter", "bulk"]
_CODE = re.compile(
    r"INTAKE-AI:1(?::P(?P<procedure>[A-Z0-9][A-Z0-9.-]{0,63}))?(?::U(?P<priority>COUNTER|BULK))?(?::N(?P<number>\d{1,9}))?"
)
_PATCHES = frozenset({"2", "T", "3"})
"""Document separators as scanners know them; T upside down is 3."""
_PRIORITIES: dict[str, SheetPriority] = {"COUNTER": "counter", "BULK": "bulk"}


@dataclass(frozen=True, slots=True)
class Separator:
    """A sheet that says: a dossier begins behind me.

    Attributes:
        procedure: Code that the dossier is for; None lets the pages tell.
        priority: Queue of its work; None leaves it to the door that it comes in by.
        number: Of the sheet, for people who count them.
    """

    procedure: str | None = None
    priority: SheetPriority | None = None
    number: int | None = None

    def code(self) -> str:
        """The text of its QR code."""
        parts = ["INTAKE-AI:1"]
        if self.procedure:
            parts.append(f"P{self.procedure.upper()}")
        if self.priority:
            parts.append(f"U{self.priority.upper()}")
        if self.number is not None:
            parts.append(f"N{self.number:04d}")
        return ":".join(parts)


def separator_of(codes: Iterable[PageCode]) -> Separator | None:
    """What the codes on a page say, None where it is an ordinary page; a code of ours tells more than a patch."""
    found = None
    for code in codes:
        if code.symbology == "patch":
            found = found or (Separator() if code.text in _PATCHES else None)
        elif said := _CODE.fullmatch(code.text.strip()):
            number = said["number"]
            return Separator(
                said["procedure"], _PRIORITIES.get(said["priority"] or ""), int(number) if number else None
            )
    return found
