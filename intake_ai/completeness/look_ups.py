"""Rules that forbid asking for a paper whose data the authority can look up, with their first days."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from intake_ai.catalogue.models import Requirement
from intake_ai.terms import ComponentState


@dataclass(frozen=True, slots=True)
class LookUpRule:
    """A rule that releases applicants from handing in what the authority can look up.

    Attributes:
        state: That a row is in where it releases the applicant.
        since: Its first day.
    """

    state: ComponentState
    basis: str
    since: date


@cache
def look_up_rules() -> dict[str, LookUpRule]:
    """The rules by where the data are: database, vneid (look_up_rules.yaml)."""
    text = Path(__file__).with_name("look_up_rules.yaml").read_text(encoding="utf-8")
    return {place: LookUpRule(**rule) for place, rule in yaml.safe_load(text).items()}


def releasing_rule(row: Requirement, connected: frozenset[str], received: date) -> LookUpRule | None:
    """The rule in force by which `row` may not be asked for; None where there is none.

    A row that the catalogue marks as looked up (`available_in`) is released by law. One whose words only say that a
    database may release the applicant (`data_source`) is released where this centre is connected to it.
    """
    place = row.available_in
    if place is None and row.data_source and row.data_source in connected:
        place = "vneid" if row.data_source == "vneid" else "database"
    rule = look_up_rules().get(place or "")
    return rule if rule is not None and rule.since <= received else None
