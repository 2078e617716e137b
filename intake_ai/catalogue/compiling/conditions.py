"""When a row is due: always, or on a condition that the row states for the whole of what it asks for."""

import re
from dataclasses import dataclass

from intake_ai.catalogue.compiling.grammar import grammar
from intake_ai.catalogue.compiling.rows import MARKS, SENTENCE_END, RowText, shortened, without_copies

_CONDITION_END = re.compile(
    r":|,?\s(?:thì )?(?:thành phần )?hồ sơ (?:đề nghị )?(?:bao )?gồm\b"
    r"|\b(?:thì|phải (?:có|nộp|kèm|gửi|bổ sung|lập)|kèm theo|nộp kèm)\b"
)
_ONLINE = "nộp hồ sơ theo hình thức trực tuyến"


@dataclass(frozen=True, slots=True)
class Due:
    """On what condition a row is due; `exempting` where the condition releases from it.

    Attributes:
        when: The condition as written, shortened; None where the row is always due.
        rule: How the condition was found; empty where none was.
    """

    when: str | None = None
    exempting: bool = False
    rule: str = ""


def due_of(text: RowText) -> Due:
    """When the paper must be handed in; the first condition of grammar.yaml that fits the row counts."""
    rules = grammar()
    if rules.single["condition_lead"].search(text.plain):
        return Due(_leading_condition(text), rule="condition_lead")
    if rules.single["online_only"].search(text.plain):
        inner = _inner_condition(text)
        return Due((inner.when if inner else None) or _ONLINE, rule="online_only")
    present = _if_present(text)
    if present is not None:
        return present
    inner = _inner_condition(text)
    if inner is not None:
        return inner
    release = next((hit for rule in rules.lists["releases"][:1] if (hit := rule.search(text.plain))), None)
    if release and "uy quyen" not in text.plain[: release.start()]:
        return Due(shortened(text.sentence_around(release.start())), exempting=True, rule="release")
    return Due()


def mentioned_condition(text: RowText) -> Due:
    """The row's first condition, whatever part of it that concerns; "nếu có" where it states none."""
    rules = grammar()
    hits = [
        (hit.start("condition"), hit, condition.style)
        for condition in rules.conditions
        if (hit := condition.pattern.search(text.plain)) and _is_meant(text, hit)
    ]
    if not hits:
        return Due("nếu có", rule="unstated")
    _, hit, style = min(hits, key=lambda found: found[0])
    start, end = hit.span("condition")
    return Due(shortened(text.written[start:end]), style == "exception", "mentioned")


def stated_condition(text: RowText) -> Due:
    """The condition of a row that is known to have one: the first that fits a rule, or from its first word on."""
    mentioned = mentioned_condition(text)
    lead = grammar().single["condition_word"].search(text.plain, 1)
    if mentioned.rule == "mentioned" or lead is None:
        return mentioned
    end = SENTENCE_END.search(text.written, lead.start())
    return Due(shortened(text.written[lead.start() : end.start() if end else None]), rule="stated")


def heading_condition(heading: RowText) -> str | None:
    """The condition under which the rows behind a heading are due, None where it states none."""
    rules = grammar().single
    if rules["heading_of_contents"].search(heading.plain) or not rules["condition_lead"].search(heading.plain):
        return None
    return _leading_condition(heading)


def _leading_condition(text: RowText) -> str:
    """Up to the words that ask for the paper, or else up to the first comma."""
    end = _CONDITION_END.search(text.written) or re.search(r"[,;]", text.written)
    return shortened(text.written[: end.start()] if end else text.written)


def _if_present(text: RowText) -> Due | None:
    """A "nếu có" that covers the whole row: the only one, after one paper or at the very end."""
    rules = grammar().single
    matches = list(rules["if_present"].finditer(text.plain))
    if len(matches) != 1:
        return None
    before = without_copies(text.plain[: matches[0].start()])
    after = text.plain[matches[0].end() :].strip(MARKS)
    goes_on = not after or ("," not in before and rules["if_present_goes_on"].match(after))
    if rules["if_present_partial"].search(before) or not goes_on:
        return None
    return Due("nếu có", rule="if_present-inside" if after else "if_present")


def _inner_condition(text: RowText) -> Due | None:
    """The first condition that covers the whole row: in its statement, or in parentheses that end the row."""
    statement, whole = text.statement(), without_copies(text.plain)
    for condition in grammar().conditions:
        matches = [hit for hit in condition.pattern.finditer(statement) if _is_meant(text, hit)]
        matches = matches or [hit for hit in condition.pattern.finditer(whole) if _ends_row(text, hit)]
        if any(statement[hit.end() :].lstrip(MARKS).startswith("hoac") for hit in matches):
            return None
        for hit in matches:
            if _covers_row(statement, hit, condition.style):
                start, end = hit.span("condition")
                return Due(shortened(text.written[start:end]), condition.style == "exception", condition.style)
    return None


def _is_meant(text: RowText, hit: re.Match[str]) -> bool:
    """Without accents "nêu" (state) looks like "nếu" (if)."""
    start = hit.start("condition")
    return not hit["condition"].startswith("neu") or text.written[start : start + 3].casefold() == "nếu"


def _ends_row(text: RowText, hit: re.Match[str]) -> bool:
    return hit.group().startswith("(") and _is_meant(text, hit) and not text.plain[hit.end() :].strip(MARKS)


def _covers_row(statement: str, hit: re.Match[str], style: str) -> bool:
    """A condition behind a list's beginning, or inside parentheses on something else, concerns only a part."""
    rules = grammar().single
    before, rest = statement[: hit.start()], statement[hit.end() :].strip(MARKS)
    if style == "parenthesis" or (style == "exception" and hit.group().startswith("(")):
        aside = rules["condition_none"].search(hit["condition"]) or rules["form_before"].search(before)
        return aside is None and " hoac mau" not in before and not (";" in before and rest)
    if style == "trailing" and (rules["other_papers"].search(rest) or rules["condition_none"].search(hit["condition"])):
        return False
    inside = before.count("(") > before.count(")")
    return not inside and not rules["part_before"].search(before)
