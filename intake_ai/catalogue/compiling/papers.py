"""What a row tells of its paper: type, words to know it by, form, age, seal, and whether data replace it."""

import re
from typing import Literal

from classifiers.papers import PaperType
from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.rows import RowText, row_text

_COARSE = frozenset({PaperType.DECISION, PaperType.CONTRACT, PaperType.OTHER, PaperType.DRAWING, PaperType.DEGREE})
_IDENTITY = (PaperType.IDENTITY_CARD, PaperType.PASSPORT)
_NAME_END = re.compile(
    r"[(;:.]|\b(?:theo (?:mau|quy dinh|phu luc)|doi voi|truong hop|quy dinh tai|ban hanh|trong do|neu|hoac)\b"
)
_HEAD_LETTERS = 16  # what a paper is stands at the beginning of its name, behind a word such as "các" or "bản gốc"
_TYPE_LETTERS = 80
_KEYWORD_SYLLABLES = (2, 6)


def types_of(text: RowText, options: tuple[str, ...], about_land: bool) -> tuple[PaperType, ...]:
    """The type that the row's name begins with, or the types of its alternatives, in their order.

    Args:
        about_land: The procedure is on land: a "Giấy chứng nhận" without more is the land-use certificate.
    """
    rules = grammar().single
    if about_land and rules["bare_certificate"].search(text.plain_asked):
        return (PaperType.LAND_USE_CERTIFICATE,)
    telling = [name for option in options if not rules["vague_paper"].search(name := row_text(option).plain_name)]
    types = dict.fromkeys(type_ for name in telling or [text.plain_asked] for type_ in _named_first(name))
    if set(_IDENTITY) & set(types):
        types.pop(PaperType.OTHER, None)
    return tuple(types)


def _named_first(name: str) -> list[PaperType]:
    """The type whose phrase stands first, if it stands at the beginning; both kinds of identity paper if together."""
    head = name[:_TYPE_LETTERS]
    hits = [(hit.start(), type_) for type_, pattern in grammar().paper_names.items() if (hit := pattern.search(head))]
    early = [type_ for start, type_ in sorted(hits, key=lambda hit: hit[0]) if start <= _HEAD_LETTERS]
    if not early:
        return [PaperType.OTHER]
    return [type_ for _, type_ in hits if type_ in _IDENTITY] if early[0] in _IDENTITY else early[:1]


def keywords_of(text: RowText, types: tuple[PaperType, ...], options: tuple[str, ...]) -> tuple[str, ...]:
    """The names by which a paper of a coarse type is told from others of that type."""
    if not _COARSE.intersection(types):
        return ()
    names = [row_text(option).name for option in options] or [text.asked]
    fewest, most = _KEYWORD_SYLLABLES
    words = (_without_tail(" ".join(syllables(short_name(name, most)))) for name in names)
    return tuple(dict.fromkeys(word for word in words if len(syllables(word)) >= fewest))


def _without_tail(words: str) -> str:
    tail = grammar().single["name_tail"].search(plain(words))
    return words[: tail.start()] if tail else words


def short_name(name: str, longest: int) -> str:
    """The paper's name up to its first condition or reference, of at most `longest` words, as written."""
    end = _NAME_END.search(plain(name))
    words = (name[: end.start()] if end and end.start() else name).split()
    return " ".join(words[:longest]).strip(" ,.;:-–")


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
