"""What a row says as a whole: paper, heading or note; only shown; in which way the dossier comes in."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from intake_ai.catalogue.compiling.grammar import Patterns, grammar, plain
from intake_ai.catalogue.models import Case, Requirement, RowKind

MARKS = " \t.,;:-–()"
"""What is stripped from words that are quoted."""

SENTENCE_END = re.compile(r"[.;](?=\s+[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÝỲÍÌÚÙÓÒÉÈ])")
_STATEMENT_END = re.compile(r"\.(?=\s+[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÝỲÍÌÚÙÓÒÉÈ])|(?<=[^\s:;+.-])\s+(?=Trường hợp\b)")
_LONGEST_QUOTE = 300
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Finding(Generic[_Value]):
    """Something that the text says.

    Attributes:
        words: The words it was found in, as written; empty where nothing says so (a paper always due).
        rule: Of grammar.yaml, with its number where there are several; empty where none applied.
    """

    value: _Value
    words: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RowText:
    """A row's name, as written and without accents letter for letter, from behind numbering and copy form.

    Attributes:
        written, plain: From behind the numbering.
        head: Offset of the paper's name in them, behind "Bản sao có chứng thực" and its like.
    """

    written: str
    plain: str
    head: int

    @property
    def name(self) -> str:
        return self.written[self.head :]

    @property
    def plain_name(self) -> str:
        return self.plain[self.head :]

    @property
    def asked(self) -> str:
        """The name of the paper asked for, also where a condition stands before it ("Trường hợp ... phải có ...")."""
        return self.written[self.asked_start :]

    @property
    def plain_asked(self) -> str:
        return self.plain[self.asked_start :]

    @property
    def asked_start(self) -> int:
        """Offset of `asked` in the row."""
        rules = grammar().single
        hit = rules["asked_after_condition"].search(self.plain) if rules["condition_lead"].search(self.plain) else None
        return hit.start("asked") if hit else self.head

    def quoted(self, hit: re.Match[str]) -> str:
        """The words as written where a rule hit the plain text."""
        return shortened(self.written[hit.start() : hit.end()])

    def statement(self) -> str:
        """What the row asks for without later explanations, plain, copies' forms blanked; positions are kept."""
        end = _STATEMENT_END.search(self.written)
        return without_copies(self.plain[: end.start()] if end else self.plain)

    def sentence_around(self, position: int) -> str:
        start = max((match.end() for match in SENTENCE_END.finditer(self.written, 0, position)), default=0)
        end = SENTENCE_END.search(self.written, position)
        return self.written[start : end.start() if end else len(self.written)]


def row_text(name: str) -> RowText:
    rules = grammar()
    letters = plain(name)
    start = _behind(rules.lists["lead"], letters, 0)
    copy = rules.single["copy_lead"].match(letters, start)
    named = copy is not None and rules.starts_with_noun.match(letters, copy.end()) is not None
    head = copy.end() if copy and named else start
    head += len(letters[head:]) - len(letters[head:].lstrip())
    return RowText(name[start:], letters[start:], head - start)


def kind_of(row: Requirement, text: RowText, case: Case | None) -> Finding[RowKind]:
    """Whether the row asks for a paper, introduces others, or only explains."""
    lists = grammar().lists
    heading = _first(lists["headings"], text.plain, "headings")
    if heading and not grammar().single["headings_none"].search(text.plain_name):
        return Finding("heading", shortened(text.written), heading.rule)
    note = _first(lists["notes"], text.plain, "notes")
    if note or (case and case.role == "note"):
        return Finding("note", text.quoted(note.value) if note else case.name if case else "", _rule(note, "case"))
    if grammar().single["condition_lead"].search(text.plain):
        return _of_conditional(text)
    named = grammar().starts_with_noun.match(text.plain_name)
    if named is None and row.originals == row.copies == 0:
        return Finding("note", "", "unnamed")
    return Finding("paper", text.quoted(named) if named else "", "named" if named else "counted")


def _of_conditional(text: RowText) -> Finding[RowKind]:
    """A row that begins with a condition is a paper only where it goes on to ask for one."""
    asks = _first(grammar().lists["obligations"], text.plain, "obligations")
    release = _first(grammar().lists["releases"], text.plain, "releases")
    if release:
        return Finding("note", text.quoted(release.value), release.rule)
    return Finding("paper", text.quoted(asks.value), asks.rule) if asks else Finding("note", "", "condition-alone")


def is_only_shown(text: RowText, case: Case | None) -> Finding[bool]:
    """Shown at the counter and given back, not handed in."""
    rules = grammar().single
    if hit := rules["identity_to_show"].search(text.plain):
        return Finding(True, text.quoted(hit), "identity_to_show")
    title = plain(case.name) if case else ""
    if case and "xuat trinh" in title and not rules["handed_in_too"].search(title):
        return Finding(True, case.name, "title")
    hit = rules["present_only"].search(text.plain)
    return Finding(True, text.quoted(hit), "present_only") if hit else Finding(False)


def channel_of(when: str) -> str:
    """direct, online or postal where the condition is one on how the dossier comes in, else empty."""
    condition = plain(when)
    if not grammar().single["channel_condition"].search(condition):
        return ""
    named = {name for name, pattern in grammar().channels.items() if pattern.search(condition)}
    if named == {"direct", "postal"}:
        return "direct"  # both bring paper; a row names one channel
    return named.pop() if len(named) == 1 else ""


def without_copies(statement: str) -> str:
    """Phrases on the form of a copy blanked; positions are kept."""
    for pattern in grammar().lists["copy_phrases"]:
        statement = pattern.sub(lambda match: " " * len(match.group()), statement)
    return statement


def shortened(words: str) -> str:
    """Words to be quoted, cut at the end of a word where they are long."""
    words = words.strip(MARKS)
    return words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


def _first(patterns: Patterns, letters: str, name: str) -> Finding[re.Match[str]] | None:
    """The first pattern that stands in the plain `letters`."""
    hits = ((number, hit) for number, pattern in enumerate(patterns) if (hit := pattern.search(letters)))
    return next((Finding(hit, "", f"{name}-{number}") for number, hit in hits), None)


def _rule(finding: Finding[re.Match[str]] | None, otherwise: str) -> str:
    return finding.rule if finding else otherwise


def _behind(patterns: Patterns, letters: str, start: int) -> int:
    """Position behind all that matches at `start`, one after the other: "(1) 01 bản"."""
    for pattern in patterns:
        match = pattern.match(letters, start)
        if match and match.end() > start:
            return _behind(patterns, letters, match.end())
    return start
