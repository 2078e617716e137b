"""Procedures: found in people's own words, shown with cases, rows and questions."""

from typing import Annotated, cast

from fastapi import Path, Query, Response

from api.conditions import Conditional, version_tag
from api.languages import Speaks
from api.paging import Page, decoded, page_of
from api.permission import Allowed, Caller
from api.procedures.schemas import (
    CaseShown,
    ProcedureFound,
    ProceduresAsked,
    ProcedureShown,
    QuestionShown,
    RowShown,
)
from api.routes import in_own_transactions, service_router
from api.unit_of_work import Work
from intake_ai.access.rules import Action
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.sharing import SharedCatalogue
from intake_ai.completeness.findings import Question
from intake_ai.completeness.situation import Situation, case_question, questions
from intake_ai.messages import LANGUAGES, Language

router = service_router("/procedures", "procedures")

_AS_ASKED = "private, no-cache"
"""The catalogue tells of nobody: browsers may keep it."""
Code = Annotated[
    str,
    Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$", description="Code of the procedure.", examples=["1.001193"]),
]
Case = Annotated[int | None, Query(ge=0, le=10_000, description="Questions of this case alone, once it is known.")]


@router.get("", summary="Find or list procedures")
@in_own_transactions
def list_procedures(
    asked: Annotated[ProceduresAsked, Query()], _: Annotated[Caller, Allowed(Action.CATALOGUE_READ)], work: Work
) -> Page[ProcedureFound]:
    """With `q` the likeliest first, in one piece; else all that are received here, by code."""
    shared = work.service.part(SharedCatalogue)
    if asked.q:
        hits = shared.search().find(asked.q, asked.limit)
        return Page(items=[_found(hit.procedure, min(1.0, hit.confidence)) for hit in hits], next=None)
    place = decoded(asked.cursor, str)
    behind = "" if place is None else cast(str, place[0])
    rows = sorted((one for one in shared.current().active if one.code > behind), key=lambda one: one.code)
    return page_of(rows[: asked.limit + 1], asked.limit, lambda one: _found(one, None), lambda one: (one.code,))


@router.get("/{code}", summary="Show a procedure", response_model=ProcedureShown)
@in_own_transactions
def show_procedure(
    code: Code,
    _: Annotated[Caller, Allowed(Action.CATALOGUE_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
    language: Speaks,
    case: Case = None,
) -> ProcedureShown | Response:
    """Cases, rows of papers, and the questions that decide which rows are due."""
    catalogue = work.service.part(SharedCatalogue).current()
    procedure = catalogue.get(code)
    tag = version_tag(f"{catalogue.version()}-{language}-{case}")
    if (same := conditions.unchanged(tag, _AS_ASKED)) is not None:
        return same
    response.headers.update({"ETag": tag, "Cache-Control": _AS_ASKED, "Vary": "Accept-Language"})
    return _shown(procedure, catalogue.version(), language, case)


def _found(procedure: Procedure, confidence: float | None) -> ProcedureFound:
    return ProcedureFound(
        code=procedure.code,
        name=procedure.name,
        agency=procedure.agency,
        field=procedure.field,
        confidence=None if confidence is None else round(confidence, 4),
    )


def _shown(procedure: Procedure, version: str, language: Language, case: int | None) -> ProcedureShown:
    asked = (
        *(case_question(procedure, sure=False) if case is None else ()),
        *questions(procedure, Situation(case=case), frozenset()),
    )
    return ProcedureShown(
        code=procedure.code,
        name=procedure.name,
        agency=procedure.agency,
        field=procedure.field,
        level=list(procedure.level),
        subjects=list(procedure.subjects),
        results=list(procedure.results),
        legal_basis=list(procedure.legal_basis),
        fees=list(procedure.fees),
        processing_times=list(procedure.processing_times),
        active=procedure.active,
        catalogue_version=version,
        cases=[CaseShown(index=one.index, name=one.name, role=one.role) for one in procedure.cases],
        rows=[_row(row) for row in procedure.requirements],
        questions=[_question(one, language) for one in asked],
    )


def _row(row: Requirement) -> RowShown:
    return RowShown(
        row=row.row,
        name=row.name,
        case=row.case,
        kind=row.kind,
        need=row.need,
        when=row.when,
        question=row.question_id or None,
        choice=row.choice,
        options=list(row.options),
        types=list(row.types),
        present_only=row.present_only,
        form_name=row.form_name,
        form_number=row.form_number,
        validity_months=row.validity_months,
        validity_days=row.validity_days,
        in_database=row.available_in or row.data_source or None,
        legal_basis=row.legal_basis,
        confidence=row.confidence,
    )


def _question(question: Question, language: Language) -> QuestionShown:
    return QuestionShown(
        id=question.id,
        text=question.text[LANGUAGES.index(language)],
        rows=list(question.rows),
        choices=None if question.choices is None else list(question.choices),
    )
