"""What a row says: paper, heading or note; due always or on a condition; alternatives; only shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake_ai.catalogue.compiling.grammar import found, grammar, plain
from intake_ai.catalogue.models import Case, Requirement, RowKind

_SENTENCE_END = re.compile(r"[.;](?=\s+[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÝỲÍÌÚÙÓÒÉÈ])")
_STATEMENT_END = re.compile(r"\.(?=\s+[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÝỲÍÌÚÙÓÒÉÈ])|(?<=[^\s:;+.-])\s+(?=Trường hợp\b)")
_CONDITION_END = re.compile(r":|\b(?:thì|phải (?:có|nộp|kèm|gửi|bổ sung|lập)|kèm theo|nộp kèm)\b")
_ONLINE = "nộp hồ sơ theo hình thức trực tuyến"
_MARKS = " \t.,;:-–()"
_LONGEST_WHEN = 300
_LONGEST_OPTION = 120


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
        return self.written[self._asked_start :]

    @property
    def plain_asked(self) -> str:
        return self.plain[self._asked_start :]

    @property
    def _asked_start(self) -> int:
        rules = grammar().single
        hit = rules["asked_after_condition"].search(self.plain) if rules["condition_lead"].search(self.plain) else None
        return hit.start("asked") if hit else self.head


@dataclass(frozen=True, slots=True)
class Due:
    """On what condition a row is due; `exempting` where the condition releases from it.

    Attributes:
        certain: The condition is written in a way that leaves little doubt.
    """

    when: str | None = None
    exempting: bool = False
    certain: bool = True


def row_text(name: str) -> RowText:
    rules = grammar()
    letters = plain(name)
    start = _behind(rules.lists["lead"], letters, 0)
    copy = rules.single["copy_lead"].match(letters, start)
    named = copy is not None and rules.starts_with_noun.match(letters, copy.end()) is not None
    head = copy.end() if copy and named else start
    head += len(letters[head:]) - len(letters[head:].lstrip())
    return RowText(name[start:], letters[start:], head - start)


def kind_of(row: Requirement, text: RowText, case: Case | None) -> RowKind:
    """Whether the row asks for a paper, introduces others, or only explains."""
    lists = grammar().lists
    if found(lists["headings"], text.plain) and not grammar().single["headings_none"].search(text.plain_name):
        return "heading"
    if (case and case.role == "note") or found(lists["notes"], text.plain):
        return "note"
    if grammar().single["condition_lead"].search(text.plain):
        asks = found(lists["obligations"], text.plain) and not found(lists["releases"], text.plain)
        return "paper" if asks else "note"
    unnamed = not grammar().starts_with_noun.match(text.plain_name)
    return "note" if unnamed and row.originals == row.copies == 0 else "paper"


def due_of(text: RowText) -> Due:
    """When the paper must be handed in; the first condition of grammar.yaml that fits the row counts."""
    rules = grammar()
    if rules.single["condition_lead"].search(text.plain):
        return Due(_leading_condition(text))
    if rules.single["online_only"].search(text.plain):
        return Due(_inner_when(text) or _ONLINE)
    present = _if_present(text)
    if present is not None:
        return present
    inner = _inner_condition(text)
    if inner is not None:
        return inner
    release = next((hit for rule in rules.lists["releases"][:1] if (hit := rule.search(text.plain))), None)
    if release and "uy quyen" not in text.plain[: release.start()]:
        return Due(_shortened(_sentence_around(text.written, release.start())), exempting=True, certain=False)
    return Due()


def options_of(text: RowText) -> tuple[str, ...]:
    """The alternative papers that the row itself names, two or more, or none."""
    first = _first_alternative(text)
    if first is None:
        return ()
    end = _SENTENCE_END.search(text.written, first.end())
    stop = end.start() if end else len(text.written)
    names = [text.written[start:end].strip(_MARKS)[:_LONGEST_OPTION] for start, end in _between_separators(text, stop)]
    if len(set(filter(None, names))) < 2:
        names.append(text.written[first.start() : stop].strip(_MARKS)[:_LONGEST_OPTION])
    named = tuple(dict.fromkeys(filter(None, names)))
    return named if len(named) > 1 else ()


def _between_separators(text: RowText, stop: int) -> Iterator[tuple[int, int]]:
    """Start and end of each alternative's name up to `stop`."""
    rules = grammar().single
    cuts = [hit.span() for hit in rules["options_separator"].finditer(text.plain, text.head, stop)]
    cuts += [hit.span() for hit in rules["options_fallback"].finditer(text.plain, text.head, stop)]
    begin = text.head
    for start, end in sorted(cuts):
        if start >= begin:
            yield begin, start
        begin = max(begin, end)
    yield begin, stop


def is_only_shown(text: RowText, case: Case | None) -> bool:
    """Shown at the counter and given back, not handed in."""
    rules = grammar().single
    if rules["identity_to_show"].search(text.plain):
        return True
    title = plain(case.name) if case else ""
    if "xuat trinh" in title and not rules["handed_in_too"].search(title):
        return True
    return bool(rules["present_only"].search(text.plain))


def channel_of(when: str) -> str:
    """direct, online or postal where the condition is one on how the dossier comes in, else empty."""
    condition = plain(when)
    if not grammar().single["channel_condition"].search(condition):
        return ""
    named = {name for name, pattern in grammar().channels.items() if pattern.search(condition)}
    if named == {"direct", "postal"}:
        return "direct"  # both bring paper; a row names one channel
    return named.pop() if len(named) == 1 else ""


def _first_alternative(text: RowText) -> re.Match[str] | None:
    """Where the row says that papers are alternatives; not inside the title of an application or a condition."""
    rules, statement = grammar(), _statement(text)
    if rules.single["options_none"].search(text.plain_name):
        return None
    announced = next((hit for rule in rules.lists["options_announced"] if (hit := rule.search(statement))), None)
    announced = announced or rules.single["options_fallback"].search(text.plain)
    if announced:
        return announced
    beside = next((hit for rule in rules.lists["options_beside"] if (hit := rule.search(statement))), None)
    if beside is None or rules.single["options_composite"].search(statement[text.head : beside.start()]):
        return None
    before = (hit for rule in rules.conditions if (hit := rule.pattern.search(statement, text.head, beside.end())))
    return None if any(hit.start() > text.head for hit in before) else beside


def _behind(patterns: tuple[re.Pattern[str], ...], letters: str, start: int) -> int:
    """Position behind all that matches at `start`, one after the other: "(1) 01 bản"."""
    for pattern in patterns:
        match = pattern.match(letters, start)
        if match and match.end() > start:
            return _behind(patterns, letters, match.end())
    return start


def _leading_condition(text: RowText) -> str:
    """Up to the words that ask for the paper, or else up to the first comma."""
    end = _CONDITION_END.search(text.written) or re.search(r"[,;]", text.written)
    return _shortened(text.written[: end.start()] if end else text.written)


def _if_present(text: RowText) -> Due | None:
    """A "nếu có" that covers the whole row: the only one, after one paper or at the very end."""
    rules = grammar().single
    matches = list(rules["if_present"].finditer(text.plain))
    if len(matches) != 1:
        return None
    before = _without_copies(text.plain[: matches[0].start()])
    after = text.plain[matches[0].end() :].strip(_MARKS)
    goes_on = not after or ("," not in before and rules["if_present_goes_on"].match(after))
    if rules["if_present_partial"].search(before) or not goes_on:
        return None
    return Due("nếu có", certain=not after)


def _inner_when(text: RowText) -> str | None:
    inner = _inner_condition(text)
    return inner.when if inner else None


def _inner_condition(text: RowText) -> Due | None:
    """The first condition that covers the whole row: in its statement, or in parentheses that end the row."""
    statement, whole = _statement(text), _without_copies(text.plain)
    for condition in grammar().conditions:
        matches = [hit for hit in condition.pattern.finditer(statement) if _is_meant(text, hit)]
        matches = matches or [hit for hit in condition.pattern.finditer(whole) if _ends_row(text, hit)]
        if any(statement[hit.end() :].lstrip(_MARKS).startswith("hoac") for hit in matches):
            return None
        for hit in matches:
            if _covers_row(statement, hit, condition.style):
                start, end = hit.span("condition")
                return Due(_shortened(text.written[start:end]), condition.style == "exception")
    return None


def _is_meant(text: RowText, hit: re.Match[str]) -> bool:
    """Without accents "nêu" (state) looks like "nếu" (if)."""
    start = hit.start("condition")
    return not hit["condition"].startswith("neu") or text.written[start : start + 3].casefold() == "nếu"


def _ends_row(text: RowText, hit: re.Match[str]) -> bool:
    return hit.group().startswith("(") and _is_meant(text, hit) and not text.plain[hit.end() :].strip(_MARKS)


def _covers_row(statement: str, hit: re.Match[str], style: str) -> bool:
    """A condition behind a list's beginning, or inside parentheses on something else, concerns only a part."""
    before, rest = statement[: hit.start()], statement[hit.end() :].strip(_MARKS)
    if style == "parenthesis":
        return " hoac mau" not in before and not (";" in before and rest)
    inside = before.count("(") > before.count(")")
    return not inside and not grammar().single["part_before"].search(before)


def _statement(text: RowText) -> str:
    """What the row asks for without later explanations, plain, copies' forms blanked; positions are kept."""
    end = _STATEMENT_END.search(text.written)
    return _without_copies(text.plain[: end.start()] if end else text.plain)


def _without_copies(statement: str) -> str:
    for pattern in grammar().lists["copy_phrases"]:
        statement = pattern.sub(lambda match: " " * len(match.group()), statement)
    return statement


def _sentence_around(text: str, position: int) -> str:
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, position)), default=0)
    end = _SENTENCE_END.search(text, position)
    return text[start : end.start() if end else len(text)]


def _shortened(condition: str) -> str:
    condition = condition.strip(_MARKS)
    return condition if len(condition) <= _LONGEST_WHEN else condition[:_LONGEST_WHEN].rsplit(" ", 1)[0] + "…"
