"""Who each paper speaks of: its fields and its running text brought together, one naming for each name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number, is_tax_code, read_mrz
from intake_ai.extraction.lexicon import match_label, names_organisation
from intake_ai.extraction.people import CARDS, Mention, mentions_of
from intake_ai.extraction.runs import plain
from intake_ai.extraction.values import looks_like_name
from intake_ai.parties.cues import Part, cues, organisation_words, part_told
from intake_ai.parties.names import is_cut_off, likeness, same_organisation
from intake_ai.parties.spoken_of import SpokenOf, opens_name, spoken_of
from ocr.page import PageRef

_CERTAIN_SOURCES = frozenset({"qr", "mrz"})
_PART_OF_ROLE: dict[str, Part] = {
    "applicant": "applicant", "representative": "representative", "mother": "relative", "father": "relative",
    "parent": "relative", "wife": "wife", "husband": "husband", "guardian": "guardian", "ward": "ward",
    "deceased": "deceased", "child": "child", "spouse": "spouse", "owner": "holder", "secured_party": "party",
    "subject": "holder", "member": "relative", "household_head": "relative", "principal": "principal",
    "defendant": "party", "counterpart": "party", "buyer": "party", "seller": "party", "transferor": "party",
    "transferee": "party", "lessor": "party", "lessee": "party",
}  # fmt: skip
_SIGNED = ("ky ", "ghi ro ho", "ho ten nguoi ky")
_TO = "kinh gui"
_NEXT_ITEM = re.compile(r"\s+\d{1,2}$")
"""The number of the next item, behind a name that runs over the end of a line."""


_SAME_LINE = 0.006
_COMPANY = 2
_BELOW = 0.06
"""Of the page's height: as far below a name its number may stand."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody as one paper names them.

    Attributes:
        name: As read; empty where only a number was.
        parts: What they are on the paper; several where they are named in several places.
        numbers, births, tax_codes: Read beside the name.
        is_certain: From a QR code or machine-readable zone, never misread.
        by_hand: Written by hand.
        confidence: That the name is read rightly, 0-1.
        order: Place in the paper.
    """

    paper: str
    name: str
    is_organisation: bool
    parts: frozenset[Part]
    confidence: float
    page: PageRef
    order: tuple[int, float]
    numbers: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    tax_codes: frozenset[str] = frozenset()
    is_certain: bool = False
    by_hand: bool = False


def namings(paper: Paper, fields: Sequence[Field]) -> tuple[Naming, ...]:
    """Everybody whom a paper names, in reading order; authorities are left out."""
    own = [field for field in fields if field.paper == paper.id]
    found = [*_of_fields(paper, own), *(_of_text(paper, each) for each in _texts(paper))]
    merged: list[Naming] = []
    for naming in _with_numbers(sorted(found, key=lambda each: each.order)):
        if naming.is_organisation and is_authority(naming.name):
            continue
        twin = next((index for index, other in enumerate(merged) if _is_twin(naming, other)), None)
        if twin is None:
            merged.append(naming)
        else:
            merged[twin] = _joined(merged[twin], naming)
    return tuple(_without_company(merged))


def _without_company(found: Sequence[Naming]) -> list[Naming]:
    """Namings in which several people of whom no word tells the part are only mentioned: a meeting, not an owner."""
    told_nothing = frozenset[Part]({"named"})
    company = [naming for naming in found if naming.parts == told_nothing and naming.name]
    if len(company) <= _COMPANY:
        return list(found)
    return [replace(each, parts=frozenset({"mentioned"})) if each.parts == told_nothing else each for each in found]


def _with_numbers(found: Sequence[Naming]) -> list[Naming]:
    """Numbers that stand alone given to whom the lines right above them name."""
    given: list[Naming] = []
    for naming in found:
        above = given[-1] if given else None
        near = above is not None and above.order[0] == naming.order[0] and naming.order[1] - above.order[1] <= _BELOW
        if above is not None and near and not naming.name and above.name and not above.is_organisation:
            given[-1] = replace(above, numbers=above.numbers | naming.numbers, births=above.births | naming.births)
        else:
            given.append(naming)
    return given


def is_authority(name: str) -> bool:
    """Whether a name is that of a body that receives or decides and that no dossier is about."""
    return _longest_opening(name, cues().authorities) > _longest_opening(name, organisation_words().openings)


def _longest_opening(name: str, phrases: Sequence[str]) -> int:
    """Letters of the longest of the folded phrases that a name opens with."""
    words = f"{plain(name)} "
    return max((len(phrase) for phrase in phrases if words.startswith(f"{phrase} ")), default=0)


def _texts(paper: Paper) -> Sequence[SpokenOf]:
    return () if paper.type in CARDS or paper.type is PaperType.PHOTO else spoken_of(paper)


def _of_fields(paper: Paper, fields: Sequence[Field]) -> Iterator[Naming]:
    for mention in _of_each_card(paper, fields) or mentions_of(paper, fields):
        naming = _of_mention(paper, mention)
        if naming is not None:
            yield naming
    yield from _of_zone(paper)
    for field in fields:
        if field.kind == "signer":
            yield _named(paper, field, frozenset({"official"}))
        elif field.kind == "issuer":
            yield from _of_letterhead(paper, field)
        elif field.kind == "organisation_name" and plain(field.label) != _TO:
            yield from _of_organisation(paper, field, fields)


def _of_each_card(paper: Paper, fields: Sequence[Field]) -> list[Mention]:
    """One mention for each code where several cards were copied on one sheet; nothing for a single card."""
    if paper.type not in CARDS:
        return []
    codes = list(dict.fromkeys((field.page, field.box) for field in fields if field.source == "qr"))
    if len({field.value for field in fields if field.source == "qr" and field.kind == "id_number"}) < 2:
        return []
    return [Mention(paper.id, tuple(field for field in fields if (field.page, field.box) == code)) for code in codes]


def _of_mention(paper: Paper, mention: Mention) -> Naming | None:
    """The naming of a mention, None where it has neither a name nor a number that tells a person."""
    names = [field for field in mention.fields if field.kind == "full_name" and _is_name(field)]
    certain = [field for field in mention.fields if _is_of_code(field)]
    numbers = frozenset(field.value for field in mention.fields if field.kind == "id_number" and _tells(field))
    births = frozenset(field.value for field in mention.fields if field.kind == "date_of_birth" and _is_day(field))
    if certain and paper.type in CARDS:
        numbers = frozenset(field.value for field in certain if field.kind == "id_number") or numbers
        births = frozenset(field.value for field in certain if field.kind == "date_of_birth") or births
    if not names and not numbers:
        return None
    best = max(names or mention.fields, key=lambda field: (_is_of_code(field), field.confidence))
    naming = _named(paper, best, _parts_of(paper, best))
    return replace(
        naming,
        name=best.value if names else "",
        numbers=numbers,
        births=births,
        is_certain=_is_of_code(best),
    )


def _is_of_code(field: Field) -> bool:
    """Whether a code states it; handwriting that a code's value was proposed for is only like it."""
    return field.source in _CERTAIN_SOURCES and not field.by_hand


def _is_name(field: Field) -> bool:
    return opens_name(field.value) or _is_of_code(field)


def _tells(field: Field) -> bool:
    """Whether a number is one that only one person has, by its structure."""
    digits = field.value
    old_or_passport = len(digits) in (8, 9) and digits[-7:].isdigit() and field.confidence >= 0.7
    return is_personal_number(digits) or old_or_passport


def _is_day(field: Field) -> bool:
    return len(field.value) == 10 and field.value.count("/") == 2


def _named(paper: Paper, field: Field, parts: frozenset[Part]) -> Naming:
    place = [page.ref for page in paper.pages].index(field.page)
    return Naming(
        paper=paper.id,
        name=field.value,
        is_organisation=False,
        parts=parts,
        by_hand=field.by_hand,
        confidence=field.confidence,
        page=field.page,
        order=(place, field.box.top),
    )


def _parts_of(paper: Paper, field: Field) -> frozenset[Part]:
    """The parts that label and role of a name tell."""
    if paper.type in CARDS:
        return frozenset({"holder"})
    label = plain(field.label)
    if any(phrase in f"{label} " for phrase in _SIGNED):
        return frozenset({"signing"})
    told = part_told(label.split()) if label else None
    of_role = _PART_OF_ROLE.get(field.role or "")
    part = of_role if of_role and told in (None, "holder", "subject") else told
    return frozenset({part or "named"})


def _of_organisation(paper: Paper, field: Field, fields: Sequence[Field]) -> Iterator[Naming]:
    """An organisation with the tax codes that follow its name; what is none by its name is left out."""
    label = plain(field.label)
    is_called = label.startswith("ten ") and _may_be_called(field.value)
    if is_called and "ca nhan" in label and looks_like_name(field.value) and opens_name(field.value):
        yield _named(paper, field, frozenset({"holder"}))
        return
    if not (names_organisation(field.value) or is_called):
        return
    behind = fields[next(index for index, each in enumerate(fields) if each is field) + 1 :]
    codes = []
    for each in behind:
        if each.kind in ("organisation_name", "full_name") and each is not field:
            break
        if each.kind == "tax_code" and is_tax_code(each.value):
            codes.append(each.value)
    parts: set[Part] = {"organisation"}
    if field.role in ("applicant", "owner", "secured_party"):
        parts.add(_PART_OF_ROLE[field.role])
    naming = _named(paper, field, frozenset(parts))
    name = _NEXT_ITEM.sub("", field.value)
    yield replace(naming, name=name, is_organisation=True, tax_codes=frozenset(codes))


def _of_letterhead(paper: Paper, field: Field) -> Iterator[Naming]:
    """Who wrote a letter, by its head, where the letter goes on to speak of them by that name."""
    if _may_be_called(field.value) and not is_authority(field.value):
        text, name = " ".join(fold(paper.text).split()), " ".join(fold(field.value).split())
        if len(name.split()) > 1 and text.count(name) > 1:
            yield replace(_named(paper, field, frozenset({"issuer"})), is_organisation=True)


def _may_be_called(value: str) -> bool:
    """Whether a value may be a name: letters for the most part, and not the label of the next line."""
    letters = sum(letter.isalpha() or letter.isspace() for letter in value)
    label = match_label(tuple(plain(value).split()[:6]))
    is_label = label is not None and label.words > 1
    return (
        bool(value)
        and value[:1].isalnum()
        and not set("/(") & set(value)
        and letters >= 0.8 * len(value)
        and not is_label
    )


def _of_zone(paper: Paper) -> Iterator[Naming]:
    """The holder by the machine-readable zone of a card, whose name has no accents."""
    for place, page in enumerate(paper.pages if paper.type in CARDS else ()):
        zone = page.reading.mrz
        card = read_mrz(zone) if zone is not None else None
        if zone is not None and card is not None and card.name:
            yield Naming(
                paper=paper.id,
                name=card.name,
                is_organisation=False,
                parts=frozenset({"holder"}),
                numbers=frozenset({card.id_number}),
                births=frozenset({card.date_of_birth} if card.date_of_birth else ()),
                is_certain=True,
                confidence=0.99,
                page=page.ref,
                order=(place, zone.box.top),
            )


def _of_text(paper: Paper, spoken: SpokenOf) -> Naming:
    parts: set[Part] = {spoken.part or ("mentioned" if spoken.is_organisation else "named")}
    if spoken.is_organisation and spoken.part:
        parts.add("organisation")
    return Naming(
        paper=paper.id,
        name=spoken.name,
        is_organisation=spoken.is_organisation,
        parts=frozenset(parts),
        by_hand=spoken.by_hand,
        confidence=round(spoken.confidence, 3),
        page=spoken.page,
        order=spoken.order,
    )


def _is_twin(one: Naming, other: Naming) -> bool:
    """Whether two namings of one paper are of one person: the same name, or the same number."""
    if one.is_organisation != other.is_organisation:
        return False
    if one.is_organisation:
        return same_organisation(one.name, other.name)
    if one.numbers & other.numbers:
        return not one.name or not other.name or likeness(one.name, other.name) != "other"
    if not (one.name and other.name):
        return False
    alike = likeness(one.name, other.name)
    # a field's name may have been completed from a code, the text's is as read
    is_same_place = one.order[0] == other.order[0] and abs(one.order[1] - other.order[1]) < _SAME_LINE
    return alike == "same" or is_cut_off(one.name, other.name) or (alike == "near" and is_same_place)


def _joined(first: Naming, second: Naming) -> Naming:
    parts = first.parts | second.parts
    return replace(
        first,
        name=max(first, second, key=surety).name,
        parts=_without_vague(parts, first, second),
        numbers=first.numbers | second.numbers,
        births=first.births | second.births,
        tax_codes=first.tax_codes | second.tax_codes,
        is_certain=first.is_certain or second.is_certain,
        by_hand=first.by_hand or second.by_hand,
        confidence=max(first.confidence, second.confidence),
    )


def _without_vague(parts: frozenset[Part], first: Naming, second: Naming) -> frozenset[Part]:
    """The parts that tell most; an organisation that a paper keeps speaking of is whom it is about."""
    if parts == {"mentioned"} and first.order != second.order:
        return frozenset({"named"})
    telling = parts - {"named", "mentioned"}
    return telling or parts - {"mentioned"} or parts


def surety(naming: Naming) -> tuple[bool, bool, bool, int, int, float]:
    """How good a naming is for calling somebody by: from a code, with accents, printed, whole, well read."""
    has_accents = fold(naming.name) != naming.name.lower()
    by_code = has_accents and naming.is_certain
    accents = sum(fold(letter) != letter.lower() for letter in naming.name)
    return by_code, has_accents, not naming.by_hand, len(naming.name.split()), accents, naming.confidence
