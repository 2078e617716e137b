"""Makes a template of a blank form that was read like any upload."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from classifiers.papers import Paper
from intake_ai.extraction.labelled import Pair
from intake_ai.extraction.lexicon import match_label
from intake_ai.extraction.lines import SIGNING, filled_in, without_issuing
from intake_ai.extraction.role_columns import with_columns
from intake_ai.extraction.role_words import role_of_label
from intake_ai.extraction.roles import speaking_of
from intake_ai.extraction.runs import fold, plain, run_of
from intake_ai.extraction.tables import page_pairs
from intake_ai.extraction.templates.keys import BOX, key_of
from intake_ai.extraction.templates.naming import label_of
from intake_ai.extraction.templates.rows import LEADER, is_leader, rows_of_page
from intake_ai.extraction.templates.template import Anchor, Place, Template, TemplateBlank
from intake_ai.extraction.templates.ticks import tick_blanks
from ocr.page import Box, Line, Word

Rows = list[tuple[Word, ...]]

_FOLLOWING = (["thang"], ["nam"], ["phut"])
_MOST_LABEL_WORDS = 12
# Fraction of the page's width: white space behind a label that is wide enough to write in.
_SPACE = 0.05
# The words of a date with what follows each; gaps of such fractions of the page's width stand for figures.
_NEXT_OF_DATE = {"ngày": "tháng", "tháng": "năm", "năm": ""}
_DATE_GAP, _YEAR, _RIGHT_MARGIN = 0.025, 0.07, 0.93
_OPTIONAL = re.compile(r"\bneu (?:co|biet|khong|thuoc|la|thay)\b|\btruong hop\b|\bhoac\b|\bkhong bat buoc\b")


@dataclass
class _Slot:
    """Leaders with no printed word between them: one place to fill in, perhaps over several lines."""

    gap: int
    leaders: list[tuple[int, Word]] = field(default_factory=list)

    @property
    def is_space(self) -> bool:
        return all(word.raw == "space" for _, word in self.leaders)


def template_of(paper: Paper) -> Template:
    """The template that a blank form makes; without blanks where there is nothing to fill in."""
    pages: list[Rows] = []
    for page in paper.pages:
        rows = list(rows_of_page(page.reading, with_leaders=True).rows)
        pages.append([_with_spaces(_with_dates(row), rows[index + 1 : index + 2]) for index, row in enumerate(rows)])
    anchors, slots = _stream(pages)
    blanks = [*_blanks(pages, anchors, slots, paper.title), *tick_blanks(anchors)]
    blanks.sort(key=lambda blank: (blank.first, blank.shape == "box"))
    return Template(paper.title, paper.form_number, paper.form_source, len(pages), tuple(anchors), tuple(blanks))


def _with_spaces(row: tuple[Word, ...], following: Sequence[tuple[Word, ...]]) -> tuple[Word, ...]:
    """A row with a leader where a known label has nothing but white space behind it."""
    words: list[Word] = []
    start = 0
    for index, word in enumerate(row):
        words.append(word)
        if not word.text.endswith(":"):
            continue
        label = match_label(tuple(plain(run_of(row[start : index + 1]).text).split()))
        start = index + 1
        right = row[index + 1].box.left if index + 1 < len(row) else 0.93
        at_end = index + 1 == len(row)
        if right - word.box.right < _SPACE or label is None or (at_end and _opens_person(following)):
            continue
        if at_end and any(is_leader(each.text) for each in (following[0] if following else ())[:1]):
            continue
        box = Box(word.box.right, word.box.top, right, word.box.bottom)
        words.append(Word(LEADER, box, 1.0, raw="space"))
    return tuple(words)


def _with_dates(row: tuple[Word, ...]) -> tuple[Word, ...]:
    """A row with leaders in the gaps of "ngày   tháng   năm", whose few dots a scan often loses."""
    words: list[Word] = []
    for index, word in enumerate(row):
        words.append(word)
        after = row[index + 1] if index + 1 < len(row) else None
        expected = _NEXT_OF_DATE.get(_lower(word))
        if expected is None or (after is None and expected):
            continue
        right = after.box.left if after is not None else min(_RIGHT_MARGIN, word.box.right + _YEAR)
        fits = after is None or _lower(after) == expected
        if fits and right - word.box.right >= _DATE_GAP and (after is None or not is_leader(after.text)):
            words.append(Word(LEADER, Box(word.box.right, word.box.top, right, word.box.bottom), 1.0))
    return tuple(words)


def _lower(word: Word) -> str:
    return unicodedata.normalize("NFC", word.text).lower().strip(" .,:…")


def _opens_person(following: Sequence[tuple[Word, ...]]) -> bool:
    """Whether the next row begins a person's particulars: what stands above is a heading."""
    if not following:
        return False
    found = match_label(tuple(plain(run_of(following[0]).text).split()[:_MOST_LABEL_WORDS]))
    return found is not None and found.label.kind == "full_name"


def _stream(pages: Sequence[Rows]) -> tuple[list[Anchor], list[_Slot]]:
    anchors: list[Anchor] = []
    slots: list[_Slot] = []
    for number, rows in enumerate(pages):
        for word in (word for row in rows for word in row):
            if is_leader(word.text):
                if not slots or slots[-1].gap != len(anchors):
                    slots.append(_Slot(len(anchors)))
                slots[-1].leaders.append((number, word))
            elif key := key_of(word):
                anchors.append(Anchor(word.text, key, number, word.box))
    return anchors, slots


def _blanks(
    pages: Sequence[Rows], anchors: Sequence[Anchor], slots: Sequence[_Slot], title: str
) -> Iterator[TemplateBlank]:
    told = _told_by_pairs(pages, title)
    context = _Context()
    chain: TemplateBlank | None = None
    before = 0
    for slot in slots:
        page, first = slot.leaders[0]
        if not any(_is_same(first, each) for each in told[page].open_words) or _is_to_sign(anchors[: slot.gap]):
            before = slot.gap
            continue
        between = [plain(anchor.text).split() for anchor in anchors[before : slot.gap]]
        if chain is not None and between in ([each] for each in _FOLLOWING):
            chain = replace(chain, last=slot.gap, places=(*chain.places, *_places(slot)))
        else:
            if chain is not None:
                yield chain
            chain = _blank(slot, anchors[before : slot.gap], told[page], context)
        before = slot.gap
    if chain is not None:
        yield chain


@dataclass
class _Context:
    """The role of the person that the form is speaking of."""

    role: str | None = None


@dataclass(frozen=True)
class _Told:
    """What the pairs of a page tell: those with a value, and the words of the part that is filled in."""

    pairs: list[tuple[Pair, str | None]]
    open_words: list[Word]


def _told_by_pairs(pages: Sequence[Rows], title: str) -> list[_Told]:
    told = []
    speaking = speaking_of(title, is_form=True)
    for rows in pages:
        lines = filled_in(without_issuing([Line(row) for row in rows]))
        known: list[tuple[Pair, str | None]] = []
        for pair in with_columns(page_pairs(lines)):
            has_blank = any(is_leader(word.text) for word in pair.value.words)
            line = lines[pair.lines[0]].text if pair.lines and pair.lines[0] < len(lines) else ""
            speaking.note(pair, has_value=has_blank, line=line)
            known.append((pair, speaking.whose(pair.printed, pair)))
        told.append(_Told(known, [word for line in lines for word in line.words]))
    return told


def _blank(slot: _Slot, before: Sequence[Anchor], told: _Told, context: _Context) -> TemplateBlank:
    _, first = slot.leaders[0]
    pair, role = next(
        ((pair, role) for pair, role in told.pairs if any(_is_same(first, word) for word in pair.value.words)),
        (None, None),
    )
    role = context.role if pair is None else role
    context.role = role or context.role
    label, meaning = label_of(before)
    if meaning is None and pair is not None and pair.label is not None and _opens_value(pair, first):
        label, meaning = pair.printed, pair.label
    text = plain(label + " " + " ".join(anchor.text for anchor in before[-6:]))
    return TemplateBlank(
        label=label,
        kind=meaning.kind if meaning else "other",
        form=meaning.value if meaning else "text",
        role=role_of_label(label) or role,
        shape="space" if slot.is_space else "line",
        first=slot.gap,
        last=slot.gap,
        places=_places(slot),
        is_optional=bool(_OPTIONAL.search(text)) or any(anchor.key == BOX for anchor in before),
    )


def _is_to_sign(before: Sequence[Anchor]) -> bool:
    """Whether the words right ahead ask for a signature: the line is for it."""
    words = " ".join(anchor.text for anchor in before[-_MOST_LABEL_WORDS:])
    found = list(SIGNING.finditer(fold(words)))
    return bool(found) and ":" not in words[found[-1].start() :]


def _opens_value(pair: Pair, leader: Word) -> bool:
    """Whether nothing printed stands between a label and the leader."""
    for word in pair.value.words:
        if _is_same(leader, word):
            return True
        if key_of(word) and not re.search(r"[()]", word.text):
            return False
    return False


def _places(slot: _Slot) -> tuple[Place, ...]:
    return tuple(Place(page, word.box) for page, word in slot.leaders)


def _is_same(one: Word, other: Word) -> bool:
    """Whether two words are the same or one is a part of the other: labels and values are cut out of lines."""
    return abs(one.box.top - other.box.top) < 1e-6 and min(one.box.right, other.box.right) > max(
        one.box.left, other.box.left
    )
