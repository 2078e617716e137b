"""Originals, certified copies and photocopies as the row's words ask for them, and whether the counts agree."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.rows import Finding, RowText, shortened
from intake_ai.catalogue.models import Copies, Requirement

_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_FORMS = ("originals", "certified", "photocopies", "electronic")


def copies_of(row: Requirement, text: RowText) -> Finding[Copies | None]:
    """What the words before the paper's name, in parentheses or at the end say of the form to hand in."""
    for zone in _zones(row.name, text):
        stated = _stated(plain(zone))
        if stated is not None:
            return Finding(replace(stated, contradiction=_contradiction(row, stated)), shortened(zone))
    return Finding(None)


def _zones(name: str, text: RowText) -> list[str]:
    """Where the form of the paper itself is told; elsewhere it may be that of another paper."""
    lead = name[: len(name) - len(text.name)]
    hits = grammar().single["copies_zone"].finditer(text.plain_name)
    told = (hit for hit in hits if not grammar().single["copies_not_own"].search(hit.group()))
    return [lead, *(text.name[hit.start() : hit.end()] for hit in sorted(told, key=_is_parenthesis))]


def _is_parenthesis(hit: re.Match[str]) -> bool:
    return hit.group().startswith("(")


def _stated(zone: str) -> Copies | None:
    counted: dict[str, int] = {}
    hits = list(grammar().single["copies_mention"].finditer(zone))
    for hit in hits:
        form = next(name for name in (*_FORMS, "to_compare") if hit[name] is not None)
        counted.setdefault(form, _number(hit))
    to_compare = counted.pop("to_compare", 0) > 0
    if not counted:
        return None
    beside = [zone[one.end() : other.start()] for one, other in pairwise(hits)]
    added = any(grammar().single["copies_and"].search(words) for words in beside)
    return Copies(
        originals=counted.get("originals", 0),
        certified=counted.get("certified", 0),
        photocopies=counted.get("photocopies", 0),
        electronic=counted.get("electronic", 0),
        any_of=len(counted) > 1 and not added,
        to_compare=to_compare,
    )


def _number(hit: re.Match[str]) -> int:
    if hit["number"]:
        return max(1, int(hit["number"]))
    return _NUMBERS.get(hit["word"] or "", 1)


def _contradiction(row: Requirement, stated: Copies) -> Literal["", "form", "number"]:
    """Counts of 0 and 0 stand in for "not counted", so they contradict nothing."""
    copies = stated.certified + stated.photocopies
    if row.originals == row.copies == 0 or (stated.electronic and not stated.any_of):
        return ""
    if stated.any_of or stated.to_compare:
        return "" if _fits_one(row, stated, copies) else "form"
    if bool(row.originals) != bool(stated.originals) or bool(row.copies) != bool(copies):
        return "form"
    return "" if (row.originals, row.copies) == (stated.originals, copies) else "number"


def _fits_one(row: Requirement, stated: Copies, copies: int) -> bool:
    """Any form named, or both counted beside each other, is a fair count of a choice between them."""
    originals_named = bool(stated.originals) or stated.to_compare or bool(stated.electronic)
    return (not row.originals or originals_named) and (not row.copies or copies > 0 or bool(stated.electronic))
