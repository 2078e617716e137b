"""Values of no form of their own, behind which other numbers and dates follow on the same line."""

import re
from collections.abc import Iterator
from dataclasses import replace

from intake_ai.extraction.addresses import is_address
from intake_ai.extraction.identity import is_personal_number, is_tax_code
from intake_ai.extraction.printed import is_words_of_dates
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.sentences import Part, read_sentence
from intake_ai.extraction.values import digits_in, drop_noise, repair, strip_marks
from intake_ai.terms import FieldKind

# A number or code with strokes, and printed words behind it: "45/2026/TB-TLVA với nguyên đơn".
_CODE_AND_PRINT = re.compile(r"(?P<code>(?=\S*\d)\S*[^\s,.;])[,.;]?\s(?=[^\W\d_]{2,}\b)(?=[a-zà-ỹđ])")
_NAMING_END = re.compile(
    r"[\s,;]*\b(?:ke tu |den |cap |thoi diem co hieu luc[^a-z]*)?(?:ngay|quyen so|so|noi cap)?"
    r"\s*(?:\([^)]*\))?[\s:.]*$"
)


def read_mixed(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    """A value behind which, on the same line, other numbers and dates follow with words of their own."""
    twelve = digits_in(value.text, (12,))
    if re.fullmatch(r"\W*\d{12}\W*", value.text) and twelve and is_personal_number(twelve[2]):
        yield Part("id_number", printed, twelve[2], value.slice(twelve[0], twelve[1]), 0.8)
        return
    if re.fullmatch(r"\d{10}(?:\s?-\s?\d{3})?", value.text) and plain(printed) in ("so", "s6", "s0"):
        number = re.sub(r"\D", "", value.text)
        yield Part("tax_code", printed, number, value, 0.9 if is_tax_code(number) else 0.6)
        return
    if kind == "other" and is_address(value.text):
        words = drop_noise(value)
        yield Part("address", printed, repair(words.text), words, 0.75)
        return
    inner = list(_own_kind(kind, read_sentence(full, is_value=True)))
    cut = min((_offset(full, part.run) for part in inner if part.label), default=len(full.text))
    own = strip_marks(full.slice(0, _label_before(full, cut)))
    if own:
        words = drop_noise(own)
        if words and any(letter.isalnum() for letter in words.text) and not is_words_of_dates(words.text):
            yield from _with_giver(kind, printed, words)
    yield from (part for part in inner if part.label)


def _with_giver(kind: FieldKind, printed: str, words: Run) -> Iterator[Part]:
    """A value, or in "37 do Bệnh viện A" the number of a paper and who gave it; print behind it is neither."""
    is_number = bool({"so", "s6", "s0"} & set(plain(printed).split()))
    code = _CODE_AND_PRINT.match(words.text) if plain(printed).split()[-1:] == ["so"] else None
    if code is not None and not words.folded[code.end() :].startswith("do "):
        words = words.slice(0, code.end("code"))
    giver = re.match(r"(?P<number>\d[\w/.-]*)\s+do\s+(?P<giver>.+)$", words.folded) if is_number else None
    if giver is None:
        yield Part(kind, printed, repair(words.text), words, 0.8, "document_number" if is_number else "")
        return
    for name, label in (("number", printed), ("giver", "do")):
        run = words.slice(giver.start(name), giver.end(name))
        yield Part(kind, label, repair(run.text), run, 0.8, "document_number")


_NAMING_WORD = re.compile(r"ngày|số|cấp|đến|thời điểm|[^\w\s]\s*$")


def _own_kind(kind: FieldKind, inner: Iterator[Part]) -> Iterator[Part]:
    """After "Cơ quan cấp: ..." a date without words of its own is the date of issue."""
    for part in inner:
        is_issue = kind == "id_issue_place" and part.kind == "other" and part.label == "ngày"
        yield replace(part, kind="id_issue_date") if is_issue else part


def _label_before(run: Run, cut: int) -> int:
    """Where the words that name the value at `cut` begin."""
    match = _NAMING_END.search(run.folded[:cut])
    if match is None or (cut == len(run.text) and not _NAMING_WORD.search(run.text[match.start() :].lower())):
        return cut  # "Nộp hồ sơ" ends with a word that is "số" but for its accent
    return match.start()


def _offset(run: Run, part: Run) -> int:
    """Where in `run` the first word of `part`, a slice of it, stands."""
    first = part.words[0].box
    for word, start in zip(run.words, run.starts, strict=True):
        if word.box.top == first.top and word.box.left - 1e-9 <= first.left < word.box.right:
            return start
    return len(run.text)
