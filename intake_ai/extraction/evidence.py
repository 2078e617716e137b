"""Sorts each value by the evidence for it, into classes whose error can be counted (docs/acceptance.md)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from intake_ai.extraction.agreement import CODES, Agreement, Support, same_text
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number, is_tax_code
from intake_ai.extraction.lexicon import opens_with_surname
from intake_ai.extraction.prefilling.known import words as listed_words
from intake_ai.extraction.runs import plain
from intake_ai.extraction.surety import Surety, surety
from intake_ai.extraction.values import find_dates, looks_like_name, repair
from intake_ai.terms import FieldKind
from intake_ai.units import read_address
from ocr.syllables import is_syllable

Form = Literal["proved", "fits", "right", "free"]
"""Whether the value proves itself (a check digit, one of few words), fits the birth date beside it (a number), has the
form that values of its kind have, or could be any words."""
_DATES: frozenset[FieldKind] = frozenset({"date_of_birth", "id_issue_date", "issue_date", "expiry_date"})
_WITHOUT_FORM: frozenset[FieldKind] = frozenset({"full_name"})
_PASSPORT = re.compile(r"[A-Z]\d{7}")
_NEVER = "31/12/2099"
"""What an MRZ is said to expire on where a card does not."""
_DATE = re.compile(r"\d\d/\d\d/\d{4}")
_PHONE = re.compile(r"0\d{9}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a value.

    Attributes:
        support: What else in the dossier says the same.
        form: What its own form tells.
        surety: Of its least surely read word; "sure" for codes and text layers.
    """

    kind: FieldKind
    support: Support
    form: Form
    surety: Surety
    is_code: bool

    @property
    def name(self) -> str:
        """Of its class: values with the same evidence of about the same strength."""
        if self.is_code:
            return "code" if self.form != "free" or self.kind in _WITHOUT_FORM else "code-odd"
        if self.support == "against":
            return "against"
        if self.support == "code":
            return "code-agrees"
        if self.support == "paper":
            return "paper-agrees" if self.surety != "weak" else "paper-agrees-weak"
        if self.form == "right":
            twice = "-twice" if self.support == "place" else ""
            return f"right-{self.surety}{twice}-{_group(self.kind)}"
        return f"{self.form}-{self.surety}"


def evidence_for(field: Field, agreement: Agreement) -> Evidence:
    """Weighs one value."""
    support = agreement.support(field)
    is_part = field.kind in _DATES and not _DATE.fullmatch(field.value)  # a year alone agrees with too much
    if support in ("code", "paper") and (is_part or not _is_as_read(field)):
        support = "none"
    return Evidence(
        kind=field.kind,
        support=support,
        form=_form(field, agreement),
        surety=surety(field, agreement.pages),
        is_code=field.source in CODES,
    )


def _group(kind: FieldKind) -> str:
    told = {"date_of_birth": "birth", "id_number": "number", "full_name": "name", "address": "address"}
    return told.get(kind, "date" if kind in _DATES else "other")


def _is_as_read(field: Field) -> bool:
    """Whether the value is what was read, letter for letter, and not completed from elsewhere."""
    if field.kind == "date_of_birth" and (figures := _figures(field.raw)):
        return figures == _figures(field.value) or field.value in [value for _, _, value in find_dates(field.raw)]
    return field.kind not in ("full_name", "address") or _letters(field.value) == _letters(repair(field.raw))


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _form(field: Field, agreement: Agreement) -> Form:
    if field.kind == "id_number":
        return _form_of_number(field, agreement)
    if field.kind == "address" and field.source in CODES:
        return "right" if "," in field.value else "free"  # a place without its commune and province was cut off
    if field.kind in listed_words().lists:
        is_asked = bool(field.label) or field.source in CODES  # by its place alone any of few words may be another one
        return "proved" if is_asked and same_text(field) in _listed(field.kind) else "free"
    if field.kind == "tax_code":
        return "proved" if is_tax_code(field.value) else "free"
    return "right" if _has_form(field.kind, field.value) else "free"


def _has_form(kind: FieldKind, value: str) -> bool:
    """Whether a value is written as values of its kind are."""
    if kind in _DATES:
        return _DATE.fullmatch(value) is not None and value != _NEVER
    match kind:
        case "full_name":
            return looks_like_name(value) and opens_with_surname(value) and all(map(is_syllable, value.split()))
        case "address":
            return read_address(value) is not None
        case "phone":
            return _PHONE.fullmatch(value) is not None
        case "email":
            return _EMAIL.fullmatch(value) is not None
        case _:
            return False


def _form_of_number(field: Field, agreement: Agreement) -> Form:
    if not is_personal_number(field.value):
        return "right" if _PASSPORT.fullmatch(field.value) else "free"
    births = [other.value for other in agreement.of_person(field, "date_of_birth")]
    if not any(fits_birth(field.value, birth) for birth in births):
        return "right"
    return "proved" if field.source == "text_layer" else "fits"  # figures of a text layer are never misread


def spelt_as_listed(field: Field) -> str:
    """The value as the list of its kind spells it, where it has the same letters but for accents."""
    if same_text(field) in _listed(field.kind):
        return field.value
    listed = [value for value in listed_words().lists.get(field.kind, ()) if plain(value) == plain(field.value)]
    return listed[0] if len(listed) == 1 else field.value


@cache
def _listed(kind: FieldKind) -> frozenset[str]:
    return frozenset(value.casefold() for value in listed_words().lists.get(kind, ()))
