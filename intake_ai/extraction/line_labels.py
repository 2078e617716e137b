"""Finds the labels on one line of a form, whatever shape the form gives them.

Shapes: "label: value"; several labels on a line; a label whose colon OCR lost; one that goes on after its known words.
The words of known labels come from labels.yaml; any other words with a colon are a label too, and what they mean is
told by the words in them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake_ai.extraction.lexicon import Label, match_label, meaning_of
from intake_ai.extraction.runs import Run, fold
from intake_ai.extraction.unclosed_labels import unclosed_label

_TOKEN = re.compile(r"[^\W_]+")
_COLON = re.compile(r":(?!\d)(?<!\.\s:)|(?<!\d):(?<!\.\s:)")
_LEADER_END = re.compile(r"(?:[.…·_=~-]\s?){3,}|…")
_NUMBERING = re.compile(r"^\s*(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|\(?[0-9]{1,2}\)|[a-zđ]\)|[IVX]+\.)\s*")
# What may stand between the last word of a label and its value: a footnote mark, an instruction in brackets, a colon.
_MARK = r"(?:\(\s?\d{1,2}\s?\)|[?°®©*^'’‘”\"\])]{1,4}\d?[?°®©*^'’‘”\"\])]{0,3})"
_DIRECT = re.compile(rf"^\s?{_MARK}?\s?(?:\([^):]{{2,60}}\)\s?)?(?P<colon>[:;])?")
_MARK_CLOSE = re.compile(r"(?<=\w)\s?[?°®©*’‘“”\"'][?°®©*’‘“”\"')]{0,3}(?=\s)")
_MOST_LABEL_WORDS = 26
_MOST_EXTENSION = 70
# Of the words ahead of a known label that belong to it.
_MOST_HEAD_WORDS = 14


@dataclass(frozen=True, slots=True)
class LabelSpan:
    """A label on a line: its text from `start`, its value from `value_start` (offsets in the line's run)."""

    start: int
    end: int
    value_start: int
    label: Label | None


def find_labels(run: Run) -> list[LabelSpan]:
    """The labels on one line, left to right."""
    known = _without_documents(run, list(_known_labels(run)))
    found = _with_head(run, sorted(known + list(_unknown_labels(run, known)), key=lambda span: span.start))
    unclosed = None if found else unclosed_label(run)
    return found if unclosed is None else [LabelSpan(unclosed[0], unclosed[1], unclosed[1], unclosed[2])]


def _without_documents(run: Run, spans: list[LabelSpan]) -> list[LabelSpan]:
    """In "Giấy tờ tùy thân: Căn cước công dân số ..." the second name of a document is part of the value."""
    kept: list[LabelSpan] = []
    for span in spans:
        follows_document = bool(kept) and kept[-1].label is not None and kept[-1].label.value == "document"
        is_number = span.label is not None and span.label.kind == "id_number"
        if not (follows_document and is_number and ":" not in run.text[span.end : span.value_start]):
            kept.append(span)
    return kept


def _known_labels(run: Run) -> Iterator[LabelSpan]:
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(run.text)]
    index, before = 0, None
    while index < len(tokens):
        span = _label_at(run, tokens, index) or _chained(run, tokens, index, before)
        if span is None:
            index += 1
            continue
        yield span
        before = span
        while index < len(tokens) and tokens[index][0] < span.value_start:
            index += 1


def _label_at(run: Run, tokens: list[tuple[int, int, str]], index: int) -> LabelSpan | None:
    start = tokens[index][0]
    window = _window(run.text, tokens[index : index + 12])
    found = match_label(window)
    if found is not None and _ends_in_note(run.text[start:], run.text[start : tokens[index + found.words - 1][1]]):
        ahead = sum(position < run.text.index("(", start) for position, _, _ in tokens[index : index + 12])
        found = match_label(window[:ahead])
    if found is None or (start and run.text[start - 1].isalnum()) or _ends_name(run.text, start, found.pattern):
        return None
    end = tokens[index + found.words - 1][1]
    follows = run.text[end:]
    direct = _DIRECT.match(follows)
    at_front = not has_letters(run.slice(0, start)) or bool(_NUMBERING.fullmatch(run.text[:start]))
    if found.words == 1 and found.label.kind != "other" and not (at_front or run.text[start].isupper()):
        return None  # "Cục Thuế tỉnh: ..." in a sentence
    closed = direct is not None and (direct["colon"] == ":" or bool(direct["colon"] and run.text[start].isupper()))
    if direct and (closed or (direct.end() and _is_mark(direct.group()))):
        return LabelSpan(start, end, end + direct.end(), found.label)
    after_gap = bool(re.search(r"[.…_]{3,}\W*$", run.text[:start]))
    capital = run.text[start].isupper()
    if found.words > 1:
        extension = _extension(run, end, at_front=at_front)
        if extension is not None and (capital or at_front or after_gap or found.label.bare):
            return LabelSpan(start, extension[0], extension[1], found.label)
    beside = re.sub(r"\([^)]*\)", "", follows)
    if beside.strip(" .'’”\"°®?*)") == "" and at_front and found.words > 1:  # a label alone on its line: value below
        return LabelSpan(start, end, len(run.text), found.label)
    if direct is None or not re.match(r"\W*[\dA-ZĐÀ-Ỹ]", follows):
        return None  # without a colon a value opens with a capital or figure; a sentence goes on in small letters
    unfit = follows.lstrip().startswith((",", "/")) or (
        is_heading(run.text) and not (at_front and _may_be_in_capitals(found.label))
    )
    if found.label.bare and capital and not unfit and (at_front or after_gap or found.words > 1):
        return LabelSpan(start, end, end + direct.end(), found.label)
    return None


def _ends_name(text: str, start: int, pattern: str) -> bool:
    """Whether the first word of a label ends a name: "Lưu Trung Nam sinh năm 1990" has no "năm sinh"."""
    is_name = text[start : start + 3] in ("Nam", "NAM") and pattern.startswith("nam sinh")
    return is_name and text[:start].rstrip()[-1:].isalpha()


def _ends_in_note(text: str, label: str) -> bool:
    """Whether a known label ends amid a note: "Họ và tên (Chủ hộ hoặc người đại diện)" asks for no "tên chủ hộ"."""
    return "(" in label and ")" not in label and not text[len(label) :].lstrip().startswith(")")


def _chained(run: Run, tokens: list[tuple[int, int, str]], index: int, before: LabelSpan | None) -> LabelSpan | None:
    """In "Lớp: 12A khóa 26 hệ đào tạo chính quy" each printed word of a blank ends the value before it."""
    found = match_label(_window(run.text, tokens[index : index + 12]))
    if found is None or found.label.kind != "other" or found.pattern in ("so", "theo", "fax"):
        return None
    follows_other = before is not None and before.label is not None and before.label.kind == "other"
    start, end = tokens[index][0], tokens[index + found.words - 1][1]
    at_front = not has_letters(run.slice(0, start))
    filled = re.match(r"\W*(?:\([^)]*\)\s*)?[\dA-ZĐÀ-Ỹ]", run.text[end:]) is not None
    if not (follows_other or (at_front and filled)):
        return None
    return LabelSpan(start, end, end, found.label)


def _window(text: str, tokens: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """The words that can make up one label: as far as the first colon, leader or bracket."""
    words: list[str] = []
    for position, (start, _, token) in enumerate(tokens):
        if position and re.search(r"[:]|[.…_]{2}", text[tokens[position - 1][1] : start]):
            break
        words.append(token)
    return tuple(words)


def _is_mark(text: str) -> bool:
    return bool(re.search(r"[?°®©*^'’‘”\"]|\(\s?\d", text))


def _extension(run: Run, end: int, *, at_front: bool) -> tuple[int, int] | None:
    """Where a label that goes on after its known words ends, and where its value opens; None if nothing closes it."""
    follows = run.text[end : end + _MOST_EXTENSION]
    close = _COLON.search(follows) or (_MARK_CLOSE.search(follows) if at_front else None)
    if not close:
        return None
    between = follows[: close.start()]
    if _LEADER_END.search(between) or re.search(r"\d{3}", between):
        return None
    if between.lstrip().startswith("/") and len(between) < 45:  # "Họ và tên / Full name:"
        return end + len(between), end + close.end()
    outside = re.sub(r"\([^)]*\)?", lambda match: " " * len(match.group()), between)
    words = list(_TOKEN.finditer(outside))
    if words and outside[: words[0].start()].isspace() and words[0].group()[0].isupper():
        return None
    folded = tuple(fold(word.group()) for word in words)
    if any(word.group()[0].isupper() and _is_long_label(folded[position:]) for position, word in enumerate(words)):
        return None
    return end + len(between), end + close.end()


def _is_long_label(words: tuple[str, ...]) -> bool:
    found = match_label(words)
    return found is not None and (found.words > 1 or len(words) == 1)


def _unknown_labels(run: Run, known: Iterable[LabelSpan]) -> Iterator[LabelSpan]:
    """Words with a colon that are no label of the lexicon."""
    taken = sorted(known, key=lambda span: span.start)
    floor = 0
    for colon in _COLON.finditer(run.text):
        position = colon.start()
        if any(span.start <= position < span.value_start for span in taken):
            floor = max([floor, *(span.value_start for span in taken if span.start <= position)])
            continue
        low = max([floor, *(span.value_start for span in taken if span.value_start <= position)])
        start = _label_start(run.text, low, position)
        is_last = not has_letters(run.slice(colon.end(), len(run.text)))
        if start is not None and (low == 0 or not is_last or run.text[start].isupper()):
            yield LabelSpan(start, position, colon.end(), meaning_of(run.text[start:position]))
            floor = colon.end()


def _label_start(text: str, low: int, position: int) -> int | None:
    """Where the words before a colon become its label: after a leader, at the last capital, or at the line's start."""
    region = text[low:position]
    leaders = list(_LEADER_END.finditer(region))
    offset = leaders[-1].end() if leaders else 0
    if low > 0 and not leaders:
        capitals = [match.start() for match in re.finditer(r"(?<!\w)\w", region) if match.group().isupper()]
        if not capitals:
            return None
        offset = capitals[-1]
    words = _TOKEN.findall(region[offset:])
    if not 1 <= len(words) <= _MOST_LABEL_WORDS or not any(word[0].isalpha() for word in words):
        return None
    return low + offset + len(region[offset:]) - len(region[offset:].lstrip(" .…_,;|"))


def _with_head(run: Run, spans: list[LabelSpan]) -> list[LabelSpan]:
    """In "Đã ly hôn với ông/bà:" the words ahead of the known ones are of the label too."""
    if not spans or ":" not in run.text[spans[0].end : spans[0].value_start]:
        return spans
    first, head = spans[0], run.text[: spans[0].start]
    if head.endswith("/") and " " not in head.strip():
        return [replace(first, start=0), *spans[1:]]
    numbered = _NUMBERING.match(head)
    start = numbered.end() if numbered else 0
    words = [match.group() for match in _TOKEN.finditer(head[start:])]
    if not run.text[first.start].islower() or re.search(r"[\d;…]|\.\.", head[start:]):
        return spans
    if (
        not words
        or not words[0][0].isupper()
        or sum(word[0].isupper() for word in words) > 2
        or len(words) > _MOST_HEAD_WORDS
    ):
        return spans
    return [replace(first, start=start, label=meaning_of(run.text[start : first.end])), *spans[1:]]


def _may_be_in_capitals(label: Label) -> bool:
    """Whether a line in capitals without a colon may hold such a label: of headings only "CHỖ Ở HỢP PHÁP"."""
    return label.kind not in ("address", "requested_content", "organisation_name", "other")


def is_heading(text: str) -> bool:
    """Whether a text is in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 8 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def has_letters(run: Run) -> bool:
    """Whether there is a letter or figure in the words."""
    return any(letter.isalnum() for letter in run.text)
