"""What a person should know of a slip before it is handed out."""

from collections.abc import Iterator
from pathlib import Path

from intake_ai.dossier.report import Report
from intake_ai.messages import Language, text
from intake_ai.slips.applicant import unconfirmed
from intake_ai.slips.centre import FILE_NAME, Centre
from intake_ai.slips.values import Apology, Receipt, ReceivedPaper, Refusal, Slip, Supplement

_LONGEST_NAME = 80


def remarks(made: Slip, content: Report | Slip, centre: Centre, own: Path, language: Language) -> Iterator[str]:
    """Sentences on what is not filled in, not confirmed, asked for a second time, or still to be decided.

    Args:
        made: The slip.
        content: What it was made from.
        centre: Whose slip it is.
        own: The centre's folder of settings.
        language: To speak.
    """
    if not centre.name:
        yield text("slip-centre-unnamed", language, file=own / FILE_NAME)
    if isinstance(content, Report) and (fields := unconfirmed(content)):
        yield text("slip-unconfirmed", language, fields=", ".join(dict.fromkeys(part.label for part in fields)))
    if isinstance(made, Receipt):
        yield from _of_receipt(made, content, language)
    if isinstance(made, Supplement | Apology) and made.attempt > 1:
        yield text(f"slip-again-{made.kind}", language, attempt=made.attempt)
    if isinstance(made, Supplement):
        yield from _doubts(made, language)
    if isinstance(made, Refusal) and not made.reasons:
        yield text("slip-no-reason", language)
    if made.is_draft:
        yield text("slip-draft", language)


def _of_receipt(made: Receipt, content: Report | Slip, language: Language) -> Iterator[str]:
    if isinstance(content, Report) and content.verdict != "complete":
        yield text("slip-not-complete", language)
    if not all(_is_told(paper) for paper in made.papers):
        yield text("slip-uncounted", language)


def _is_told(paper: ReceivedPaper) -> bool:
    return bool(paper.originals or paper.certified or paper.photocopies or paper.electronic or paper.note)


def _doubts(made: Supplement, language: Language) -> Iterator[str]:
    for number, item in enumerate(made.items, 1):
        if item.check:
            name = item.name if len(item.name) <= _LONGEST_NAME else item.name[: _LONGEST_NAME - 1] + "…"
            yield text("slip-doubt", language, number=number, name=name, check=item.check)
