"""Rows between the procedures of a list that name the field of those below them: "II. Lĩnh vực đất đai"."""

import re

from classifiers.vietnamese import fold
from intake_ai.catalogue.importing.columns import Header
from intake_ai.catalogue.importing.sheet import SheetRow
from intake_ai.catalogue.importing.text import code as as_code
from intake_ai.catalogue.importing.text import one_line

_ORDER = re.compile(r"\s*(?:[IVXLC]+|[A-Z]\s*[.)/:-].*|[IVXLC]+\s*[.)/:-].*)\s*", re.IGNORECASE)
_FIELD_NAMED = re.compile(
    r"\s*(?:(?:[ivxlc]+|[a-z]|\d+)\s*[.)/:-]+\s*)?"
    r"(?:(?:cac |danh muc )?(?:thu tuc(?: hanh chinh)?|tthc) (?:(?:thuoc|trong) )?)?linh vuc"
)
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ]|\d+)\s*[.)/:-]+\s*")
_FIELD = re.compile(r"^\s*l[ĩi]nh v[ựu]c\s*:?\s*", re.IGNORECASE)
_COUNTED = re.compile(r"\s*\(?\s*\d+\s*(?:tthc|thủ tục)[^)]*\)?\s*$", re.IGNORECASE)


def is_title(row: SheetRow, header: Header, *, within: bool = False) -> bool:
    """Whether the row names a field.

    Args:
        within: A procedure stands above, whose papers may have rows of their own: "a) | | | Tờ khai".
    """
    texts = list(dict.fromkeys(filter(None, row.cells)))
    leading = any(row.cell(header.column(name)) for name in ("order", "code", "name"))
    if not leading or len(texts) > 2 or as_code(row.cell(header.column("code")))[:1].isdigit():
        return False
    if within and _is_paper(row, header):
        return False
    return bool(_ORDER.fullmatch(fold(texts[0])) or _FIELD_NAMED.match(fold(texts[-1])))


def field_of(row: SheetRow) -> str:
    """The field without its number, the word for it and how many procedures it has."""
    text = max(row.cells, key=len)
    return one_line(_COUNTED.sub("", _FIELD.sub("", _NUMBERING.sub("", text))))


def _is_paper(row: SheetRow, header: Header) -> bool:
    """Text in the column of papers, none of its own in those of code and name."""
    own = {name: column for name, column in header.columns.items() if column not in row.covered and row.cell(column)}
    return "papers" in own and not {"code", "name"} & set(own)
