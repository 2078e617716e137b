"""The national file: one procedure a line, its papers as one list."""

from pydantic import Field

from intake_ai.catalogue.importing import terms
from intake_ai.catalogue.importing.record import ImportedProcedure, NoneAsEmpty, Record, Shape, unique
from intake_ai.catalogue.importing.text import Code, Count, OneLine, Paragraphs
from intake_ai.catalogue.models import Case, Procedure, Requirement

NAME = "national"


class _Case(Shape):
    case: OneLine = ""


class _Paper(Shape):
    case: OneLine = ""
    name: OneLine = ""
    originals: Count = 0
    copies: Count = 0
    form_file: OneLine = ""
    paper_code: OneLine = ""


class _LegalBasis(Shape):
    number: OneLine = ""
    title: OneLine = ""


class _Fee(Shape):
    method: OneLine = ""
    kind: OneLine = Field("", alias="type")
    value: OneLine = ""
    currency: OneLine = ""
    note: OneLine = ""


class _Time(Shape):
    method: OneLine = ""
    value: OneLine = ""
    unit: OneLine = ""
    note: OneLine = ""


class _Procedure(Shape):
    code: Code = ""
    name: OneLine = ""
    field: OneLine = ""
    field_code: OneLine = ""
    agency: OneLine = ""
    level: NoneAsEmpty[OneLine] = Field(default=[])
    subjects: NoneAsEmpty[OneLine] = Field(default=[])
    results: NoneAsEmpty[OneLine] = Field(default=[])
    cases: NoneAsEmpty[_Case] = Field(default=[])
    papers: NoneAsEmpty[_Paper] = Field(default=[])
    legal_basis: NoneAsEmpty[_LegalBasis] = Field(default=[])
    requirements: Paragraphs = ""
    steps: Paragraphs = ""
    decision: OneLine = ""
    fee: NoneAsEmpty[_Fee] = Field(default=[])
    processing_time: NoneAsEmpty[_Time] = Field(default=[])
    provincial_core: bool | None = None


def recognises(record: Record) -> bool:
    return isinstance(record.get("papers"), list) and "name" in record


def read(record: Record) -> ImportedProcedure:
    source = _Procedure.model_validate(record)
    cases = _cases(source)
    procedure = Procedure(
        code=source.code,
        name=source.name,
        field=source.field,
        field_code=source.field_code,
        agency=source.agency,
        level=tuple(source.level),
        subjects=tuple(source.subjects),
        results=tuple(source.results),
        legal_basis=unique(basis.number or basis.title for basis in source.legal_basis),
        cases=tuple(Case(index, name, "common") for index, name in enumerate(cases)),
        requirements=tuple(_requirement(row, paper, cases) for row, paper in enumerate(source.papers)),
        context="\n".join(filter(None, (*source.results, source.requirements, source.steps))),
        decision=source.decision,
        fees=unique(terms.fee(fee.method, fee.kind, fee.value, fee.currency, fee.note) for fee in source.fee),
        processing_times=unique(
            terms.time(time.method, time.value, time.unit, time.note) for time in source.processing_time
        ),
    )
    return ImportedProcedure(procedure, source.provincial_core)


def _cases(source: _Procedure) -> list[str]:
    """The cases as listed; one that only papers name follows them."""
    listed = [case.case for case in source.cases]
    return listed + [name for name in dict.fromkeys(paper.case for paper in source.papers) if name not in listed]


def _requirement(row: int, paper: _Paper, cases: list[str]) -> Requirement:
    """Cases of the same name cannot be told apart: all their papers belong to the first."""
    return Requirement(
        row=row,
        name=paper.name,
        case=cases.index(paper.case),
        originals=paper.originals,
        copies=paper.copies,
        form_file=paper.form_file,
        paper_code=paper.paper_code,
    )
