"""Whose value it is: the person that a form speaks of at each place, by its parts, headings and labels."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from intake_ai.extraction.lexicon import names_organisation
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.role_words import counterpart_in, opens, relation_of, role_in, role_of_label, tells_relation
from intake_ai.extraction.runs import plain
from intake_ai.extraction.values import looks_like_name, strip_marks
from intake_ai.terms import FieldKind
from intake_ai.wordlists import phrases, wordlists

_PART, _ITEM, _LETTER, _LINE = 0.0, 1.0, 2.0, 3.0
_LEVELS = (
    (_PART, re.compile(r"^\W*(?:(?:phần|mục)\s+)?[IVX]{1,4}\s?[.):/-]", re.IGNORECASE)),
    (_PART, re.compile(r"^\W*(?:PHẦN|Phần)\s+(?:[A-Z]|\d)\b")),
    (_ITEM, re.compile(r"^\W*[\[(]?\d{1,2}(?:\.\d{1,2})*(?:[.)\]/]|\s(?=[A-ZĐÀ-Ỹ]))")),
    (_LETTER, re.compile(r"^\W*[a-zđ]\s?\)")),
)
_DOTS = re.compile(r"^\W*\d{1,2}((?:\.\d{1,2})+)")
_NUMBER_ALONE = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđ])\W*$")
_NEXT_NUMBER = re.compile(r"(?:^|\s)((?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})\.|[a-zđ]\))\s*$")
"""The number of the next item, behind the value of the one above it."""
_FEW_WORDS = 8
"""A line of more words without colon, number or capitals is running text."""


def _list(name: str) -> tuple[str, ...]:
    return phrases(__file__, "roles.yaml", name)


@cache
def _divorce() -> dict[str, Any]:
    content = wordlists(__file__, "roles.yaml")["divorce"]
    return dict(content)


def unnamed_role() -> str:
    """The role of the values of a form that names nobody: who fills in a form tells of themselves."""
    return str(wordlists(__file__, "roles.yaml")["unnamed"])


def is_nobodys(label: str) -> bool:
    """Whether a label asks for something of the request, the authority or the form itself."""
    return opens(plain(label), _list("of_nobody"))


@dataclass
class _Told:
    """A role that a part of the form told, with the level of that part.

    Attributes:
        is_named: A label with the name of the person told it, rather than a heading.
        has_details: A detail without a number of its own followed.
    """

    level: float
    role: str | None
    is_named: bool = False
    has_details: bool = False


@dataclass
class Speaking:
    """Of whom a paper is speaking while it is read from its top.

    Attributes:
        unnamed: The role where nobody is named: "applicant" on forms, None on other papers.
        is_divorce: The paper is about a divorce.
        is_of_couple: It is about a marriage or a divorce.
        told_subject: What it says of the one whom it called "người có tên dưới đây": "Là cha của ...".
    """

    unnamed: str | None = None
    is_divorce: bool = False
    is_of_couple: bool = False
    told_subject: str | None = None
    _parts: list[_Told] = field(default_factory=list)
    _pending: float | None = None
    _related: bool = False
    _in_capitals: bool = False
    _documents_role: str | None = None

    @property
    def role(self) -> str | None:
        """Of the person that the part spoken of now is about."""
        return self._parts[-1].role if self._parts else self.unnamed

    def note(self, pair: Pair, *, has_value: bool, line: str = "") -> None:
        """Take in a pair: a heading, or a label that names a person, tells whose the next values are.

        Args:
            pair: As it stands on the page, in reading order.
            has_value: Something was filled in behind its label.
            line: That it stands on, where the number ahead of its label may be.
        """
        text = pair.printed or pair.value.text
        if pair.role is not None:
            return
        if not pair.printed and _NUMBER_ALONE.match(text):
            self._pending = _level_of(text)
            return
        level = _level_of(text)
        level = self._pending if level is None else level
        level = _level_ahead(pair.printed, line) if level is None and pair.printed else level
        self._pending = None
        if not pair.printed or (not has_value and (pair.label is None or not pair.closed)):
            self._note_heading(pair, text, level)
        else:
            self._in_capitals = False
            self._note_label(pair, level)
            next_number = _NEXT_NUMBER.search(pair.value.text)
            self._pending = _level_of(next_number.group(1)) if next_number else None

    def whose(self, label: str, pair: Pair, *, is_personal: bool = True, kind: FieldKind | None = None) -> str | None:
        """The role of a value of `pair`.

        Args:
            label: Of the value itself; a pair may have several.
            pair: The last one noted.
            is_personal: It is of a kind that persons have; others in running text are nobody's.
            kind: Of the value. Day and place of issue are of whom the number before them is.
        """
        if kind in ("id_issue_date", "id_issue_place") and pair.role is None and self._documents_role is not None:
            return self._documents_role
        role = self._whose(label, pair, is_personal=is_personal)
        if kind == "id_number":
            self._documents_role = self._told_by(label)
        elif kind == "full_name":
            self._documents_role = None
        return role

    def _whose(self, label: str, pair: Pair, *, is_personal: bool) -> str | None:
        if is_nobodys(label) or not (is_personal or pair.printed):
            return None
        if tells_relation(label) and pair.role is None:
            return self.unnamed if role_in(label) == self.role else self.role
        told = self._told_by(label) or pair.role
        if told == self.unnamed and self._speaks_itself(label):
            return self.role
        if told is None and self.role in _list("related") and _is_to_reach(label, pair, self.role):
            return self.unnamed
        if told is None and not self._parts and plain(label) in _list("others"):
            return None
        return told or self.role

    def _speaks_itself(self, label: str) -> bool:
        """Whether "Tôi là:" stands in the part of somebody who may speak there: "BÊN BÁN", "Người giám hộ"."""
        heading = self._parts[-1] if self._parts else None
        is_own = heading is not None and not heading.is_named and heading.role in _list("signing")
        return is_own and opens(plain(label), _list("self"))

    def _told_by(self, text: str) -> str | None:
        role = role_of_label(text)
        return self._as_told(role)

    def _as_told(self, role: str | None) -> str | None:
        if not self.is_divorce or role is None:
            return role
        return str(_divorce()["roles"].get(role, role))

    def _note_heading(self, pair: Pair, text: str, level: float | None) -> None:
        words = plain(text)
        counterpart = counterpart_in(text)
        if counterpart is not None and self.role == "subject":
            self.told_subject = relation_of(counterpart[0])
        goes_on = self._in_capitals and text.isupper() and level is None
        self._in_capitals = text.isupper() and (level is not None or goes_on)
        if goes_on:
            return
        role = self._counterpart(words) or self._heading_role(pair, text, level)
        if role is not None:
            self._enter(_Told(_PART if level is None else level, role))
        elif opens(words, _list("returning")):
            self._parts.clear()
        elif level is not None and pair.label is None:
            self._leave(level)

    def _heading_role(self, pair: Pair, text: str, level: float | None) -> str | None:
        role = self._told_by(" ".join(text.split()[:_FEW_WORDS]) if level is not None else text)
        asks_for = "duoi day" in plain(text)
        if role is None and asks_for and "nguoi" in plain(text).split():
            return "subject"
        is_title = level is not None or bool(pair.printed) or text.isupper() or text.rstrip().endswith(":")
        if role is None or is_title or asks_for:
            return role
        if role in _list("by_part"):
            return None
        in_passing = any(f" {phrase} " in f" {plain(text)} " for phrase in _list("in_passing"))
        return None if in_passing and len(text.split()) > _FEW_WORDS else role

    def _counterpart(self, words: str) -> str | None:
        """The other side of a divorce: "Đã ly hôn với ông/bà:"."""
        phrases_ = tuple(_divorce()["counterparts"]) if self.is_divorce else ()
        return (
            self._as_told("counterpart")
            if any(words == each or words.endswith(f" {each}") for each in phrases_)
            else None
        )

    def _note_label(self, pair: Pair, level: float | None) -> None:
        kind = pair.label.kind if pair.label is not None else None
        if opens(plain(pair.printed), _list("returning")):
            self._parts.clear()
            return
        if tells_relation(pair.printed):
            self._related = role_in(pair.printed) == self.role and self.role is not None
            return
        if self._related and kind not in _list("identities"):
            self._leave(_LINE if level is None else level, is_named=True)
        self._related = self._related and kind in _list("identities")
        if self._ends_representative(pair):
            self._parts.pop()
        role = self._told_by(pair.printed) if _names_somebody(pair) else None
        if role == self.unnamed and self._speaks_itself(pair.printed):
            return
        if role is not None:
            self._enter(_Told(_LINE if level is None else level, role, is_named=True))
        elif level is None and self._parts:
            self._parts[-1].has_details = True
        elif level is not None and self._parts and self._is_past(self._parts[-1], level):
            self._leave(level)

    def _ends_representative(self, pair: Pair) -> bool:
        """Whether a label asks for the tax code of the body whose representative was just named."""
        part = self._parts[-1] if self._parts else None
        is_code = (pair.label is not None and pair.label.kind == "tax_code") or "doanh nghiep" in plain(pair.printed)
        return is_code and part is not None and part.is_named and part.role == "representative"

    def _is_past(self, part: _Told, level: float) -> bool:
        """Whether a numbered label ends a part: a heading's at the next number, a name's where it had details."""
        return part.level >= level and (part.has_details or not part.is_named)

    def _enter(self, told: _Told) -> None:
        self._related = False
        self._leave(told.level)
        if told.level == _LINE and self._parts and self._parts[-1].role == told.role:
            return
        self._parts.append(told)

    def _leave(self, level: float, *, is_named: bool = False) -> None:
        """Leave the parts of this level and below; with `is_named` only those that a name's label opened."""
        while self._parts and self._parts[-1].level >= level and (self._parts[-1].is_named or not is_named):
            self._parts.pop()


def _names_somebody(pair: Pair) -> bool:
    """Whether a pair is the name of a person or body, by its label or else its value: "Bên mua: ..."."""
    if pair.label is not None:
        return pair.label.kind in ("full_name", "organisation_name")
    value = strip_marks(pair.value)
    return looks_like_name(value.text) or names_organisation(value.text)


def _is_to_reach(label: str, pair: Pair, role: str) -> bool:
    """Whether a label asks how to reach the applicant; nobody asks for the telephone of the dead."""
    is_phone = pair.label is not None and pair.label.kind in ("phone", "email")
    return (is_phone and role == "deceased") or opens(plain(label), _list("to_reach"))


def _level_of(text: str) -> float | None:
    """The level of a heading or label by its number; None where it has none."""
    found = next((level for level, pattern in _LEVELS if pattern.match(text)), None)
    dots = _DOTS.match(text)
    return found + 0.1 * dots.group(1).count(".") if found == _ITEM and dots else found


def _level_ahead(label: str, line: str) -> float | None:
    """The level of the number right ahead of a label in its line."""
    ahead, _, _ = line.partition(label)
    number = _NEXT_NUMBER.search(ahead)
    return _level_of(number.group(1)) if number and len(ahead) < len(line) else None


def speaking_of(title: str, *, is_form: bool) -> Speaking:
    """What is known of whom a paper speaks before its first line.

    Args:
        title: Of the paper.
        is_form: It is filled in by an applicant.
    """
    is_divorce = any(phrase in plain(title) for phrase in _divorce()["titles"])
    is_of_couple = any(phrase in plain(title) for phrase in _list("couples"))
    return Speaking(unnamed_role() if is_form else None, is_divorce, is_of_couple)
