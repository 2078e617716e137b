"""Reads numbers, names and words of a value out of text, tolerant to what OCR does to them."""

import re
from collections.abc import Sequence

from intake_ai.extraction.dates import as_date, date_in_words, find_dates, number_in_words, year_in
from intake_ai.extraction.lexicon import opens_with_surname
from intake_ai.extraction.runs import Run, fold
from intake_ai.wordlists import phrases
from ocr.page import Word
from ocr.syllables import is_syllable

__all__ = [
    "as_date", "date_in_words", "digits_in", "drop_noise", "find_dates", "find_names", "looks_like_name", "name_part",
    "number_in_words", "repair", "strip_marks", "trim", "year_in",
]  # fmt: skip

_LEADER = re.compile(r"(?:[.…·_=~*-]\s?){3,}|…+")
_FOOTNOTE_AHEAD = re.compile(
    r"^(?:\(\s?\d{1,2}\s?\)|\[\d{1,2}\]|[ÐĐ]?[^\w\s(\"“]{0,3}\d?[®©°º'’‘”?)*^]+[^\w\s(\"“]?)(?=[\s:;.]|$|(?<=\))[A-ZĐÀ-Ỹ])[\s:;.]*"
)
# A mark in brackets misread: "t)", "P)'", "Œ)", or the bracket alone.
_BROKEN_MARK = re.compile(r"^(?:\(?\w?\)['’”\"]?\s+|\(\s+)(?=[A-ZĐÀ-Ỹ])")
_INSTRUCTION = re.compile(r"^\((?:viet|ghi|neu|chu in|ky|truong hop|ten|voi|bang|doi voi|co quan)[^)]*\)?[\s:;.]*")
# The mark of a footnote behind a value: "Ủy ban nhân dân xã Mẫu (1)". A number in brackets is no value's end.
_FOOTNOTE_BEHIND = re.compile(r"(?<=\S)\s?(?:\(\s?\d{1,2}\s?\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?<!m[²³]))$")
# A raised number that a text layer joins to the word: "Đã kết hôn10", "Kinh;7". Codes have capitals or other figures.
_GLUED_BEHIND = re.compile(r"(?<=[^\W\d_]{2})(?<=[a-zà-ỹđ])[;,]?\d{1,2}$")
_INSTRUCTION_BEHIND = re.compile(r"\s\((?:viet|ghi ro|ghi day|ghi theo|neu co|ky)\b.*$")
# Between the words of a name the gap is about half a letter's height; page width and height differ, hence the margin.
_NAME_GAP = 2.5
_LETTERS_OR_FIGURES = re.compile(r"[^\W_]{2}|\d(?!\))")
# A letter read less surely than this ahead of a value is a speck; names of the Ê Đê and Gia Rai open with Y and H.
_SURE = 0.97
_LONE = re.compile(r"\W*\w?\W*$")
_GLUED_FIGURE = re.compile(r"\d(?P<word>[A-ZĐÀ-Ỹ][^\W\d]*)")
_SHORT_NAMES = frozenset("YHƯ")
_EDGES = " \t.,:;…_·|-–—~*'`’‘\"“”°®©^«»<>[]{}\\=+ˆ"


def digits_in(text: str, counts: tuple[int, ...]) -> tuple[int, int, str] | None:
    """The first number of one of these `counts` of digits, spaces and stops inside allowed, as (start, end, digits)."""
    for match in re.finditer(r"(?<![\w/])\d(?:[\s.]?\d)*(?![\w/])", text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in counts:
            return match.start(), match.end(), digits
    return None


def strip_marks(run: Run) -> Run:
    """`run` without footnote marks and instructions ahead of it, leader lines, and stray signs at its ends.

    A leader line inside ends the value: what follows it is the noise that OCR makes of dots.
    """
    start = 0
    text, folded = run.text, run.folded
    for _ in range(3):
        while start < len(text) and text[start] in _EDGES.replace("°", "").replace("®", "").replace("'", ""):
            start += 1
        match = (
            _FOOTNOTE_AHEAD.match(text[start:])
            or _BROKEN_MARK.match(text[start:])
            or _INSTRUCTION.match(folded[start:])
        )
        if not match or match.end() == 0:
            break
        start += match.end()
    return _before_leader(_without_speck(_without_superscript(run.slice(start, len(text)))))


def _without_speck(run: Run) -> Run:
    """`run` without single letters and signs ahead of it, read from a footnote mark or from dots."""
    words = run.words
    glued = _GLUED_FIGURE.match(run.text)
    openings = phrases(__file__, "values.yaml", "openings")
    if glued and fold(glued["word"]) in openings:
        return run.slice(1, len(run.text))
    return Run(words[1:]) if len(words) > 1 and _is_speck_ahead(words[0], words[1], openings) else run


def _is_speck_ahead(first: Word, second: Word, openings: Sequence[str]) -> bool:
    if second.text.startswith("…"):
        return first.confidence < _SURE and not _LETTERS_OR_FIGURES.search(first.text)
    if _LONE.match(first.text) and second.text[0].isupper() and fold(second.text) in openings:
        return True
    is_letter = len(first.text) == 1 and first.text not in _SHORT_NAMES and not first.text.isdigit()
    return is_letter and first.confidence < _SURE and _opens_value(second.text)


def _opens_value(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit()


def _without_superscript(run: Run) -> Run:
    """`run` without a first word that is a raised footnote number."""
    if len(run.words) < 2 or len(run.words[0].text) > 2:
        return run
    first, second = run.words[0].box, run.words[1].box
    raised = first.bottom < second.bottom - 0.25 * second.height and first.height < 0.9 * second.height
    if run.words[1].text[0].islower():
        return run  # a number with its unit, "04 người": letters that reach lower make it look raised
    return Run(run.words[1:]) if raised and not run.words[0].text.isalpha() else run


def _before_leader(run: Run) -> Run:
    text = run.text
    start = 0
    while match := _LEADER.match(text, start):
        start = match.end()
    leader = _LEADER.search(text, start)
    run = run.slice(start, leader.start() if leader else len(text))
    instruction = _INSTRUCTION_BEHIND.search(run.folded)
    run = trim(run.slice(0, instruction.start()) if instruction else run)
    mark = _FOOTNOTE_BEHIND.search(run.text) or _GLUED_BEHIND.search(run.text)
    return _without_raised(trim(run.slice(0, mark.start())) if mark else run)


def _without_raised(run: Run) -> Run:
    """`run` without a last word that is a raised footnote number, as the one ahead of a value."""
    if len(run.words) < 2 or not run.words[-1].text.isdigit() or len(run.words[-1].text) > 2:
        return run
    word, last = run.words[-2].box, run.words[-1].box
    raised = last.bottom < word.bottom - 0.25 * word.height and last.height < 0.8 * word.height
    return Run(run.words[:-1]) if raised else run


def trim(run: Run) -> Run:
    """`run` without signs at its ends that belong to no value; a closing bracket stays with its opening one."""
    text = run.text
    end = len(text)
    start = 0
    while start < end and text[start] in _EDGES + ")/":
        start += 1
    while end > start and (text[end - 1] in _EDGES + "(/" or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return run.slice(start, end)


def drop_noise(run: Run) -> Run:
    """`run` without single signs or letters at its end that OCR doubts: specks and ends of leader lines."""
    words = list(run.words)
    while words and len(words) > 1 and _is_speck(words[-1].text, words[-1].confidence):
        words.pop()
    return trim(Run(tuple(words))) if words else run


def _is_speck(text: str, confidence: float) -> bool:
    letters = re.sub(r"\W|_", "", text)
    return not letters or (len(letters) <= 2 and confidence < 0.6 and not letters.isdigit())


def repair(text: str) -> str:
    """`text` without misreadings that only one reading can stand behind: "la Pa" is "Ia Pa", a tick is a speck."""
    text = re.sub(r"\bl(?=a [A-ZĐ])", "I", text)
    text = re.sub(r"(?<!\w)['’`‘](?=\w)", "", text)
    first, _, rest = text.partition(" ")
    # The frame of a table read as a letter: "INgân hàng".
    if first[:1] in "Il|" and first[1:2].isupper() and is_syllable(first[1:]) and not is_syllable(first):
        text = f"{first[1:]} {rest}".strip()
    return text


def looks_like_name(text: str) -> bool:
    """Two to six words, each opening with a capital or all in capitals, nothing but letters."""
    words = text.replace("-", " ").split()
    return 2 <= len(words) <= 7 and all(word[0].isupper() and word.replace("'", "").isalpha() for word in words)


def name_part(run: Run) -> Run:
    """The words at the front of `run` that can belong to a person's name; a wide gap ends it."""
    kept: list[Word] = []
    for word in run.words:
        letters = word.text.strip(".,;:'’")
        if not letters or not letters[0].isupper() or any(letter.isdigit() for letter in letters):
            break
        if kept and (_gap(kept[-1], word) > _NAME_GAP or _leaves_capitals(kept, letters)):
            break
        kept.append(word)
        if word.text[-1] in ",;":
            break
    return trim(Run(tuple(kept)))


def _leaves_capitals(kept: Sequence[Word], word: str) -> bool:
    """Whether a word is no part of the name in capitals ahead of it: "TRẦN MẪU AN Vụ án"."""
    in_capitals = len(kept) > 1 and all(each.text.isupper() for each in kept)
    return in_capitals and len(word) > 1 and not word.isupper()


def _gap(left: Word, right: Word) -> float:
    """Space between two words of a line in heights of a letter; 0 over a line's end."""
    height = max(left.box.height, right.box.height)
    return (right.box.left - left.box.right) / height if height and right.box.left >= left.box.left else 0.0


def _is_spelt_like_name(text: str) -> bool:
    """Not in capitals, as headings are, and for the most part of Vietnamese syllables."""
    words = text.split()
    return not text.isupper() and sum(is_syllable(word) for word in words) * 2 > len(words)


def find_names(run: Run) -> list[Run]:
    """The persons' names in `run`, each opening with a surname, whatever noise stands between them."""
    names: list[Run] = []
    index = 0
    while index < len(run.words):
        name = name_part(Run(run.words[index:]))
        if looks_like_name(name.text) and opens_with_surname(name.text) and _is_spelt_like_name(name.text):
            names.append(name)
            index += len(name.words)
        else:
            index += 1
    return names
