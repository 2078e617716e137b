"""Addresses against the tables of units: today's communes, former ones with what they became, misread accents.

An address is never rewritten to another unit: papers of earlier years stay valid as they are, and a divided commune has
several successors. What the units are today is offered as a suggestion (domain.md, section 5).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.vietnamese import fold, normalise
from intake_ai.units.tables import (
    Commune,
    FormerCommune,
    Units,
    bare_commune,
    bare_district,
    bare_province,
    units,
)

_SEPARATOR = re.compile(r"[,;]")
_TYPES = ("xa", "phuong", "tran", "khu", "huyen", "quan", "pho", "tp", "tinh")
_INNER = re.compile(
    r"(?<=\w)"
    + "".join(rf"(?<!\b{kind})" for kind in _TYPES)
    + r"[ .]+(?=(?:(?<!thi )xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp\.?|tinh)\s+\w)"
)
"""Where one unit ends and the type of the next begins without a comma between; "Xã Quan Sơn" is one unit."""
_COUNTRY = frozenset({"viet nam", "vietnam", "vn"})
_TYPED_DISTRICT = re.compile(r"(?:huyen|quan|thi xa|thanh pho|tp|tx)\b")
_TYPED_COMMUNE = re.compile(r"(?:xa|phuong|thi tran|dac khu|tt)\b")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Address:
    """An address by its units.

    Attributes:
        detail: What stands before the commune: house, street, hamlet; as written.
        commune: Of today, None where it names a former one or none.
        former: The former communes that it may name; several only where the district is not told.
        is_current: Commune and province are those of today.
    """

    detail: str
    commune: Commune | None
    former: tuple[FormerCommune, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit or detail of an address: its place in the text and its words."""

    start: int
    text: str

    @property
    def folded(self) -> str:
        return fold(self.text)


def read_address(text: str) -> Address | None:
    """The units that an address names, from the province backwards; None where its province or commune is unknown."""
    found = _read(normalise(text), units())
    return found[0] if found else None


def suggestions(text: str) -> tuple[str, ...]:
    """The address in the units of today, one for each commune it may lie in now; none where it names today's units."""
    address = read_address(text)
    if address is None or address.is_current:
        return ()
    table = units()
    communes = [address.commune] if address.commune else [one for old in address.former for one in table.now(old)]
    return tuple(dict.fromkeys(", ".join(filter(None, (address.detail, one.name, one.province))) for one in communes))


def repaired(text: str) -> str:
    """`text` with the accents of its units as the tables have them, where reading lost or mistook them.

    Only where letters agree but for accents, and no unit there is spelt as it was read. The two ways to place a tone
    mark ("Hòa", "Hoà") are one spelling.
    """
    written = normalise(text)
    found = _read(written, units())
    if found is None:
        return text
    for part, names in sorted(found[1], key=lambda item: -item[0].start):
        better = _respelt(part.text, names)
        written = written[: part.start] + better + written[part.start + len(part.text) :]
    return written


_Named = list[tuple[_Part, tuple[str, ...]]]


def _read(text: str, table: Units) -> tuple[Address, _Named] | None:
    """The address with its parts and the names of the units that each may be."""
    return _read_parts(text, list(_parts(text)), table) or _read_parts(text, list(_parts(text, inner=True)), table)


def _read_parts(text: str, parts: list[_Part], table: Units) -> tuple[Address, _Named] | None:
    if parts and parts[-1].folded.strip(" .") in _COUNTRY:
        parts.pop()
    if len(parts) < 2 or bare_province(parts[-1].text) not in table.provinces:
        return None
    return _read_former(text, parts, table) or _read_current(text, parts, table) or _read_undivided(text, parts, table)


def _parts(text: str, *, inner: bool = False) -> Iterator[_Part]:
    """What stands between commas; with `inner` also what the types of units part."""
    folded = fold(text)
    ends = [match.span() for match in _SEPARATOR.finditer(text)]
    if inner and len(folded) == len(text):
        ends += [match.span() for match in _INNER.finditer(folded)]
    start = 0
    for end, following in [*sorted(ends), (len(text), len(text))]:
        piece = text[start:end]
        if piece.strip(" ."):
            yield _Part(start + len(piece) - len(piece.lstrip()), piece.strip())
        start = max(start, following)


def _read_former(text: str, parts: Sequence[_Part], table: Units) -> tuple[Address, _Named] | None:
    """Commune, district and province as before 1 July 2025."""
    if len(parts) < 3 or _TYPED_COMMUNE.match(parts[-2].folded):
        return None
    province, district, commune = parts[-1], parts[-2], parts[-3]
    key = (bare_province(province.text), bare_district(district.text), bare_commune(commune.text))
    former = table.former.get(key, ())
    if not former:
        return None
    named: _Named = [
        (province, tuple({one.province for one in former})),
        (district, tuple({one.district for one in former})),
        (commune, tuple({one.name for one in former})),
    ]
    return Address(_before(text, commune), None, tuple(former), is_current=False), named


def _read_current(text: str, parts: Sequence[_Part], table: Units) -> tuple[Address, _Named] | None:
    """Commune and province; the province may be told by a former name."""
    province, commune = parts[-1], parts[-2]
    if _TYPED_DISTRICT.match(commune.folded):
        return None
    now = table.provinces[bare_province(province.text)]
    found = table.communes.get((bare_province(now), bare_commune(commune.text)), ())
    kinds = _likest(commune.text, found)
    if not kinds:
        return None
    is_current = bare_province(now) == bare_province(province.text)
    one = kinds[0]
    named: _Named = [(commune, tuple(each.name for each in kinds))]
    if is_current:
        named.append((province, (now,)))
    return Address(_before(text, commune), one, (), is_current), named


def _likest(written: str, found: Sequence[Commune]) -> Sequence[Commune]:
    """Of communes with the same bare letters those spelt as written, else those of the type written, else all."""
    spelt = [one for one in found if one.name.casefold().endswith(written.casefold())]
    return spelt or [one for one in found if fold(one.name) == fold(written)] or found


def _read_undivided(text: str, parts: Sequence[_Part], table: Units) -> tuple[Address, _Named] | None:
    """A former commune whose district is left out: every one of that name in the province, old or new."""
    if _TYPED_DISTRICT.match(parts[-2].folded):
        return None
    name, province = bare_commune(parts[-2].text), bare_province(parts[-1].text)
    now = table.provinces[province]
    former = tuple(
        one
        for key, entries in table.former.items()
        if key[2] == name and (key[0] == province or table.provinces.get(key[0]) == now)
        for one in entries
    )
    return (Address(_before(text, parts[-2]), None, former, is_current=False), []) if former else None


def _before(text: str, part: _Part) -> str:
    return text[: part.start].rstrip(" ,;.")


def _respelt(written: str, names: Sequence[str]) -> str:
    """The words of `written` that name a unit, spelt as the one of `names` that has the same letters."""
    words = written.split(" ")
    candidates = {tail for name in names for tail in _tails(name, words)}
    if len(candidates) != 1:
        return written
    right = candidates.pop().split(" ")
    own = words[-len(right) :]
    return " ".join([*words[: -len(right)], *map(_as_written, right, own)])


def _tails(name: str, words: Sequence[str]) -> Iterator[str]:
    """The longest end of a unit's name that the words end with, accents aside."""
    parts = name.split(" ")
    for start in range(len(parts)):
        tail = parts[start:]
        if len(tail) <= len(words) and fold(" ".join(tail)) == fold(" ".join(words[-len(tail) :])):
            yield " ".join(tail)
            return


def _as_written(right: str, written: str) -> str:
    """The right word in the capitals and the spelling of tones that were written."""
    if _spelling(right) == _spelling(written):
        return written
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right.lower() if written.islower() else right


def _spelling(word: str) -> tuple[str, str]:
    """Letters without tone mark, and the tone: the same wherever in the syllable the mark is put."""
    decomposed = unicodedata.normalize("NFD", word.casefold()).strip(" .,")
    letters = "".join(letter for letter in decomposed if letter not in _TONES)
    return unicodedata.normalize("NFC", letters), "".join(letter for letter in decomposed if letter in _TONES)
