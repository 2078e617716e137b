"""Alternatives that one row itself names: "A hoặc B", "A; nếu không có thì B"."""

import re
from collections.abc import Iterator

from intake_ai.catalogue.compiling.grammar import grammar
from intake_ai.catalogue.compiling.rows import MARKS, SENTENCE_END, Finding, RowText, shortened

_LONGEST_OPTION = 120


def options_of(text: RowText) -> Finding[tuple[str, ...]]:
    """The alternative papers that the row itself names, two or more, or none."""
    first = _first_alternative(text)
    if first is None:
        return Finding(())
    return named_from(text, first)


def named_from(text: RowText, first: re.Match[str]) -> Finding[tuple[str, ...]]:
    """The papers named in the sentence in which `first` announces that there are alternatives."""
    end = SENTENCE_END.search(text.written, first.end())
    stop = end.start() if end else len(text.written)
    names = [_name(text.written[start:end]) for start, end in _between_separators(text, stop)]
    if len(set(filter(None, names))) < 2:
        names.append(_name(text.written[first.start() : stop]))
    named = tuple(dict.fromkeys(filter(None, names)))
    return Finding(named, shortened(text.written[text.asked_start : stop])) if len(named) > 1 else Finding(())


def _name(words: str) -> str:
    """A short name, cut at the end of a word where it is long."""
    name = words.strip(MARKS)
    return name if len(name) <= _LONGEST_OPTION else name[:_LONGEST_OPTION].rsplit(" ", 1)[0] + "…"


def mentioned_options(text: RowText) -> Finding[tuple[str, ...]]:
    """Alternatives at the first "hoặc" or slash, whatever they are alternatives of."""
    first = grammar().single["options_mentioned"].search(text.plain, text.asked_start)
    return named_from(text, first) if first else Finding(())


def _between_separators(text: RowText, stop: int) -> Iterator[tuple[int, int]]:
    """Start and end of each alternative's name up to `stop`."""
    rules = grammar().single
    cuts = [hit.span() for hit in rules["options_separator"].finditer(text.plain, text.asked_start, stop)]
    cuts += [hit.span() for hit in rules["options_fallback"].finditer(text.plain, text.asked_start, stop)]
    begin = text.asked_start
    for start, end in sorted(cuts):
        if start >= begin:
            yield begin, start
        begin = max(begin, end)
    yield begin, stop


def _first_alternative(text: RowText) -> re.Match[str] | None:
    """Where the row says that papers are alternatives; not inside the title of an application or a condition."""
    rules, statement, start = grammar(), text.statement(), text.asked_start
    if rules.single["options_none"].search(text.plain_asked):
        return None
    announced = next((hit for rule in rules.lists["options_announced"] if (hit := rule.search(statement, start))), None)
    announced = announced or rules.single["options_fallback"].search(text.plain, start)
    if announced:
        return announced
    beside = next((hit for rule in rules.lists["options_beside"] if (hit := rule.search(statement, start))), None)
    if beside is None or rules.single["options_composite"].search(statement[start : beside.start()]):
        return None
    before = (hit for rule in rules.conditions if (hit := rule.pattern.search(statement, start, beside.end())))
    return None if any(hit.start() > start for hit in before) else beside
