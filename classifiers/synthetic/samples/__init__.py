"""The sample dossiers of the repository, as plans."""

from collections.abc import Callable

from classifiers.synthetic.dossiers import PlannedDossier
from classifiers.synthetic.samples import civil_status, other_fields

PLANS: tuple[Callable[[], PlannedDossier], ...] = (*civil_status.PLANS, *other_fields.PLANS)


def plans() -> dict[str, PlannedDossier]:
    """All sample dossiers by name."""
    made = [plan() for plan in PLANS]
    return {plan.name: plan for plan in made}
