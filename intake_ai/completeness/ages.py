"""How long a paper may be gone by after its issue, as its row allows."""

from calendar import monthrange
from datetime import date, timedelta

from intake_ai.catalogue.models import Requirement


def last_valid_day(issued: date, row: Requirement) -> date | None:
    """The last day on which a paper of this day satisfies `row`; None where the row sets no limit.

    A month ends on the day of the same number, or on its last where it has none.
    """
    if row.validity_days is not None:
        return issued + timedelta(days=row.validity_days)
    if row.validity_months is None:
        return None
    years, month = divmod(issued.month - 1 + row.validity_months, 12)
    year, month = issued.year + years, month + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))
