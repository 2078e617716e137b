"""The number that a form carries in its upper margin, its name beside it, and the regulation it belongs to."""

import re
from dataclasses import dataclass

from classifiers.vietnamese import fold, normalise
from ocr.page import Page

_HEAD = 0.24
"""Height of the upper margin with the motto's line: numbers of forms stand above it or beside it."""
_DASHES = str.maketrans("–—−‐‑", "-----")
_SIGN = (
    r"((?=[A-ZĐ]{0,4}\s?[OIl]?\d)[A-ZĐ]{0,4}\s?[0-9OIl]{1,3}(?:\.\d{1,2})?[a-zđA-ZĐ]?(?![a-zđA-ZĐ]|\d\d)"
    r"(?:\s?[-/.]\s?[A-ZĐ0-9]{1,12}(?![\wđ]))*"
    r"|[A-ZĐ]{2,4}/[A-ZĐ0-9]{2,6}(?:[-/.][A-ZĐ0-9]{1,6})*)"
)
_MAU = r"(?:m[ẫẩãâaăåäấầ]u|bi[ểêếe]u(?:\s+m[ẫẩãâaăåä]u)?)"
_FORM_NUMBER = re.compile(rf"\b(?i:{_MAU}\s*(?:\(form\))?\s*(?:s[ốôổỗồóo6]\b)?)\s*[:.]?\s*{_SIGN}")
_ANNEX = re.compile(
    r"\bph[ụuựư]\s*l[ụuựư]c\s*(?:s[ốôổo]\b)?\s*[:.]?\s*((?:[IVXL1l]{1,6}|\d{1,3}|[A-Z])(?:\s?[-.]\s?\d{1,3}[a-z]?)?)(?![\w])",
    re.IGNORECASE,
)
_FORM_CODE = re.compile(
    r"\b(CT\s?[0O]\d|TK\s?\d{0,2}\s?-\s?TS|D[CK]\s?[0O]\d|NA\d{1,2}|NC\d{1,2}|LLTP\s?\d?|CC[0O]\d|[A-Z]\d{2}[a-z]?\s?-\s?(?:[A-ZĐ]{2,4}\d{0,3}))\b"
)  # fmt: skip
_SOURCE = re.compile(
    r"(th[ôo]ng\s+t[ưu](?:\s+li[êe]n\s+t[ịi]ch)?|ngh[ịi]\s+[đd][ịi]nh|quy[ếêe]t\s+[đd][ịi]nh|ngh[ịi]\s+quy[ếêe]t|\bTT\b|\bQ[ĐD]\b)\s*(?:s[ốôổo6])?\s*[:.]?\s*"
    r"([0-9OoIl]{1,4}\s?/(?:\s?(?:19|20)\d{2}\s?/)?\s?[A-ZĐ]{2,6}(?:\s?-\s?[A-ZĐ]{2,9}){1,3})",
    re.IGNORECASE,
)
_KINDS = {
    "thong": "Thông tư",
    "tt": "Thông tư",
    "nghi dinh": "Nghị định",
    "quyet": "Quyết định",
    "qd": "Quyết định",
    "nghi quyet": "Nghị quyết",
}
_NAME_AFTER = re.compile(r"^\W{0,3}[.:]\s*(?P<name>[^\W\d].{8,200})$")
_NOT_A_NAME = re.compile(r"^(?:ban hanh|kem theo|theo|thong tu|nghi dinh|bh theo|ngay|cong hoa)|\bban hanh kem theo\b")
_LETTER_FOR_DIGIT = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class Form:
    """What the upper margin says of a form; all empty where it says nothing.

    Attributes:
        number: "CT01", "02a", "TK1-TS", "II-1"; misread digits are put right.
        source: Regulation that it was issued with, as "Thông tư 53/2025/TT-BCA".
        name: That follows the number on its line ("Mẫu số 04d. Văn bản đề nghị …").
    """

    number: str = ""
    source: str = ""
    name: str = ""


def form_of(page: Page) -> Form:
    """The form's number, source and name as the first page of a paper bears them."""
    lines = [line.text for line in page.reading.lines if line.box.top < _HEAD]
    head = normalise(" ".join(lines).translate(_DASHES))
    match = _FORM_CODE.search(head) or _FORM_NUMBER.search(head) or _ANNEX.search(head)
    if match is None:
        return Form()
    return Form(_number(match), _source(head[match.start() :]), _name(lines))


def form_number(page: Page) -> str:
    """The number that a form carries in its upper margin ("CT01", "02a"), empty where none."""
    return form_of(page).number


def _number(match: re.Match[str]) -> str:
    """The number without spaces, letters that were read for digits put right."""
    text = re.sub(r"\s", "", match[1]).strip("-./")
    digits = re.search(r"(?<![A-Za-zĐđ])[0-9OoIl]{1,3}|(?<=[A-ZĐ])[0-9OoIl]{2}", text)
    if match.re is _ANNEX or digits is None:
        return text.replace("l", "I") if match.re is _ANNEX else text
    return text[: digits.start()] + digits[0].translate(_LETTER_FOR_DIGIT) + text[digits.end() :]


def _source(text: str) -> str:
    match = _SOURCE.search(text)
    if match is None:
        return ""
    kind = fold(match[1])
    named = next(name for key, name in _KINDS.items() if kind.startswith(key))
    number = re.sub(r"\s", "", match[2])
    first, rest = number.split("/", 1)
    if len(first) > 3 and "/" not in rest and named == "Thông tư":  # the number was left open: "số /2024/TT-BCA"
        return ""
    return f"{named} {first.translate(_LETTER_FOR_DIGIT)}/{rest.upper()}"


def _name(lines: list[str]) -> str:
    """The words behind "Mẫu số 04d." and those of the next line where they go on."""
    for place, line in enumerate(lines):
        match = _FORM_NUMBER.search(line)
        rest = _NAME_AFTER.match(line[match.end() :]) if match else None
        if rest and not _NOT_A_NAME.search(fold(rest["name"])):
            more = lines[place + 1] if place + 1 < len(lines) else ""
            goes_on = more[:1].islower() and not rest["name"].endswith(".")
            return normalise(f"{rest['name']} {more}" if goes_on else rest["name"]).rstrip(" .")
    return ""
