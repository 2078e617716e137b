"""Takes the identity out of a dossier's readings, so that what is kept for training tells of no person.

Letters of what must go become x or X and digits 0, so that length, case and place stay: they are what models look at.
What goes: values of fields but for those that say what a paper is about; what is written on dotted lines and by hand;
names of persons wherever they stand; e-mail addresses; all numbers but for those that count the parts of a text, pages
and forms, or cite a law; the content of codes and machine-readable zones; names of files.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath

import yaml
from rapidfuzz import fuzz

from classifiers.papers import Paper
from classifiers.vietnamese import fold
from intake_ai.extraction import Field, extract_fields
from intake_ai.extraction.lexicon import lexicon
from ocr.page import Code, Line, MachineReadableZone, Page, PageReading, PageRef, Word

_INSIDE = 0.5
_ALIKE = 84
"""Least likeness (0-100) of words to a name to be that name misread; seen on the development dossiers."""
_SHORT = 8
"""Names of fewer letters are too like other words to be known misread."""
_LONGEST_NAME = 6
_LONGEST_ORGANISATION = 12
_MARGIN = 0.1
_MAIL = re.compile(r"@|gmail|\.(?:com|vn|net|org)\b", re.IGNORECASE)
_ENUMERATION = re.compile(r"^\W*\d{1,2}(?:[.)/]\d{0,2})*\W*$")
_PAGES = re.compile(r"^\W*(?:trang|page)?\W*\d{1,2}(?:\s*/\s*\d{1,2})?\W*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\(\d{1,2}\)\W*$")
_LAW = re.compile(r"^\W*\d{1,4}/\d{4}/([a-z]+)\d*(?:-[a-z]+)*\W*$")
_FORM_NUMBER = re.compile(r"^\W*[A-ZĐ]{1,4}[-.]?\d{1,3}[a-zđ]?(?:[-/.][A-ZĐa-zđ]{1,6}\d{0,4})*\W*$")
_SMALL = re.compile(r"\d{1,3}[a-zđ]?(?:[-/.]\w{1,10})*")
_ZONE_HEAD = 5
_PUNCTUATION = ".,;:"

Place = tuple[int, int]
"""Of a word: its line, and its place in that, from 0."""


@dataclass(frozen=True, slots=True)
class _Rules:
    kept_kinds: frozenset[str]
    half_kept_kinds: frozenset[str]
    naming_kinds: frozenset[str]
    public_bodies: tuple[str, ...]
    number_words: frozenset[str]
    laws: frozenset[str]
    not_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the persons of a dossier: fields by page, and names as folded words."""

    fields: Mapping[PageRef, Sequence[Field]]
    names: frozenset[tuple[str, ...]]


@cache
def _rules() -> _Rules:
    content = yaml.safe_load(Path(__file__).with_name("masking.yaml").read_text(encoding="utf-8"))
    return _Rules(
        frozenset(content["kept_kinds"]),
        frozenset(content["half_kept_kinds"]),
        frozenset(content["naming_kinds"]),
        tuple(f"{name} " for name in content["public_bodies"]),
        frozenset(content["number_words"]),
        frozenset(content["laws"]),
        frozenset(content["not_names"]),
    )


def masked(pages: Sequence[Page], papers: Sequence[Paper]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages without identity, under file names that say nothing, and the titles of the papers likewise.

    Args:
        pages: Of one dossier, all.
        papers: That stand on them; their fields are read to know what to blank.
    """
    known = _known(extract_fields(papers))
    files = list(dict.fromkeys(page.ref.file for page in pages))
    names = {file: f"{number}{PurePath(file).suffix.casefold()[:5]}" for number, file in enumerate(files, start=1)}
    blanked = tuple(Page(PageRef(names[page.ref.file], page.ref.page), _masked_page(page, known)) for page in pages)
    return blanked, tuple(_masked_title(paper.title, known) for paper in papers)


def _known(fields: Sequence[Field]) -> _Known:
    by_page: dict[PageRef, list[Field]] = {}
    for field in fields:
        by_page.setdefault(field.page, []).append(field)
    persons = (_folded(field) for field in fields if field.kind in _rules().naming_kinds)
    others = (_folded(field) for field in fields if field.kind == "organisation_name" and not _is_public_body(field))
    names = {name for name in persons if 2 <= len(name) <= _LONGEST_NAME}
    names |= {name for name in others if 2 <= len(name) <= _LONGEST_ORGANISATION}
    return _Known(by_page, frozenset(names))


def _folded(field: Field) -> tuple[str, ...]:
    return tuple(filter(None, (re.sub(r"\W", "", part) for part in fold(field.value).split())))


def _masked_page(page: Page, known: _Known) -> PageReading:
    reading = page.reading
    hidden = _hidden(reading, known.fields.get(page.ref, ()))
    return replace(
        reading,
        lines=tuple(
            _masked_line(line, {place for at, place in hidden if at == row}, known.names)
            for row, line in enumerate(reading.lines)
        ),
        codes=tuple(Code(code.symbology, "", code.box) for code in reading.codes),
        mrz=_masked_zone(reading.mrz) if reading.mrz else None,
    )


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
    entries: set[Place] = set()
    for field in fields:
        own = _words_of(field, words)
        parts[_fate(field)] |= set(own)
        entries |= set(_entries(own, words)) if _fate(field) == "half" else set()
    return frozenset((on_lines - parts["half"] | entries) - parts["kept"] | parts["gone"])


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
    if field.kind in _rules().kept_kinds or _is_public_body(field):
        return "kept"
    return "half" if field.kind in _rules().half_kept_kinds else "gone"


def _is_public_body(field: Field) -> bool:
    return field.kind == "organisation_name" and f"{fold(field.value)} ".startswith(_rules().public_bodies)


def _masked_line(line: Line, hidden: Set[int], names: Iterable[tuple[str, ...]]) -> Line:
    texts = [word.text for word in line.words]
    hidden = hidden | _named(texts, names)
    is_margin = line.box.top < _MARGIN or line.box.bottom > 1 - _MARGIN
    counting = set(_counting(texts)) if not (is_margin and _PAGES.match(line.text)) else set(range(len(texts)))
    words = (
        replace(word, text=_masked_word(word.text, place in hidden, place in counting), raw=None)
        for place, word in enumerate(line.words)
    )
    return replace(line, words=tuple(words))


def _masked_title(title: str, known: _Known) -> str:
    texts = title.split()
    hidden, counting = _named(texts, known.names), set(_counting(texts))
    return " ".join(_masked_word(text, place in hidden, place in counting) for place, text in enumerate(texts))


def _masked_word(text: str, hidden: bool, counting: bool) -> str:
    if (hidden and not _cites_law(text)) or _MAIL.search(text):
        return "".join(_blank(letter) for letter in text)
    return text if counting else re.sub(r"\d", "0", text)


def _blank(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if not letter.isalpha():
        return letter
    return "X" if letter.isupper() else "x"


def _named(texts: Sequence[str], names: Iterable[tuple[str, ...]]) -> set[int]:
    """Places of words that name a person: of a name known from a field, or a surname and capitalised words after it."""
    folded = [re.sub(r"\W", "", fold(text)) for text in texts]
    places = set(_surnamed(texts, folded))
    for name in names:
        for start in range(len(texts) - len(name) + 1):
            window = range(start, start + len(name))
            if _is_alike(" ".join(folded[place] for place in window), " ".join(name)):
                places |= set(window)
    return places


def _is_alike(read: str, name: str) -> bool:
    return read == name if len(name) < _SHORT else fuzz.ratio(read, name) >= _ALIKE


def _surnamed(texts: Sequence[str], folded: Sequence[str]) -> Iterator[int]:
    place = 0
    while place < len(texts):
        end = place
        if folded[place] in lexicon().surnames:
            while end < min(len(texts), place + _LONGEST_NAME) and _is_capitalised(texts[end]):
                end += 1
                if texts[end - 1][-1:] in ",;.:":
                    break
        if end - place >= 2 and " ".join(folded[place:end]) not in _rules().not_names:
            yield from range(place, end)
        place = max(end, place + 1)


def _is_capitalised(text: str) -> bool:
    """Whether a word is written as those of a name: "Văn", but neither "VĂN", as all of a title is, nor "văn"."""
    letters = text.strip("()[]\"'“”.,;:")
    return letters.isalpha() and letters[0].isupper() and (len(letters) == 1 or letters[1:].islower())


def _counting(texts: Sequence[str]) -> Iterator[int]:
    """Places of numbers that count parts of a text, pages or forms, or cite a law."""
    for place, text in enumerate(texts):
        tells = _cites_law(text) or any(pattern.match(text) for pattern in (_FORM_NUMBER, _FOOTNOTE))
        counts = place == 0 and _ENUMERATION.match(text)
        named = place > 0 and _SMALL.match(text.strip("()[].,;:")) and _is_number_word(texts, place - 1)
        if tells or counts or named:
            yield place


def _cites_law(text: str) -> bool:
    match = _LAW.match(fold(text))
    return match is not None and match[1] in _rules().laws


def _is_number_word(texts: Sequence[str], place: int) -> bool:
    last = fold(texts[place]).strip("()[].,;:")
    two = f"{fold(texts[place - 1]).strip('().,;:')} {last}" if place else ""
    return last in _rules().number_words or two in _rules().number_words
