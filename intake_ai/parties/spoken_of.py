"""Finds the names of persons and organisations in the running text of a paper, with the words that tell their part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold, is_plain_syllable, normalise
from intake_ai.extraction.handwriting import hand_of
from intake_ai.extraction.lexicon import lexicon, match_label
from intake_ai.extraction.lines import filled_in
from intake_ai.extraction.runs import plain
from intake_ai.parties.cues import Part, cues, ends_in, organisation_words, part_told
from ocr.page import Box, PageRef, Word, enclosing

_LONGEST_NAME = 5
_WORDS_BEFORE = 8
_FULL_LINE = 0.8
"""Right edge, as a fraction of the page, from which a line goes on in the next one."""
_FARTHEST_ABOVE = 0.12
_FOOT = 0.4
"""Of the page's height: signatures stand below."""
_WIDE_GAP = 2.5
"""In heights of a letter: further apart two words of a line belong to two columns."""
_LONGEST_ORGANISATION = 14
_LONGEST_OPENING = 5
_ENDS = re.compile(r"[,;:.)\]]$")
_MIDDLE = frozenset({"thi", "van"})
"""Middle names that no name ends in."""
_CONJUNCTIONS = frozenset({"va", "cung", "voi"})


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A name in running text.

    Attributes:
        part: Told by the words before it; None where they tell none.
        titled: A word like "ông", "bà" stands before it.
        order: Place in the paper, for comparing.
        by_hand: On a form that was filled in by pen.
        confidence: Of the reading of its letters, 0-1.
    """

    name: str
    is_organisation: bool
    part: Part | None
    titled: bool
    page: PageRef
    box: Box
    order: tuple[int, float]
    by_hand: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class _Token:
    word: Word
    plain: str
    page: int
    line: int
    ends_line: bool
    line_is_full: bool

    @property
    def text(self) -> str:
        return self.word.text.strip(".,;:'’“”\"()[]")


def spoken_of(paper: Paper) -> list[SpokenOf]:
    """The persons and organisations named behind a telling word, in reading order."""
    tokens = _tokens(paper)
    found: list[SpokenOf] = []
    index = 0
    while index < len(tokens):
        length = _organisation_at(tokens, index)
        is_organisation = length > 0
        length = length or _name_at(tokens, index)
        if length:
            spoken = _spoken(paper, tokens, index, length, found, is_organisation=is_organisation)
            if spoken is not None:
                found.append(spoken)
        index += max(length, 1)
    if found and paper.type is PaperType.APPLICATION_FORM and hand_of(paper).written:
        return [replace(spoken, by_hand=True) for spoken in found]
    return found


def opens_name(text: str) -> bool:
    """Whether a text opens with a surname: accents tell some from other words ("Phó", "Phổ")."""
    first = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    return plain(first) in lexicon().surnames and first not in cues().not_surnames


def _tokens(paper: Paper) -> list[_Token]:
    tokens: list[_Token] = []
    for page, shown in enumerate(paper.pages):
        for number, line in enumerate(filled_in(shown.reading.lines)):
            words = [word for word in line.words if word.text.strip()]
            for word in words:
                is_last = word is words[-1]
                is_full = line.box.right >= _FULL_LINE
                tokens.append(_Token(word, plain(word.text), page, number, is_last, is_full))
    return tokens


def _name_at(tokens: Sequence[_Token], start: int) -> int:
    """How many tokens from `start` are a person's name; 0 where none is."""
    first = tokens[start]
    if not opens_name(first.text) or not _may_be_in_name(first):
        return 0
    is_shouted = tokens[start].text.isupper() and len(tokens[start].text) > 1
    count = 1
    while count < _LONGEST_NAME and start + count < len(tokens):
        last, following = tokens[start + count - 1], tokens[start + count]
        if _ENDS.search(last.word.text) or _is_apart(last, following) or not _may_be_in_name(following):
            break
        if is_shouted != (following.text.isupper() and len(following.text) > 1):
            break
        if last.ends_line and not _goes_on(tokens, start, count):
            break
        if _opens_label(tokens, start + count):
            break
        count += 1
    return count if count >= 2 and not _is_cited(tokens, start + count) else 0


def _is_cited(tokens: Sequence[_Token], after: int) -> bool:
    """Whether a number follows on the line: "Như Điều 3" is no name."""
    return after < len(tokens) and tokens[after].plain.isdecimal() and not tokens[after - 1].ends_line


def _opens_label(tokens: Sequence[_Token], index: int) -> bool:
    """Whether the words from here are a label of several words ("Giới tính:")."""
    match = match_label(tuple(token.plain for token in tokens[index : index + 4]))
    return match is not None and match.words > 1 and match.pattern.split()[0] == tokens[index].plain


def _may_be_in_name(token: _Token) -> bool:
    letters = token.text.replace("'", "").replace("’", "")
    return letters.isalpha() and letters[0].isupper() and all(map(is_plain_syllable, token.plain.split()))


def _is_apart(left: _Token, right: _Token) -> bool:
    if left.line != right.line or left.page != right.page:
        return False
    height = max(left.word.box.height, right.word.box.height)
    return height > 0 and right.word.box.left - left.word.box.right > _WIDE_GAP * height


def _goes_on(tokens: Sequence[_Token], start: int, count: int) -> bool:
    """Whether a name at the end of a full line goes on in the next: there one or two syllables, then other words."""
    last = tokens[start + count - 1]
    is_unfinished = count == 2 and last.plain in _MIDDLE
    if not (last.line_is_full or is_unfinished) or tokens[start + count].page != last.page:
        return False
    more = 0
    while start + count + more < len(tokens) and _may_be_in_name(tokens[start + count + more]):
        more += 1
        if _ENDS.search(tokens[start + count + more - 1].word.text):
            break
    ending = tokens[start + count + more - 1].word.text if more else ""
    return 1 <= more <= 2 and count + more <= _LONGEST_NAME - 1 and not ending.endswith(":")


def _organisation_at(tokens: Sequence[_Token], start: int) -> int:
    """How many tokens from `start` are an organisation's name; 0 where none is."""
    if not tokens[start].text[:1].isupper() or _is_inside_heading(tokens, start):
        return 0
    here = [token.plain for token in tokens[start : start + _LONGEST_ORGANISATION]]
    accented = [token.text.lower() for token in tokens[start : start + _LONGEST_OPENING]]
    openings = organisation_words().openings
    opening = next((phrase for phrase in openings if _opens(here, phrase) or _opens(accented, phrase)), None)
    if opening is None:
        return 0
    count = opening.count(" ") + 1
    while count < len(here) and not _ends_organisation(tokens, start, count):
        count += 1
    own = tokens[start + opening.count(" ") + 1 : start + count]
    return count if any(token.text[:1].isupper() or token.text[:1].isdigit() for token in own) else 0


def _is_inside_heading(tokens: Sequence[_Token], start: int) -> bool:
    """Whether other words in capitals stand right before: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" speaks of no "hội"."""
    if start == 0 or not tokens[start].text.isupper():
        return False
    left = tokens[start - 1]
    is_beside = left.line == tokens[start].line and left.page == tokens[start].page
    return is_beside and left.text.isupper() and left.text.isalpha() and not left.word.text.endswith((":", "."))


def _opens(words: Sequence[str], phrase: str) -> bool:
    length = phrase.count(" ") + 1
    return " ".join(words[:length]) == phrase


def _ends_organisation(tokens: Sequence[_Token], start: int, count: int) -> bool:
    last, following = tokens[start + count - 1], tokens[start + count]
    if (last.plain, following.plain) == ("chi", "nhanh"):
        return False
    if last.page != following.page or re.search(r"[,;:.]$", last.word.text) or _is_apart(last, following):
        return True
    if last.ends_line and not (last.line_is_full and following.text[:1].isupper()):
        return True
    ahead = [token.plain for token in tokens[start + count : start + count + 3]]
    if any(_opens(ahead, phrase) for phrase in organisation_words().ends):
        return not following.text.isupper() or not tokens[start].text.isupper()
    is_inner = following.plain == "" or following.text in organisation_words().inner
    return not (following.text[:1].isupper() or following.text[:1].isdigit() or is_inner)


def _spoken(
    paper: Paper, tokens: Sequence[_Token], start: int, length: int, found: Sequence[SpokenOf], *, is_organisation: bool
) -> SpokenOf | None:
    """The name with its part; None where the words before it tell that it is nobody's."""
    before = _words_before(tokens, start)
    folded = [fold(word) for word in before]
    if not is_organisation and ends_in(folded, cues().not_persons):
        return None
    if is_organisation and folded[-2:] == ["kinh", "gui"]:
        return None  # whom it is addressed to; of a person that is whom it is about
    titles = _titles(before)
    part = _part(folded, titles, found)
    if _is_signature(paper, tokens, start, length):
        part = "signing" if part not in (None, "official") else part
    elif not is_organisation and part not in ("relative", "witness") and _acts_by_office(tokens, start + length):
        part = "representative" if part in ("representative", "party") else "official"
    if part is None and not titles and not is_organisation:
        return None
    if tokens[start].text.isupper() and not is_organisation and not _is_introduced(tokens, start, titles):
        return None
    words = tokens[start : start + length]
    boxes = [token.word.box for token in words if (token.page, token.line) == (words[0].page, words[0].line)]
    letters = sum(len(token.word.text) for token in words)
    return SpokenOf(
        name=" ".join(token.text for token in words if token.text),
        is_organisation=is_organisation,
        part=part,
        titled=titles > 0,
        page=paper.pages[words[0].page].ref,
        box=enclosing(boxes),
        order=(words[0].page, words[0].word.box.top),
        by_hand=False,
        confidence=sum(token.word.confidence * len(token.word.text) for token in words) / max(letters, 1),
    )


def _titles(before: Sequence[str]) -> int:
    """How many words at the end of `before` are forms of address."""
    count = 0
    while more := ends_in(before[: len(before) - count], cues().honorifics):
        count += more
    return count


def _part(before: Sequence[str], titles: int, found: Sequence[SpokenOf]) -> Part | None:
    """What the words before a name, forms of address aside, tell; behind "và" the same as of the name before."""
    ahead = before[: len(before) - titles]
    if ahead and ahead[-1] == "la":
        return part_told(ahead) or part_told(ahead[:-1])
    if ahead and ahead[-1] in _CONJUNCTIONS and found:
        return found[-1].part
    return part_told(ahead) or part_told(before)


def _is_introduced(tokens: Sequence[_Token], start: int, titles: int) -> bool:
    """Whether a name in capitals stands behind a colon or a form of address, and so is no part of a heading."""
    before = tokens[start - 1] if start else None
    if before is None:
        return False
    colons = [token.word.text.endswith(":") for token in tokens[max(0, start - 1 - titles) : start]]
    return any(colons) or (titles > 0 and not before.text.isupper())


def _is_signature(paper: Paper, tokens: Sequence[_Token], start: int, length: int) -> bool:
    """Whether a name stands alone on its line at the foot of the paper: somebody signed above it."""
    first, last = tokens[start], tokens[start + length - 1]
    begins = start == 0 or tokens[start - 1].line != first.line or _is_apart(tokens[start - 1], first)
    ends = start + length == len(tokens) or last.ends_line or _is_apart(last, tokens[start + length])
    follows = not (start and tokens[start - 1].word.text.endswith(":"))
    return begins and ends and follows and first.page == len(paper.pages) - 1 and first.word.box.top > _FOOT


def _words_before(tokens: Sequence[_Token], start: int) -> list[str]:
    """The words before a name in small letters, those in brackets left out, as far as its own sentence goes."""
    first = start
    while first > 0 and start - first < 3 * _WORDS_BEFORE and _leads_on(tokens[first - 1], tokens[first]):
        first -= 1
    words = (token.word.text for token in tokens[first:start] if len(token.plain) > 1 or not token.word.text.isalnum())
    text = "".join(f"{word} " for word in words)
    text = re.sub(r"\([^()]{0,60}\)", lambda match: match.group() if len(match.group()) < 7 else " ", text)
    text = re.split(r";|[.](?=\s+[A-ZĐ])", text)[-1]
    return re.findall(r"[^\W_]+", normalise(text).lower())[-_WORDS_BEFORE:]


def _leads_on(left: _Token, right: _Token) -> bool:
    """Whether the words of a line lead on to the next: a label above its value, a signature's words above the name."""
    if left.page != right.page:
        return False
    return right.word.box.top - left.word.box.top <= _FARTHEST_ABOVE


def _acts_by_office(tokens: Sequence[_Token], after: int) -> bool:
    """Whether a dash and any words of a duty, or a comma and an office, follow the name."""
    if after >= len(tokens):
        return False
    is_dash = bool(re.fullmatch(r"[-–—]+", tokens[after].word.text))
    if not (is_dash or _ENDS.search(tokens[after - 1].word.text) or tokens[after].plain == "chuc"):
        return False
    words = " ".join(token.plain for token in tokens[after : after + 6] if token.plain)
    if any(words.startswith(office) for office in cues().offices):
        return True
    behind = tokens[after + 1].text if after + 1 < len(tokens) else ""
    is_duty = behind[:1].islower() and not any(words.startswith(detail) for detail in cues().details)
    return is_dash and is_duty and not tokens[after - 1].ends_line
