"""Which paper slips into a dossier that nobody asks for."""

import re
from typing import Any

from benchmarks.checked_dossiers.plans import Checked
from benchmarks.checked_dossiers.tables import table
from benchmarks.held_out_dossiers.rows import Concept
from classifiers.papers import PaperType
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Requirement


def surplus(plan: Checked) -> Concept | None:
    """A paper of the applicant that no row of the procedure could mean; None where a row could mean anything."""
    rows = [fold(row.name) for row in plan.procedure.requirements]
    if any(re.search(pattern, row) for pattern in table("open_rows") for row in rows):
        return None
    return _fitting(plan, "surplus", rows)


def stranger(plan: Checked) -> Concept | None:
    """A paper of a kind that no row asks for, to be made out to a stranger."""
    return _fitting(plan, "stranger", [fold(row.name) for row in plan.procedure.requirements])


def _fitting(plan: Checked, name: str, rows: list[str]) -> Concept | None:
    entries: list[dict[str, Any]] = [
        entry
        for entry in table(name)
        if not any(re.search(rf"\b{word}\b", row) for word in entry["words"] for row in rows)
        and not (entry["set"] == "business" and plan.cast.organisation)
    ]
    if not entries:
        return None
    entry = seeded(name, plan.base).choice(entries)
    return Concept(entry["set"], PaperType(entry["type"]), entry["title"], Requirement(0, entry["title"]))
