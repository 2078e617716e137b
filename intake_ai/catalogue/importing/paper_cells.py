"""Papers that somebody wrote into one cell, parted again."""

import re

from intake_ai.catalogue.importing.text import one_line

_MARK = r"(?:[-–—+*•●▪◦]|\d{1,2}[.)]|\(?[a-zđ]\)|[ivx]{1,4}[.)])"
_BEGINS = re.compile(rf"\s*{_MARK}\s*(?=\S)")
_MARKED_INSIDE = re.compile(r"(?<=[;.,:])\s*[-–+•]\s+(?=\S)|\s+[-–+•]\s+(?=[A-ZĐÂÊÔƠƯĂ])")
_SEMICOLON = re.compile(r";\s+(?=\S)|;\s*$")
_MARKED = re.compile(rf"\s*{_MARK}\s*")
_BULLET = re.compile(r"^\s*[-–—+*•●▪◦]\s*")


def papers_of(cell: str, *, alone: bool = True) -> list[str]:
    """The papers named in a cell, one a line, each behind a dash or number, or parted by semicolons.

    A line without a mark among marked ones goes on with the one before it. Semicolons part papers only where a capital
    follows each of them: "của Ủy ban nhân dân; tập đoàn; Bộ" names those who issue one paper.

    Args:
        alone: It is the only cell of its procedure; where papers have a row each, only marked lines are parted.
    """
    lines = [line for line in cell.splitlines() if line.strip()]
    marked = [bool(_BEGINS.match(line)) for line in lines]
    if not alone and sum(marked) < 2:
        return [paper] if (paper := _named(" ".join(lines))) else []
    if len(lines) > 1:
        joined = _joined(lines, marked) if any(marked[1:]) else lines
        return [paper for line in joined if (paper := _named(line))]
    if lines and _BULLET.match(lines[0]):
        parts = _MARKED_INSIDE.split(_BULLET.sub("", lines[0]))
        if len(parts) > 1:
            return [paper for part in parts if (paper := _named(part))]
    parts = [part for part in _SEMICOLON.split(lines[0] if lines else "") if part.strip()]
    parts = parts if all(map(_starts, parts)) else lines
    return [paper for part in parts if (paper := _named(part))]


def _starts(part: str) -> bool:
    """Whether it starts like the name of a paper: with a capital or a figure, behind a mark or not."""
    words = _MARKED.sub("", part, count=1).strip(' (“"')
    return words[:1].isupper() or words[:1].isdigit()


def _joined(lines: list[str], marked: list[bool]) -> list[str]:
    joined: list[str] = []
    for line, begins in zip(lines, marked, strict=True):
        if begins or not joined or joined[-1].rstrip().endswith(":"):
            joined.append(line)
        else:
            joined[-1] = f"{joined[-1]} {line}"
    return joined


def _named(part: str) -> str:
    """The paper without its bullet and the semicolon behind it; numbers stay, other rows may refer to them."""
    return one_line(part).rstrip(" ;,")
