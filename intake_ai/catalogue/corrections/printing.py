"""Corrections on a terminal and as JSON documents."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from rich.table import Table

from intake_ai.catalogue.corrections.checking import ALLOWED
from intake_ai.catalogue.corrections.corrections import Correction, Target
from intake_ai.catalogue.corrections.exchange import Exchanged, as_document
from intake_ai.catalogue.corrections.readings import Changed
from intake_ai.catalogue.corrections.store import Review
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.opening import write_json, written_day
from intake_ai.catalogue.versions.difference import changed_words
from intake_ai.catalogue.versions.printing import passage, print_line
from intake_ai.catalogue.versions.versions import VIETNAM
from intake_ai.messages import Language, catalogue, text
from intake_ai.terminal import open_console


def correction_document(correction: Correction) -> dict[str, Any]:
    """An entry of the history, in the shape that is shared, with its number."""
    return {"number": correction.number, **as_document(correction)}


def print_kept(correction: Correction, index: int, language: Language) -> None:
    place = text(f"correction-place-{correction.key.scope}", language, number=index)
    code = "correction-confirmed" if correction.action == "confirm" else "correction-kept"
    values = {"number": correction.number, "procedure": correction.key.code, "place": place}
    print_line(text(code, language, **values, fields=_fields(correction.fields, language)))


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
            str(one.number),
            one.key.code,
            one.source[:120],
            action,
            _fields(one.fields, language),
            one.by,
            day,
            one.reason,
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
        "changed": [{"fact": one.fact, "then": one.then, "now": one.now} for one in review.changed],
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
    values = {"number": one.number, "procedure": one.key.code, "by": one.by}
    day = written_day(one.made_at.astimezone(VIETNAM).date(), language)
    said = _fields(one.fields, language) or text("correction-action-confirm", language)
    reason = f": {one.reason}" if one.reason else ""
    print_line(text("correction-review-entry", language, **values, fields=said, reason=reason, date=day))
    print_line(text("correction-review-old", language, source=_with_case(one.source, one.case_name)))
    if review.replaced_by is None:
        print_line(text("correction-review-gone" if review.procedure else "correction-review-no-procedure", language))
        return
    if review.replaced_by.key == one.key:
        _print_reading(review, review.replaced_by, language)
    else:
        _print_replacement(one, review.replaced_by, language)


def _print_reading(review: Review, same: Target, language: Language) -> None:
    """The words are the same: what is read, or counted in the file, otherwise than then."""
    place = text(f"correction-place-{same.key.scope}", language, number=same.index)
    print_line(text("correction-review-same", language, place=place))
    told = "; ".join(_changed(change, language) for change in review.changed)
    print_line(text("correction-review-changed" if told else "correction-review-unknown", language, changes=told))


def _print_replacement(one: Correction, new: Target, language: Language) -> None:
    place = text(f"correction-place-{new.key.scope}", language, number=new.index)
    print_line(text("correction-review-new", language, place=place, source=_with_case(new.source, new.case_name)))
    words = "; ".join(passage(*words, language) for words in changed_words(one.source, new.source))
    if words:
        print_line(text("correction-review-words", language, words=words))


def _with_case(source: str, case: str) -> str:
    return f"{source} [{case}]" if case else source


def _fields(fields: Mapping[str, Any], language: Language) -> str:
    return ", ".join(f"{field_name(name, language)}: {_value(name, value, language)}" for name, value in fields.items())


def _changed(change: Changed, language: Language) -> str:
    then, now = (_value(change.fact, value, language) for value in (change.then, change.now))
    return text("correction-changed", language, fact=field_name(change.fact, language), then=then, now=now)


def field_name(name: str, language: Language) -> str:
    """The field in people's words; as it is where it has none."""
    known = (code for code in (f"show-fact-{name}", f"correction-field-{name}") if code in catalogue(language))
    return next((text(code, language) for code in known), name)


def _value(name: str, value: object, language: Language) -> str:
    if isinstance(value, list | tuple):
        return " | ".join(map(str, value)) or text("correction-value-none", language)
    code = f"correction-value-{name}-{str(value).lower()}"
    if code in catalogue(language):
        return text(code, language)
    return text("correction-value-none", language) if value in {None, ""} else str(value)


@contextmanager
def refused_in_words(language: Language) -> Iterator[None]:
    """Refusals name fields, values and reasons in people's words."""
    try:
        yield
    except CorrectionRefused as error:
        _put_into_words(error, language)
        raise


def _put_into_words(error: CorrectionRefused, language: Language) -> None:
    name = str(error.values.get("field", ""))
    if "allowed" in error.values:
        told = {code: _value(name, code, language) for code in ALLOWED.get(name, ())}
        error.values["allowed"] = ", ".join(code if code == word else f"{code} ({word})" for code, word in told.items())
    if name:
        error.values["field"] = field_name(name, language)
    if error.code == "correction-file-line":
        error.values["reason"] = _reason(error.__cause__, language)


def _reason(cause: BaseException | None, language: Language) -> str:
    if isinstance(cause, CorrectionRefused):
        _put_into_words(cause, language)
        return text(cause.code, language, **cause.values)
    if isinstance(cause, ValidationError) and (place := cause.errors()[0]["loc"]):
        return text("correction-line-field", language, field=field_name(str(place[0]), language))
    return text("correction-line-shape", language)
