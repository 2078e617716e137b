"""Takes what tells of persons out of a dossier's readings, before they are kept for training.

Letters of what must go become x or X and digits 0, so that length, case and place stay: they are what models look at.
What goes: values of fields but for those that say what a paper is about; what is written on dotted lines and by hand;
on cards and passports all but their print; names of persons that a field tells or a surname opens, wherever they stand;
e-mail addresses; all numbers but for those of three digits or fewer that count the parts of a text, pages and forms,
and numbers of laws; the content of codes and machine-readable zones; names of files.

What may stay: words of an address or of a free text that no field tells, and names that were misread or do not open
with a known surname. A lesson is thus no anonymous document: it is kept as closely as a dossier.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePath

from classifiers.papers import Paper, PaperType
from classifiers.splitting.card_regions import card_regions
from classifiers.splitting.card_sides import card_side
from classifiers.vietnamese import fold
from intake_ai.extraction import Field, extract_fields
from intake_ai.learning.card_print import printed_on_cards
from intake_ai.learning.counting_numbers import cites_law, counting, is_page_number
from intake_ai.learning.masking_rules import rules
from intake_ai.learning.naming_words import LONGEST_NAME, named
from ocr.mrz import looks_like_zone
from ocr.page import Code, Line, MachineReadableZone, Page, PageReading, PageRef, Word

_INSIDE = 0.5
_LONGEST_ORGANISATION = 12
_MARGIN = 0.1
_MAIL = re.compile(r"@|gmail|\.(?:com|vn|net|org)\b", re.IGNORECASE)
_ZONE_HEAD = 5
_FEWEST_FILLERS = 3
_PUNCTUATION = ".,;:"
_CARDS = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT})

Place = tuple[int, int]
"""Of a word: its line, and its place in that, from 0."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the persons of a dossier: fields by page, names as folded words, and the pages with cards."""

    fields: Mapping[PageRef, Sequence[Field]]
    names: frozenset[tuple[str, ...]]
    cards: frozenset[PageRef]


def masked(pages: Sequence[Page], papers: Sequence[Paper]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages without identity, under file names that say nothing, and the titles of the papers likewise.

    Args:
        pages: Of one dossier, all.
        papers: That stand on them; their fields are read to know what to blank.
    """
    also = _also_read(pages, papers)
    cards = {page.ref for paper in (*papers, *also) if paper.type in _CARDS for page in paper.pages}
    known = _known((*extract_fields(papers), *extract_fields(also)), frozenset(cards))
    files = list(dict.fromkeys(page.ref.file for page in pages))
    names = {file: f"{number}{PurePath(file).suffix.casefold()[:5]}" for number, file in enumerate(files, start=1)}
    blanked = tuple(Page(PageRef(names[page.ref.file], page.ref.page), _masked_page(page, known)) for page in pages)
    return blanked, tuple(_masked_title(paper.title, known) for paper in papers)


def _also_read(pages: Sequence[Page], papers: Sequence[Paper]) -> list[Paper]:
    """What a report does not tell of: each card of a sheet with several, and pages of no paper."""
    told = {page.ref for paper in papers for page in paper.pages}
    found: list[Paper] = []
    for page in pages:
        regions = card_regions(page)
        for region in regions:
            part = Page(page.ref, region.reading)
            found.append(Paper(f"also{len(found)}", PaperType.IDENTITY_CARD, "", (part,), 1.0))
        if not regions and page.ref not in told:
            kind = PaperType.IDENTITY_CARD if card_side(page.reading) else PaperType.OTHER
            found.append(Paper(f"also{len(found)}", kind, "", (page,), 1.0))
    return found


def _known(fields: Sequence[Field], cards: frozenset[PageRef]) -> _Known:
    by_page: dict[PageRef, list[Field]] = {}
    for field in fields:
        by_page.setdefault(field.page, []).append(field)
    persons = (_folded(field) for field in fields if field.kind in rules().naming_kinds)
    others = (_folded(field) for field in fields if field.kind == "organisation_name" and not _is_public_body(field))
    names = {name for name in persons if 2 <= len(name) <= LONGEST_NAME}
    names |= {name for name in others if 2 <= len(name) <= _LONGEST_ORGANISATION}
    return _Known(by_page, frozenset(names), cards)


def _folded(field: Field) -> tuple[str, ...]:
    return tuple(filter(None, (re.sub(r"\W", "", part) for part in fold(field.value).split())))


def _masked_page(page: Page, known: _Known) -> PageReading:
    reading = page.reading
    hidden = _hidden(reading, known.fields.get(page.ref, ()))
    return replace(
        reading,
        lines=tuple(
            _masked_line(line, {place for at, place in hidden if at == row} | _bare(line, page.ref, known), known.names)
            for row, line in enumerate(reading.lines)
        ),
        codes=tuple(Code(code.symbology, "", code.box) for code in reading.codes),
        mrz=_masked_zone(reading.mrz) if reading.mrz else None,
    )


def _bare(line: Line, page: PageRef, known: _Known) -> set[int]:
    """Places of words on a card that are not its print."""
    if page not in known.cards:
        return set()
    return set(range(len(line.words))) - printed_on_cards([word.text for word in line.words])


def _masked_zone(zone: MachineReadableZone) -> MachineReadableZone:
    """Only what document it is and of which state stays."""
    lines = (line[: _ZONE_HEAD * (row == 0)].ljust(len(line), "<") for row, line in enumerate(zone.lines))
    return replace(zone, lines=tuple(lines), valid=False)


def _hidden(reading: PageReading, fields: Iterable[Field]) -> frozenset[Place]:
    """Where words stand that a field's value or something written by hand or on a line makes tell of a person."""
    words = {(row, place): word for row, line in enumerate(reading.lines) for place, word in enumerate(line.words)}
    written = [mark.box for mark in reading.marks if mark.kind in {"filled_line", "handwriting"}]
    on_lines = {at for at, word in words.items() if any(word.box.overlap(box) >= _INSIDE for box in written)}
    parts: dict[str, set[Place]] = {"gone": set(), "half": set(), "kept": set()}
    for field in fields:
        own = _words_of(field, words)
        parts[_fate(field)] |= set(_entries(own, words) if _fate(field) == "half" else own)
    return frozenset((on_lines | parts["half"]) - parts["kept"] | parts["gone"])


def _words_of(field: Field, words: Mapping[Place, Word]) -> list[Place]:
    """The words that a value was made from: those in its box that follow each other as in it, else all of these."""
    inside = [at for at, word in words.items() if word.box.overlap(field.box) >= _INSIDE]
    raw = [part.strip(_PUNCTUATION) for part in field.raw.split()]
    for start in range(len(inside) - len(raw) + 1):
        run = inside[start : start + len(raw)]
        if [words[at].text.strip(_PUNCTUATION) for at in run] == raw:
            return run
    return [at for at in inside if words[at].text.strip(_PUNCTUATION) in field.raw]


def _entries(places: Sequence[Place], words: Mapping[Place, Word]) -> Iterator[Place]:
    """Words with capitals, but for one that only opens a sentence."""
    for order, at in enumerate(places):
        opens = order == 0 and len(places) > 1 and words[places[1]].text.islower()
        if not opens and any(letter.isupper() for letter in words[at].text):
            yield at


def _fate(field: Field) -> str:
    if field.kind in rules().kept_kinds or _is_public_body(field):
        return "kept"
    return "half" if field.kind in rules().half_kept_kinds else "gone"


def _is_public_body(field: Field) -> bool:
    return field.kind == "organisation_name" and f"{fold(field.value)} ".startswith(rules().public_bodies)


def _masked_line(line: Line, hidden: Set[int], names: Iterable[tuple[str, ...]]) -> Line:
    if _is_zone(line):
        return replace(line, words=tuple(_masked_zone_word(word, row) for row, word in enumerate(line.words)))
    texts = [word.text for word in line.words]
    hidden = hidden | named(texts, names)
    is_margin = line.box.top < _MARGIN or line.box.bottom > 1 - _MARGIN
    counts = set(range(len(texts))) if is_margin and is_page_number(line.text) else set(counting(texts))
    words = (
        replace(word, text=_masked_word(word.text, place in hidden, place in counts), raw=None)
        for place, word in enumerate(line.words)
    )
    return replace(line, words=tuple(words))


def _is_zone(line: Line) -> bool:
    return looks_like_zone(line.text) or line.text.count("<") >= _FEWEST_FILLERS


def _masked_zone_word(word: Word, place: int) -> Word:
    """A word of a zone, of which only the head of its first line stays."""
    head = word.text[:_ZONE_HEAD] if place == 0 and "VNM" in word.text[:_ZONE_HEAD] else ""
    text = head + "".join(_blank(letter) for letter in word.text[len(head) :])
    return replace(word, text=re.sub(r"\d", "0", text), raw=None)


def _masked_title(title: str, known: _Known) -> str:
    texts = title.split()
    hidden, counts = named(texts, known.names), set(counting(texts))
    return " ".join(_masked_word(text, place in hidden, place in counts) for place, text in enumerate(texts))


def _masked_word(text: str, hidden: bool, counts: bool) -> str:
    if (hidden and not cites_law(text)) or _MAIL.search(text):
        return "".join(_blank(letter) for letter in text)
    return text if counts else "".join("0" if letter.isdigit() else letter for letter in text)


def _blank(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if not letter.isalpha():
        return letter
    return "X" if letter.isupper() else "x"
