"""Says the facts of a row, of a case, in words for a clerk."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from classifiers.vietnamese import fold
from intake_ai.catalogue.compiling.asking import releases
from intake_ai.catalogue.corrections.corrections import Correction
from intake_ai.catalogue.models import Case, CaseRole, Copies, Evidence, Requirement
from intake_ai.catalogue.opening import written_day
from intake_ai.catalogue.showing.doubts import SURE
from intake_ai.catalogue.showing.lines import cut
from intake_ai.catalogue.versions.versions import VIETNAM
from intake_ai.messages import Language, catalogue, text

_FORMS: Final = ("originals", "certified", "photocopies", "electronic")
_LONGEST_QUOTE: Final = 80
_LONGEST_CONDITION: Final = 120
_NEARLY_ALL: Final = 0.8
_ROUNDING: Final = 1e-9  # 0.29 * 100 is a little less than 29
_TOGETHER: Final = "\N{NO-BREAK SPACE}"


def need_of(row: Requirement, role: CaseRole, language: Language, *, full: bool = False) -> str:
    """Always needed, or on what condition; a row of an additional case is needed where the case is."""
    if row.need == "if" and _is_if_present(row):
        return text("show-need-if-present", language)
    if row.need == "if":
        code = "show-need-unless" if releases(row, row.when or "") else "show-need-if"
        return text(code, language, when=cut(_small(row.when or "?"), None if full else _LONGEST_CONDITION))
    return text("show-need-case" if role == "additional" else "show-need-always", language)


def copies_of(row: Requirement, language: Language) -> str:
    """How many originals and copies; in parentheses where only the file's counts, often mere defaults, say so."""
    if row.stated_copies is None:
        counted = {"originals": row.originals, "copies": row.copies}
        told = ", ".join(_amount(form, number, language) for form, number in counted.items() if number)
        return f"({told})" if told else ""
    return _stated(row.stated_copies, language)


def contradiction_of(row: Requirement, language: Language) -> str:
    """That the file's counts contradict its words, empty where they do not."""
    if row.stated_copies is None or not row.stated_copies.contradiction:
        return ""
    counts = {"originals": row.originals, "copies": row.copies}
    return text("show-contradiction", language, stated=_stated(row.stated_copies, language), **counts)


def form_of(row: Requirement, language: Language, *, full: bool = False) -> str:
    """Number and annex of the form to fill in; its file where nothing else names it, or all is told."""
    named = ", ".join(filter(None, (row.form_number, row.form_annex)))
    parts = [text("show-form", language, form=named)] if named else []
    if row.form_file and (full or not named):
        parts.append(text("show-form-file", language, file=row.form_file))
    return " · ".join(parts)


def conditions_of(row: Requirement, language: Language) -> Iterator[str]:
    """What a paper must be like: shown only, how old, signed, sealed."""
    if row.present_only:
        yield text("show-shown", language)
    if row.validity_months is not None:
        yield text("show-validity-months", language, months=row.validity_months)
    elif row.validity_days is not None:
        yield text("show-validity-days", language, days=row.validity_days)
    if row.signed or row.stamped:
        signs = [name for name in ("signed", "stamped") if getattr(row, name)]
        yield text(f"show-marks-{'-'.join(signs)}", language)


def needless_of(row: Requirement, language: Language) -> str:
    """Which data make the paper needless, empty where none is known to."""
    if row.available_in:
        return text(f"show-available-{row.available_in}", language)
    return _source(row.data_source, language) if row.data_source else ""


def doubts_line(part: Requirement | Case, doubts: Sequence[Evidence], language: Language) -> str:
    """Each doubtful fact, how it is taken where that is not seen already, and the words it was read from."""
    told = " · ".join(_doubt(part, doubt, language) for doubt in doubts)
    if all(doubt.confidence >= SURE for doubt in doubts):
        return text("show-doubts-together", language, share=_share(part.confidence), doubts=told)
    return text("show-doubts", language, doubts=told)


def evidence_line(evidence: Sequence[Evidence], language: Language) -> str:
    """Every fact derived, how sure it is and the words it was read from."""
    told = ((found, f"{_field(found.fact, language)} {_share(found.confidence)}") for found in evidence)
    named = (f"{fact} “{quoted(found.words)}”" if found.words else fact for found, fact in told)
    return text("show-evidence", language, facts=" · ".join(named))


def officer_of(mark: Correction, language: Language) -> str:
    """Who confirmed or corrected a row or case, when, what and why."""
    day = written_day(mark.made_at.astimezone(VIETNAM).date(), language)
    fields = ", ".join(_field(name, language) for name in mark.fields)
    code = "show-officer-corrected" if mark.fields else "show-officer-confirmed"
    told = text(code, language, by=mark.by, day=day, fields=fields)
    return f"{told} ({mark.reason})" if mark.reason else told


def quoted(words: str) -> str:
    """The words shortened for a quotation."""
    return cut(words, _LONGEST_QUOTE)


def grouped_by_channel(entries: Sequence[str]) -> list[str]:
    """Fees or times that are alike for several ways to hand in, told once: "trực tiếp, bưu chính: 5 ngày"."""
    channels: dict[str, list[str]] = {}
    for entry in entries:
        channel, _, told = entry.partition(": ")
        channels.setdefault(told or channel, []).append(channel if told else "")
    return [f"{', '.join(named)}: {told}" if all(named) else told for told, named in channels.items()]


def _is_if_present(row: Requirement) -> bool:
    """Conditions that say nothing but "nếu có"."""
    return fold(row.when or "") == "neu co"


def _doubt(part: Requirement | Case, doubt: Evidence, language: Language) -> str:
    told = f"{text(f'show-fact-{doubt.fact}', language)} ({_share(doubt.confidence)})"
    taken = _taken(part, doubt.fact, language)
    told = f"{told}: {taken}" if taken else told
    if _stands_above(part, doubt):
        return told
    return f"{told} – “{quoted(doubt.words)}”" if doubt.words else told


def _stands_above(part: Requirement | Case, doubt: Evidence) -> bool:
    """The words are the condition, or nearly all of the case's title, which were told right before."""
    if isinstance(part, Case):
        return len(doubt.words) > _NEARLY_ALL * len(part.name)
    return doubt.fact == "need" and doubt.words == (part.when or "")


def _taken(part: Requirement | Case, fact: str, language: Language) -> str:
    """How a doubtful fact was decided, empty where the row as shown tells it already."""
    if isinstance(part, Case):
        return text("show-taken-section", language) if part.role == "section" else ""
    match fact:
        case "kind" if part.kind == "heading":
            return text("show-kind-heading", language)
        case "choice":
            return "" if part.choice else text("show-taken-no-choice", language)
        case "options":
            return "" if part.options else text("show-taken-no-options", language)
        case "present_only":
            return "" if part.present_only else text("show-taken-hand-in", language)
        case _:
            return ""


def _stated(copies: Copies, language: Language) -> str:
    counted = ((form, getattr(copies, form)) for form in _FORMS)
    told = [_amount(form, number, language) for form, number in counted if number]
    joined = (text("show-or", language) if copies.any_of else ", ").join(told)
    return f"{joined} {text('show-to-compare', language)}" if copies.to_compare else joined


def _share(confidence: float) -> str:
    """In per cent, rounded down: what is not sure must not look as if it were."""
    return f"{math.floor(confidence * 100 + _ROUNDING)}%"


def _amount(form: str, number: int, language: Language) -> str:
    return text(f"show-amount-{form}", language, number=number).replace(" ", _TOGETHER)


def _source(name: str, language: Language) -> str:
    """The sentence for a database, or a general one for those that have none of their own."""
    code = f"show-source-{name}"
    source = text(code if code in catalogue(language) else "show-source-other", language)
    return text("show-source", language, source=source)


def _field(name: str, language: Language) -> str:
    code = f"show-fact-{name}"
    return text(code, language) if code in catalogue(language) else name


def _small(words: str) -> str:
    """Inside a sentence: the first letter small unless the word is an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
