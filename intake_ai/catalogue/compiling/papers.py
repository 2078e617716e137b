"""What a row tells of its paper: type, words to know it by, form, age, seal, and whether data replace it."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from classifiers.papers import PaperType
from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.rows import Finding, RowText, row_text, shortened
from intake_ai.catalogue.models import Requirement

_COARSE = frozenset({PaperType.DECISION, PaperType.CONTRACT, PaperType.OTHER, PaperType.DRAWING, PaperType.DEGREE})
_IDENTITY = (PaperType.IDENTITY_CARD, PaperType.PASSPORT)
_NAME_END = re.compile(
    r"[(;:.]|\b(?:theo (?:mau|quy dinh|phu luc)|doi voi|truong hop|quy dinh tai|ban hanh|trong do|neu|hoac)\b"
)
_HEAD_LETTERS = 16  # what a paper is stands at the beginning of its name, behind a word such as "các" or "bản gốc"
_TYPE_LETTERS = 80
_KEYWORD_SYLLABLES = (2, 6)
_FORM_WORDS = 30


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
    return _written(text, "form_number")


def form_annex_of(text: RowText) -> str:
    """The annex in which the form stands ("Phụ lục I"), empty where the row names none."""
    return _written(text, "form_annex")


def form_name_of(text: RowText, row: Requirement) -> str:
    """The title of the form to fill in, empty where the row asks for no form."""
    is_form = row.form_number or row.form_file or grammar().single["form_mentioned"].search(text.plain)
    return short_name(text.asked, _FORM_WORDS) if is_form else ""


def _written(text: RowText, rule: str) -> str:
    match = grammar().single[rule].search(text.plain)
    return text.written[match.start() : match.end()] if match else ""


@dataclass(frozen=True, slots=True)
class Validity:
    """How old a paper may be: months, or days for limits that are written in days."""

    months: int | None = None
    days: int | None = None


def validity_of(text: RowText) -> Finding[Validity] | None:
    """How old the paper may be, where the row says so."""
    rules = grammar()
    for pattern in rules.lists["validity"]:
        for match in pattern.finditer(text.plain):
            before = text.plain[: match.start("number")]
            if int(match["number"]) and not rules.single["validity_none"].search(before):
                return Finding(_validity(int(match["number"]), match["unit"]), text.quoted(match))
    return None


def _validity(number: int, unit: str) -> Validity:
    """Working days count as calendar days of full weeks: five of them are seven."""
    match unit:
        case "nam":
            return Validity(months=number * 12)
        case "thang":
            return Validity(months=number)
        case "ngay":
            return Validity(days=number)
        case _:
            return Validity(days=math.ceil(number * 7 / 5))


def data_source_of(text: RowText) -> Finding[str]:
    """The connected database that, by the row's own words, may make the paper needless; the first named.

    The authority must use data of connected databases in place of papers (NĐ 118/2025 Art. 4 clause 2a as amended
    by NĐ 309/2026), and of papers integrated in VNeID (NĐ 320/2026).
    """
    if not grammar().single["data_released"].search(text.plain):
        return Finding("")
    patterns = grammar().data_sources.items()
    hits = [(hit.start(), -hit.end(), name) for name, pattern in patterns if (hit := pattern.search(text.plain))]
    if not hits:
        return Finding("")
    start, _, name = min(hits)
    return Finding(name, shortened(text.sentence_around(start)), "data_source")


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


def types_named_in(sentence: str) -> set[PaperType]:
    """Types other than coarse ones and forms, whose phrases stand anywhere in the plain `sentence`."""
    told = {type_ for type_, pattern in grammar().paper_names.items() if pattern.search(sentence)}
    return told - _COARSE - {PaperType.APPLICATION_FORM, PaperType.POWER_OF_ATTORNEY, PaperType.PHOTO}
