"""What a row tells of its paper: type, words to know it by, form, age, seal, and whether data replace it."""

import re
from typing import Literal

from classifiers.papers import PaperType
from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.rows import RowText

_COARSE = frozenset({PaperType.DECISION, PaperType.CONTRACT, PaperType.OTHER, PaperType.DRAWING, PaperType.DEGREE})
_IDENTITY = (PaperType.IDENTITY_CARD, PaperType.PASSPORT)
_NAME_END = re.compile(
    r"[(;:.]|\b(?:theo (?:mau|quy dinh|phu luc)|doi voi|truong hop|quy dinh tai|ban hanh|trong do|neu|hoac)\b"
)
_KEYWORD_SYLLABLES = (2, 6)


def types_of(text: RowText, several: bool) -> tuple[PaperType, ...]:
    """The type that the row names first, or with `several` alternatives all that it names, in their order."""
    name = text.plain_name
    named = [(hit.start(), type_) for type_, pattern in grammar().paper_names.items() if (hit := pattern.search(name))]
    ordered = [type_ for _, type_ in sorted(named, key=lambda entry: entry[0])]
    if not ordered:
        return (PaperType.OTHER,)
    if set(ordered[:2]) == set(_IDENTITY):
        return tuple(ordered[:2]) if not several else tuple(ordered)
    return tuple(ordered) if several else (ordered[0],)


def keywords_of(text: RowText, types: tuple[PaperType, ...], options: tuple[str, ...]) -> tuple[str, ...]:
    """The names by which a paper of a coarse type is told from others of that type."""
    if not _COARSE.intersection(types):
        return ()
    names = options or (text.name,)
    words = (short_name(name, _KEYWORD_SYLLABLES[1]) for name in names)
    return tuple(dict.fromkeys(word for word in words if len(syllables(word)) >= _KEYWORD_SYLLABLES[0]))


def short_name(name: str, longest: int) -> str:
    """The paper's name up to its first condition or reference, of at most `longest` syllables, lower case."""
    end = _NAME_END.search(plain(name))
    return " ".join(syllables(name[: end.start()] if end and end.start() else name)[:longest])


def form_number_of(text: RowText) -> str:
    """The number of the form as the row writes it ("CT01", "Mẫu số 02"), empty where none."""
    match = grammar().single["form_number"].search(text.plain)
    return text.written[match.start() : match.end()] if match else ""


def validity_months_of(text: RowText) -> int | None:
    """How old the paper may be, where the row says so."""
    for pattern in grammar().lists["validity"]:
        if match := pattern.search(text.plain):
            months = int(match["number"]) * (12 if match["unit"] == "nam" else 1)
            return months or None
    return None


def must_be_signed(text: RowText) -> bool:
    return bool(grammar().single["signed"].search(text.plain))


def must_be_stamped(text: RowText) -> bool:
    return bool(grammar().single["stamped"].search(text.plain))


def available_in(types: tuple[PaperType, ...], present_only: bool) -> Literal["database"] | None:
    """Identity papers that are only shown: the population database has their data.

    The authority must use data of connected databases in place of papers and may not ask for them (NĐ 118/2025
    Art. 4 clause 2a as amended by NĐ 309/2026).
    """
    return "database" if present_only and bool(set(types) & set(_IDENTITY)) else None
