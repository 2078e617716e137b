"""Fills slips 01 to 03 from what the service found in a dossier; an officer reads, corrects and signs them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake_ai.catalogue.models import Procedure
from intake_ai.dossier.report import ComponentReport, Report
from intake_ai.messages import text
from intake_ai.slips.applicant import applicant
from intake_ai.slips.parts import NOBODY, Moment, Officer
from intake_ai.slips.supplement_items import supplement_items
from intake_ai.slips.values import Reason, Receipt, ReceivedPaper, Refusal, Supplement, SupplementItem
from intake_ai.terms import PaperForm

_LOOKED_UP = frozenset({"in_database", "on_vneid", "reused", "replaced"})
_COUNTED: dict[PaperForm, str] = {
    "original": "originals",
    "certified_copy": "certified",
    "photocopy": "photocopies",
    "electronic": "electronic",
}
_TIME_AT_THE_COUNTER = re.compile(r"trực tiếp: *(\d+ *(?:phút|giờ|ngày|tháng)[^(]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the centre, not the report, knows of a slip.

    Attributes:
        issued: When it is written.
        officer: Who decides and signs; nobody yet where the name is empty.
    """

    issued: datetime
    code: str = ""
    number: str = ""
    book: str = ""
    officer: Officer = NOBODY


def receipt(report: Report, head: Head, procedure: Procedure | None = None, due: Moment | None = None) -> Receipt:
    """The receipt of a dossier: every row that is there or looked up.

    A row whose form the pages do not show has no count: the officer writes it.
    """
    rows = (row for row in report.components if row.state == "present" or row.state in _LOOKED_UP)
    return Receipt(
        **_common(report, head),
        papers=tuple(_received(row) for row in rows),
        processing_time=_processing_time(procedure),
        received=head.issued if report.received == head.issued.date() else report.received,
        due=due,
    )


def supplement(
    report: Report, head: Head, procedure: Procedure | None = None, attempt: int = 1, due: Moment | None = None
) -> Supplement | None:
    """Everything that has to be put right, in one request; None where nothing has.

    Args:
        report: What was found.
        head: Of the slip.
        procedure: The report's; tells in which form a missing paper is wanted.
        attempt: The how manieth request it is for this dossier.
        due: Until when papers may be handed in.
    """
    items = supplement_items(report, procedure)
    return Supplement(**_common(report, head), items=items, attempt=attempt, due=due) if items else None


def settled(slip: Supplement, keep: frozenset[int], drop: frozenset[int]) -> Supplement | None:
    """The request after an officer looked at what was doubtful; None where nothing is left to ask for.

    Args:
        slip: As proposed.
        keep: Numbers from 1 of doubtful items that he asks for.
        drop: Numbers of items that he does not ask for.
    """
    items = tuple(
        _asked(item) if number in keep else item for number, item in enumerate(slip.items, 1) if number not in drop
    )
    return slip.model_copy(update={"items": items}) if items else None


def refusal(report: Report, head: Head, reasons: Sequence[str] = ()) -> Refusal:
    """A draft of a refusal for an officer, who alone decides.

    Args:
        report: What was found.
        head: Its officer's name makes the draft a refusal.
        reasons: The officer's. Without any, what speaks against the authority is proposed and the slip stays a draft
            whoever is named: nobody has looked at the proposal yet.
    """
    proposed = (problem for problem in report.problems if problem.kind == "wrong_authority")
    given = [Reason(text=reason) for reason in reasons] or [
        Reason(text=problem.message, legal_basis=problem.legal_basis or "") for problem in proposed
    ]
    common = _common(report, head)
    if not reasons:
        common["officer"] = head.officer.model_copy(update={"name": ""})
    return Refusal(**common, submitted=report.received, reasons=tuple(given))


def _common(report: Report, head: Head) -> dict[str, Any]:
    return {
        **vars(head),
        "applicant": applicant(report),
        "request": report.procedure.name if report.procedure else "",
    }


def _received(row: ComponentReport) -> ReceivedPaper:
    if row.state in _LOOKED_UP:
        return ReceivedPaper(name=row.name, note=text(f"slip-component-{row.state}"))
    count = {_COUNTED[row.form]: max(1, len(row.papers))} if row.form else {}
    return ReceivedPaper.model_validate({"name": row.name, **count})


def _processing_time(procedure: Procedure | None) -> str:
    """As the catalogue states it for dossiers handed in at the counter, where it says one time with its unit."""
    lines = procedure.processing_times if procedure else ()
    times = {match.group(1).strip(" ,;") for line in lines if (match := _TIME_AT_THE_COUNTER.match(line))}
    return times.pop() if len(times) == 1 else ""


def _asked(item: SupplementItem) -> SupplementItem:
    return item.model_copy(update={"check": ""})
