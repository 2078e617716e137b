"""Corrections on a terminal and as JSON documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from intake_ai.catalogue.corrections.corrections import Correction, Target
from intake_ai.catalogue.corrections.exchange import Exchanged, as_document
from intake_ai.catalogue.corrections.store import Review
from intake_ai.catalogue.opening import write_json, written_day
from intake_ai.catalogue.versions.difference import changed_words
from intake_ai.catalogue.versions.printing import passage, print_line
from intake_ai.catalogue.versions.versions import VIETNAM
from intake_ai.messages import Language, text
from intake_ai.terminal import open_console


def correction_document(correction: Correction) -> dict[str, Any]:
    """An entry of the history, in the shape that is shared, with its number."""
    return {"number": correction.number, **as_document(correction)}


def print_kept(correction: Correction, index: int, language: Language) -> None:
    place = text(f"correction-place-{correction.key.scope}", language, number=index)
    code = "correction-confirmed" if correction.action == "confirm" else "correction-kept"
    values = {"number": correction.number, "procedure": correction.key.code, "place": place}
    print_line(text(code, language, **values, fields=_fields(correction.fields)))


def print_corrections(found: Sequence[Correction], as_json: bool, language: Language) -> None:
    """As a table, or one document a line."""
    if as_json:
        for correction in found:
            write_json(correction_document(correction))
        return
    if not found:
        print_line(text("correction-none", language))
        return
    table = Table()
    for column in ("number", "procedure", "source", "action", "fields", "by", "date", "reason"):
        table.add_column(text(f"correction-column-{column}", language), overflow="fold")
    for one in found:
        action = text(f"correction-action-{one.action}", language)
        day = written_day(one.made_at.astimezone(VIETNAM).date(), language)
        table.add_row(
            str(one.number), one.key.code, one.source[:120], action, _fields(one.fields), one.by, day, one.reason
        )
    open_console().print(table)


def print_reviews(found: Sequence[Review], as_json: bool, language: Language) -> None:
    """Each correction with the old row, what replaced it and where the two differ."""
    if as_json:
        for review in found:
            write_json(review_document(review))
        return
    if not found:
        print_line(text("correction-review-none", language))
        return
    for review in found:
        _print_review(review, language)
    print_line(text("correction-review-how", language))


def review_document(review: Review) -> dict[str, Any]:
    """The correction, and the row that replaced its row."""
    new = review.replaced_by
    return {
        **correction_document(review.correction),
        "procedure_in_force": review.procedure,
        "replaced_by": None if new is None else {"index": new.index, "source": new.source, "case": new.case_name},
    }


def print_exchanged(done: Exchanged, as_json: bool, language: Language) -> None:
    values = {"taken": done.taken, "known": done.known, "older": done.older}
    if as_json:
        write_json(values)
    else:
        print_line(text("correction-exchanged", language, **values))


def _print_review(review: Review, language: Language) -> None:
    one = review.correction
    values = {"number": one.number, "procedure": one.key.code, "by": one.by, "reason": one.reason}
    day = written_day(one.made_at.astimezone(VIETNAM).date(), language)
    print_line(text("correction-review-entry", language, **values, fields=_fields(one.fields), date=day))
    print_line(text("correction-review-old", language, source=_with_case(one.source, one.case_name)))
    if review.replaced_by is None:
        print_line(text("correction-review-gone" if review.procedure else "correction-review-no-procedure", language))
        return
    _print_replacement(one, review.replaced_by, language)


def _print_replacement(one: Correction, new: Target, language: Language) -> None:
    place = text(f"correction-place-{new.key.scope}", language, number=new.index)
    print_line(text("correction-review-new", language, place=place, source=_with_case(new.source, new.case_name)))
    words = "; ".join(passage(*words, language) for words in changed_words(one.source, new.source))
    if words:
        print_line(text("correction-review-words", language, words=words))


def _with_case(source: str, case: str) -> str:
    return f"{source} [{case}]" if case else source


def _fields(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in fields.items())


def _value(value: object) -> str:
    return " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
