"""Brings the values that words of a sentence lead to together with the labels of its line."""

from collections.abc import Sequence

from intake_ai.extraction.clauses import Clause
from intake_ai.extraction.line_labels import LabelSpan
from intake_ai.extraction.runs import Run, plain

_TEXTS = frozenset({"requested_content"})
_SINGLE = frozenset({"name", "date", "sex", "short", "number", "email"})
_OF_DOCUMENTS = frozenset({"id_number", "id_issue_date", "id_issue_place", "other"})
_STRONG_FORMS = frozenset({"name", "birth", "identity", "phone", "address", "date"})


def divided(run: Run, spans: Sequence[LabelSpan], clauses: Sequence[Clause]) -> list[LabelSpan | Clause]:
    """The labels of a text and the clauses that are no part of a label or of what stands behind one, in order.

    Args:
        run: The text.
        spans: Its labels; the value of each goes on to the next one.
        clauses: The values that words lead to, in order.
    """
    kept = list(spans)
    accepted: list[Clause] = []
    for clause in clauses:
        span = next((each for each in reversed(kept) if each.start <= clause.end - 1), None)
        if span is None or any(span.start < each.end and span.start >= each.start for each in accepted):
            accepted.append(clause)
        elif clause.start < span.value_start:
            if _replaces(run, clause, span):
                kept.remove(span)
                accepted.append(clause)
        elif _ends_value(run, clause, span):
            accepted.append(clause)
    kept = [span for span in kept if not any(each.start <= span.start < each.end for each in accepted)]
    return sorted([*kept, *accepted], key=lambda each: each.start)


def _replaces(run: Run, clause: Clause, span: LabelSpan) -> bool:
    """Whether a clause that opens inside a label takes its place: it says the same, or the label was a guess."""
    has_colon = ":" in run.text[span.start : span.value_start]
    return not has_colon and clause.start <= span.start


def _ends_value(run: Run, clause: Clause, span: LabelSpan) -> bool:
    """Whether a clause behind a label ends the label's value, and is no part of it."""
    label = span.label
    if label is not None and label.kind in _TEXTS:
        return False
    if not plain(run.text[span.value_start : clause.start]):
        return False
    if label is not None and label.value == "document":
        return clause.part.kind not in _OF_DOCUMENTS
    if label is not None and label.value in _SINGLE:
        return True
    return clause.is_strong and clause.form in _STRONG_FORMS
