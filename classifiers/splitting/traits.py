"""What a single page shows that tells of its place in a paper, looked up once for each page."""

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from classifiers.identifying.titles import is_motto
from classifiers.splitting.card_sides import CardSide, card_side
from classifiers.splitting.headings import Heading, headings
from classifiers.splitting.heads import head_title
from classifiers.splitting.numbering import PageNumber, page_number
from classifiers.splitting.words import words
from classifiers.vietnamese import fold
from classifiers.wording import contains_any, opens_with_any, wording
from ocr.page import Line, Page, PageReading, PageRef

#: Lines of a signature block, seals and stamps have this height at least from the top of the page.
_LOWER = 0.12
_HEAD = 0.45
_FEWEST_LETTERS, _MOST_SCRAPS = 24, 40
_MOST_LINES_OF_PASSPORT, _LONGEST_NAME = 45, 30
_WIDE = 0.6
_MOST_LINES_OF_COVER = 10
_YEAR = re.compile(r"\b(?:19|20)\d\d\W*$")
_SENTENCE_END = re.compile(r"[.;:!?)/”\"\]]\W*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_NUMBER = re.compile(r"\b\d{9}(?:\d{3})?\b")
_NAME = re.compile(r"\b(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]+ ){2,4}[A-ZÀ-ỸĐ][a-zà-ỹđ]+\b|\b(?:[A-ZÀ-ỸĐ]{2,} ){2,4}[A-ZÀ-ỸĐ]{2,}\b")
_EMPTY_NUMBER = re.compile(
    r"^\W*so\s*:?\W{0,6}/\s*(?:\d{4}/)?(?!no\b)[a-z]{2}|^\W{0,3}/\s*(?:\d{4}/)?(?:nq|qd|tb|kh|ct|tt)\s*-"
)
_EMPTY_DAY = re.compile(r"ngay[\s.…_]*(?=thang)[^\d]{0,14}nam")
_ACCENTED = re.compile(r"[à-ỹđ]", re.IGNORECASE)
_CLOCK = re.compile(r"(20\d{6})\D?(\d{2})(\d{2})(\d{2})(?!\d)")
_COUNTER = re.compile(r"(\d{2,6})\D*$")


@dataclass(frozen=True, slots=True)
class Opening:
    """The head of a page and the first words below it.

    Attributes:
        motto: The nation's name or motto stands in the upper part.
        columns: An issuer stands beside the motto.
        title: Folded, empty where none; `strength` 0-1 says how much it looks like one.
        form_head: "Mẫu số ..." at the very top.
        annex: The title of an annex, or the remark that it came with a document.
        draft: It says that it is a draft.
        open: Its number and day are left open.
        lower: The first line begins with a lower-case letter.
        goes_on: The first line opens with words that no paper opens with.
        text: The first line is one of running text: as wide as the page's text, and not in capitals.
        notes: It opens with notes on a form.
        cover: A title, a year at the foot and hardly anything else.
    """

    motto: bool
    columns: bool
    title: str
    strength: float
    form_head: bool
    annex: bool
    draft: bool
    open: bool
    lower: bool
    goes_on: bool
    text: bool
    notes: bool
    cover: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """How a page ends.

    Attributes:
        signing: Words of a signature block; `signer`: of an authority's; `recipients`: of a letter's last page.
        mark: A seal or signature lies in its lower part.
        cut: The last line runs to the right margin without a full stop.
        bottom: Where the last line of text ends, as a fraction of the page.
    """

    signing: bool
    signer: bool
    recipients: bool
    mark: bool
    cut: bool
    bottom: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Sheet and print.

    Attributes:
        aspect: Height over width.
        width: In pixels.
        letter: Median height of a line, as a fraction of the page's width.
        left: Median left edge of the lines, as a fraction of the page's width.
    """

    aspect: float
    width: int
    letter: float
    left: float
    source: str
    handwriting: float


@dataclass(frozen=True, slots=True)
class Content:
    """Words by which pages of one paper are alike.

    Attributes:
        head, foot: Folded first and last line.
        words: Folded words.
        names: Folded names of persons and places.
        numbers: Of persons, of nine or twelve digits.
        accented: Share of letters with an accent, as Vietnamese has.
    """

    head: str
    foot: str
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    accented: float


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What a page shows.

    Attributes:
        file, place: The file and the page's number in it.
        picture: The file is no PDF.
        clock: Seconds or count that the name of a photo tells, None where none.
        portrait: A photo, and hardly any text.
        scrap: Hardly any legible text: a blank back that the other side shines through.
    """

    file: str
    place: int
    picture: bool
    clock: int | None
    scrap: bool
    portrait: bool
    number: PageNumber | None
    headings: tuple[Heading, ...]
    opening: Opening
    ending: Ending
    shape: Shape
    content: Content
    side: CardSide | None
    passport: bool


def traits_of(page: Page) -> PageTraits:
    """Everything about one page that the cues are made of."""
    reading = page.reading
    folded = [(line, fold(line.text)) for line in reading.lines]
    scrap = _is_scrap(reading)
    return PageTraits(
        **_from_ref(page.ref),
        scrap=scrap,
        portrait=scrap and any(mark.kind == "photo" for mark in reading.marks),
        number=page_number(reading),
        headings=headings(folded),
        opening=_opening(reading),
        ending=_ending(reading, folded),
        shape=_shape(reading),
        content=_content(reading, folded),
        side=card_side(reading),
        passport=_is_passport(reading),
    )


def traits_of_same(page: Page, known: PageTraits) -> PageTraits:
    """The traits of a page whose reading is that of another page, in another file or place."""
    return replace(known, **_from_ref(page.ref))


def _from_ref(ref: PageRef) -> dict[str, Any]:
    is_picture = not ref.file.casefold().endswith(".pdf")
    return {"file": ref.file, "place": ref.page, "picture": is_picture, "clock": _clock(ref.file)}


def _is_passport(reading: PageReading) -> bool:
    """Whether the page shows the data page of a passport: by its zone, or its name in the head of a few lines."""
    if reading.mrz is not None and reading.mrz.format == "TD3":
        return True
    head = "\n".join(line.text for line in reading.lines if line.box.top < _HEAD and len(line.text) < _LONGEST_NAME)
    return len(reading.lines) < _MOST_LINES_OF_PASSPORT and contains_any(wording().passport, head, 0.9)


def _clock(file: str) -> int | None:
    """Second of the day, or running number, in the name of a photo."""
    stem = file.rsplit(".", 1)[0]
    if match := _CLOCK.search(stem):
        return (int(match[2]) * 60 + int(match[3])) * 60 + int(match[4])
    return int(match[1]) if (match := _COUNTER.search(stem)) else None


def _is_scrap(reading: PageReading) -> bool:
    if len(reading.lines) > _MOST_SCRAPS:
        return False
    sure = [(line.text, line.confidence) for line in reading.lines]
    letters = sum(character.isalpha() for text, confidence in sure if confidence > 0.4 for character in text)
    has_name = any(len(text.split()) >= 2 and confidence > 0.7 for text, confidence in sure)
    return letters < _FEWEST_LETTERS and not has_name and not reading.codes


def _opening(reading: PageReading) -> Opening:
    head = [line for line in reading.lines if line.box.top < _HEAD]
    mottos = [line for line in head if is_motto(line)]
    title = head_title(reading)
    first = next((line for line in reading.lines if _says_something(line)), None)
    return Opening(
        motto=bool(mottos),
        columns=any(_stands_beside(mottos[0], line) for line in head) if mottos else False,
        title=title.text,
        strength=title.strength,
        form_head=any(
            opens_with_any(wording().form_heads, line.text) for line in reading.lines[:4] if line.box.top < 0.15
        ),
        annex=_is_annex(reading, title.text),
        draft=_is_draft(reading),
        open=_is_open(reading),
        lower=first is not None and _starts_lower(first.text),
        goes_on=first is not None and opens_with_any(wording().continuations, first.text),
        text=first is not None and first.box.width > _WIDE and not first.text.isupper(),
        notes=first is not None and opens_with_any(words().notes, first.text),
        cover=_is_cover(reading),
    )


def _is_cover(reading: PageReading) -> bool:
    lines = [line for line in reading.lines if _says_something(line)]
    if not 2 <= len(lines) <= _MOST_LINES_OF_COVER or any(mark.kind == "signature" for mark in reading.marks):
        return False
    shouted = any(line.text.isupper() and len(line.text) > 6 for line in lines)
    return shouted and any(line.box.top > 0.5 and _YEAR.search(line.text) for line in lines)


def _says_something(line: Line) -> bool:
    """Whether the line is text: neither dirt at the edge nor a page number."""
    return line.box.top > 0.02 and sum(character.isalpha() for character in line.text) >= 4


def _stands_beside(motto: Line, line: Line) -> bool:
    near = abs(line.box.top - motto.box.top) < 0.03
    return near and line.box.right < motto.box.left and opens_with_any(wording().issuers, line.text, 0.75)


def _is_annex(reading: PageReading, title: str) -> bool:
    if opens_with_any(words().annex_titles, title):
        return True
    upper = "\n".join(line.text for line in reading.lines if line.box.top < 0.35)
    return contains_any(words().annex_remarks, upper, 0.9) and not contains_any(words().issued_with, upper, 0.9)


def _is_draft(reading: PageReading) -> bool:
    upper = [line for line in reading.lines if line.box.top < 0.3]
    return any(opens_with_any(words().drafts, line.text) and len(line.text) < 24 for line in upper)


def _is_open(reading: PageReading) -> bool:
    """Number and day are left open and nothing is sealed; a number or day alone may be written by hand and unread."""
    upper = [fold(line.text) for line in reading.lines if line.box.top < 0.3]
    is_sealed = any(mark.kind in ("seal", "signature") for mark in reading.marks)
    has_number = any(_EMPTY_NUMBER.match(text) for text in upper)
    return has_number and not is_sealed and bool(_EMPTY_DAY.search(" ".join(upper)))


def _starts_lower(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and letters[0].islower()


def _ending(reading: PageReading, folded: list[tuple[Line, str]]) -> Ending:
    lower = [(line, text) for line, text in folded if line.box.top > _LOWER]
    short = "\n".join(text for _, text in lower if len(text) < 60)
    text_lines = [line for line in reading.lines if _says_something(line)]
    last = max(text_lines, key=lambda line: line.box.bottom, default=None)
    right = max((line.box.right for line in text_lines), default=1.0)
    return Ending(
        signing=contains_any(words().signing, short, 0.9),
        signer=contains_any(words().signers, short, 0.9),
        recipients=contains_any(words().recipients, short, 0.9),
        mark=any(mark.kind in ("seal", "signature") and mark.box.top > _LOWER for mark in reading.marks),
        cut=last is not None and last.box.right > right - 0.08 and not _SENTENCE_END.search(last.text),
        bottom=last.box.bottom if last else 0.0,
    )


def _shape(reading: PageReading) -> Shape:
    lines = [line for line in reading.lines if _says_something(line)]
    aspect = reading.height / max(reading.width, 1)
    return Shape(
        aspect=aspect,
        width=reading.width,
        letter=median(line.box.height for line in lines) * aspect if lines else 0.0,
        left=median(line.box.left for line in lines) if lines else 0.0,
        source=reading.source,
        handwriting=reading.handwriting,
    )


def _content(reading: PageReading, folded: list[tuple[Line, str]]) -> Content:
    text = reading.text
    told = [text for line, text in folded if _says_something(line)]
    letters = sum(character.isalpha() for character in text)
    return Content(
        head=told[0] if told else "",
        foot=told[-1] if told else "",
        words=frozenset(_WORD.findall("\n".join(line for _, line in folded))),
        names=frozenset(fold(name) for name in _NAME.findall(text)),
        numbers=frozenset(_LONG_NUMBER.findall(text)),
        accented=len(_ACCENTED.findall(text)) / letters if letters else 0.0,
    )
