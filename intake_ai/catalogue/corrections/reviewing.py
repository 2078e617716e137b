"""Which corrections no longer fit the catalogue in force."""

from intake_ai.catalogue.corrections.store import Review, corrections_in_force, find_reviews
from intake_ai.catalogue.errors import ProcedureUnknown
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.repository import CatalogueRepository


def to_review(repository: CatalogueRepository) -> list[Review]:
    """Corrections whose row or case has changed since, or is gone, with what replaced it."""
    with repository.reading() as session:
        corrections = corrections_in_force(session)
        procedures = {code: found for code in corrections if (found := _source(repository, code))}
        return find_reviews(corrections, procedures)


def _source(repository: CatalogueRepository, code: str) -> Procedure | None:
    try:
        procedure = repository.source(code)
    except ProcedureUnknown:
        return None
    return procedure if procedure.code == code else None
