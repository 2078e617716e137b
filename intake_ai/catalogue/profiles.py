"""The catalogue as classification sees it: profiles of the procedures in force, and their texts to be indexed."""

from collections.abc import Mapping, Sequence

from classifiers.lexical import Document
from classifiers.ranking.citations import citations
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.repository import CatalogueRepository


def profiles(repository: CatalogueRepository) -> list[ProcedureProfile]:
    """Of the active procedures, in their order; without context, which only indexing needs."""
    return [profile(procedure) for procedure in repository.active()]


def profile(procedure: Procedure) -> ProcedureProfile:
    """What classification needs to know of `procedure`.

    Rows keep their case only where it is one that an applicant is in or not: those of common cases and of mere
    sections concern everybody, so they say nothing about the case.
    """
    chosen = {case.index for case in procedure.cases if case.role == "alternative"}
    return ProcedureProfile(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        agency=procedure.agency,
        cases=tuple(case.name for case in procedure.cases),
        rows=tuple(_row(row, chosen) for row in procedure.requirements),
        context=procedure.context,
        level=procedure.level,
        results=procedure.results,
        laws=_laws(procedure),
    )


def documents(procedures: Sequence[Procedure], contexts: Mapping[str, str]) -> list[Document]:
    """The procedures as texts by field, for `classifiers.lexical`; `contexts` by code."""
    return [
        {
            "name": procedure.name,
            "cases": "\n".join(dict.fromkeys(case.name for case in procedure.cases)),
            "rows": "\n".join(row.name for row in procedure.requirements),
            "results": "\n".join(procedure.results),
            "field": procedure.field,
            "context": contexts.get(procedure.code, procedure.context),
        }
        for procedure in procedures
    ]


def _laws(procedure: Procedure) -> frozenset[str]:
    return citations("\n".join((*procedure.legal_basis, *(row.name for row in procedure.requirements))))


def _row(row: Requirement, chosen: set[int]) -> RowProfile:
    return RowProfile(
        index=row.row,
        text=" ".join((row.name, *row.options)),
        case=row.case if row.case in chosen else None,
        types=frozenset(row.types),
        forms=tuple(filter(None, (row.form_number, row.form_file))),
        is_paper=row.kind == "paper",
        due=_is_expected(row),
        keywords=row.keywords,
    )


def _is_expected(row: Requirement) -> bool:
    """Whether a dossier of papers holds it whoever the applicant is: the paper form where an online one exists too."""
    always = row.need == "always" and row.choice is None
    return (always or row.question_id == "channel:direct") and not row.present_only
