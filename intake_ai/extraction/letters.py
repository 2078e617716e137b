"""What decisions, certificates and letters say of themselves: number, date, issuer and signer (NĐ 30/2020 layout)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from classifiers.identifying.titles import find_title
from classifiers.papers import Paper, PaperType
from intake_ai.extraction.addresses import is_address
from intake_ai.extraction.cards import read_codes
from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import field_of, read_form
from intake_ai.extraction.lexicon import names_organisation
from intake_ai.extraction.parts import Part
from intake_ai.extraction.runs import Run, plain, run_of
from intake_ai.extraction.values import find_dates, find_names, trim
from ocr.page import Box, Line, Page, Word

_MOTTO = re.compile(r"cong\s?h[o0]a|doc lap")
_NUMBER = re.compile(r"^\W*s[o06ø]\W{0,3}\s?[:;.]?\s*(?P<number>\d[\w.]*(?:\s?[/-]\s?[\w-]+)*)", re.IGNORECASE)
_PLACE_DATE = re.compile(r"(?P<place>[^\W\d_][\w. -]{1,35}?)\s?[,.]{1,3}\s*ng[aà]y\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\W*noi nhan\b")
_ABSTRACT = re.compile(r"\b(?:v/v|ve viec)\b[\s:]*")
_SHORTEST_ABSTRACT = 2
_VALID_UNTIL = re.compile(
    r"\b(?:(?:co )?(?:gia tri|hieu luc)(?: su dung| thi hanh)?|thoi han(?: su dung| hieu luc)?|het han)"
    r"[\s:]*(?:den|toi)?(?: het)?(?: ngay)?[\s:]*(?=\d|ngay)"
)
_NEAR = 6
"""Letters between the words and the day they lead to."""
_SIGNATURE_LEFT = 0.42
_HEAD = 0.4
_FOOT = 0.35
_BESIDE = 0.1
_OF_PERSONS = frozenset({PaperType.CONTRACT, PaperType.POWER_OF_ATTORNEY})


@dataclass(frozen=True, slots=True)
class _Wording:
    signing: tuple[str, ...]
    not_names: tuple[str, ...]


@cache
def _wording() -> _Wording:
    content = yaml.safe_load(Path(__file__).with_name("letters.yaml").read_text(encoding="utf-8"))
    return _Wording(tuple(content["signing"]), tuple(content["not_names"]))


def read_letter(paper: Paper) -> list[Field]:
    """The fields of a certificate, decision or letter: of its head and signature, then its labelled values."""
    first, last = paper.pages[0], paper.pages[-1]
    heads = _head(first, of_persons=paper.type in _OF_PERSONS)
    own = [field_of(paper, first, part, None) for part in (*heads, *_abstract(first))]
    own += [field_of(paper, page, part, None) for page in paper.pages for part in _validity(page)]
    own += [field_of(paper, last, part, None) for part in _signer(last)]
    own += read_codes(paper)
    body = [field for field in read_form(_without_recipients(paper)) if not any(_covers(known, field) for known in own)]
    return own + body


def _without_recipients(paper: Paper) -> Paper:
    """The paper without the list of who gets a copy, at the left of the signature."""
    pages = tuple(replace(page, reading=replace(page.reading, lines=_told(page.reading.lines))) for page in paper.pages)
    return replace(paper, pages=pages)


def _told(lines: Sequence[Line]) -> tuple[Line, ...]:
    start = next((line.box.top for line in lines if _RECIPIENTS.match(run_of(line.words).folded)), 2.0)
    return tuple(line for line in lines if line.box.top < start or line.box.left > _SIGNATURE_LEFT)


def _covers(known: Field, field: Field) -> bool:
    return known.page == field.page and known.box.overlap(field.box) > 0.5


def _head(page: Page, *, of_persons: bool) -> Iterator[Part]:
    """What the head of a letter says; what persons agree on comes from a body only where it names one."""
    lines = [line for line in page.reading.lines if line.box.top < _HEAD]
    title = find_title(page.reading)
    issuer = _issuer(lines, title.box if title else None)
    if issuer and (not of_persons or names_organisation(issuer.text)):
        yield Part("issuer", "", issuer.text, issuer, 0.85)
    for line in lines:
        number = _number(run_of(line.words))
        if number is not None:
            yield number
            break
    for line in page.reading.lines:
        day = _issue_date(run_of(line.words))
        if day is not None:
            yield day
            break


def _abstract(page: Page) -> Iterator[Part]:
    """What the title says after "Về việc" or "V/v" (trích yếu, NĐ 30/2020 Phụ lục I)."""
    title = find_title(page.reading)
    if title is None:
        return
    words = [word for line in page.reading.lines for word in line.words if _is_inside(word, title.box)]
    run = run_of(words)
    match = _ABSTRACT.search(run.folded)
    about = trim(run.slice(match.end(), len(run.text))) if match else None
    if match and about and len(about.words) >= _SHORTEST_ABSTRACT:
        yield Part("other", run.text[match.start() : match.end()].strip(" :"), about.text, about, 0.85)


def _is_inside(word: Word, box: Box) -> bool:
    across, down = word.box.centre
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _validity(page: Page) -> Iterator[Part]:
    """The last day of validity that a sentence names: "có giá trị đến hết ngày 30 tháng 6 năm 2027"."""
    for line in page.reading.lines:
        run = run_of(line.words)
        match = _VALID_UNTIL.search(run.folded)
        day = next((date for date in find_dates(run.text) if match and date[0] >= match.end() - _NEAR), None)
        if match and day and day[0] <= match.end() + _NEAR:
            label = run.text[match.start() : match.end()].strip(" :")
            yield Part("expiry_date", label, day[2], run.slice(day[0], day[1]), 0.85)


def _number(run: Run) -> Part | None:
    match = _NUMBER.match(run.folded)
    if not match or "S" not in run.text[: match.start("number")]:
        return None  # "số 15/2020/TT-..." in small letters goes on with a sentence
    words = trim(run.slice(match.start("number"), match.end("number")))
    value = re.sub(r"\s", "", words.text)
    if len(value) < 2 or ("/" not in value and is_address(run.text[run.text.index("S") :])):
        return None  # "Số 12 đường …" is the number of a house
    return Part("document_number", "Số", value, words, 0.8 if "/" in value else 0.6)


def _issue_date(run: Run) -> Part | None:
    """A date that a place and a comma stand before: "Nghệ An, ngày 22 tháng 7 năm 2026"."""
    match = _PLACE_DATE.search(run.text)
    dates = [date for date in find_dates(run.text) if match and date[0] >= match.end("place")]
    if not match or not dates or not match["place"].strip()[0].isupper():
        return None
    first, end, value = dates[0]
    return Part("issue_date", "ngày", value, run.slice(first, end), 0.85)


def _issuer(lines: Sequence[Line], title: Box | None) -> Run | None:
    """The words left of the national motto: authority above, issuing office below it, both above the title."""
    motto = next((line for line in lines if _MOTTO.search(run_of(line.words).folded)), None)
    if motto is None:
        return None
    edge = _motto_left(motto)
    floor = next((line.box.top for line in lines if _NUMBER.match(run_of(line.words).folded)), motto.box.bottom * 2)
    if title is not None and title.top > motto.box.bottom:
        floor = min(floor, title.top)
    head = [word for line in lines if line.box.top < floor - 0.003 for word in line.words if word.box.right < edge]
    words = trim(run_of([word for word in head if word.text == word.text.upper() and "/" not in word.text]))
    letters = [letter for letter in words.text if letter.isalpha()] if words else []
    return words if len(letters) >= 6 and words.box.bottom < 0.25 else None


def _motto_left(motto: Line) -> float:
    for word, following in zip(motto.words, motto.words[1:], strict=False):
        if plain(word.text + following.text).replace(" ", "") in ("conghoa", "doclap"):
            return word.box.left
    return motto.box.left


def _signer(page: Page) -> Iterator[Part]:
    """The name below the last title of a signature block."""
    lines = list(page.reading.lines)
    titles = [index for index, line in enumerate(lines) if line.box.top > _FOOT and _is_signing(line.text)]
    if not titles:
        return
    title = lines[titles[-1]].box
    for line in lines[titles[-1] + 1 :]:
        middle = line.box.centre[0]
        if not title.left - _BESIDE < middle < title.right + _BESIDE:
            continue  # of another column, such as the list of recipients
        for name in find_names(run_of(line.words)):
            if not any(phrase in plain(name.text) for phrase in _wording().not_names):
                yield Part("signer", lines[titles[-1]].text.strip(), name.text, name, 0.75)
                return


def _is_signing(text: str) -> bool:
    words = plain(text)
    return (
        len(words) < 60
        and text.lstrip()[:1] not in "-+"
        and any(words.startswith(phrase) or words.endswith(phrase) for phrase in _wording().signing)
    )
