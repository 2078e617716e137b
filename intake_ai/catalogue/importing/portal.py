"""The national portal's own JSON: papers inside cases, names with list marks."""

from pydantic import Field

from intake_ai.catalogue.importing import terms
from intake_ai.catalogue.importing.record import ImportedProcedure, NoneAsEmpty, Record, Shape, unique
from intake_ai.catalogue.importing.text import Code, Count, OneLine, Paragraphs
from intake_ai.catalogue.models import Case, Procedure, Requirement

NAME = "portal"

_LEVELS = (("isMinistry", "bo"), ("isProvince", "tinh"), ("isWard", "xa"), ("isOtherAgency", "khac"))


class _Named(Shape):
    name: OneLine = ""
    code: OneLine = ""


class _Attachment(Shape):
    file_name: OneLine = Field("", alias="fileName")


class _Component(Shape):
    name: OneLine = ""
    code: OneLine = ""
    originals: Count = Field(0, alias="originalQty")
    copies: Count = Field(0, alias="copyQty")
    attachments: NoneAsEmpty[_Attachment] = Field(default=[])


class _Case(Shape):
    name: OneLine = ""
    components: NoneAsEmpty[_Component] = Field(default=[], alias="profileComponents")


class _Step(Shape):
    name: OneLine = ""
    description: Paragraphs = ""


class _Proposal(Shape):
    number: OneLine = Field("", alias="proposalNumber")


class _Fee(Shape):
    kind: OneLine = Field("", alias="type")
    value: OneLine = ""
    currency: OneLine = Field("", alias="currencyName")
    note: OneLine = Field("", alias="description")


class _Method(Shape):
    method: OneLine = Field("", alias="submissionMethod")
    value: OneLine = Field("", alias="processingTime")
    unit: OneLine = Field("", alias="processingTimeUnit")
    note: OneLine = Field("", alias="description")
    fees: NoneAsEmpty[_Fee] = Field(default=[])


class _Detail(Shape):
    code: Code = ""
    name: OneLine = ""
    categories: NoneAsEmpty[_Named] = Field(default=[], alias="categoriesDetails")
    departments: NoneAsEmpty[_Named] = Field(default=[], alias="departmentsExecuting")
    unit_groups: NoneAsEmpty[_Named] = Field(default=[], alias="unitGroupsExecuting")
    subjects: NoneAsEmpty[_Named] = Field(default=[], alias="subjectTypesDetails")
    results: NoneAsEmpty[_Named] = Field(default=[], alias="resultsDetails")
    legal_basis: NoneAsEmpty[_Named] = Field(default=[], alias="legalBasisesDetails")
    cases: NoneAsEmpty[_Case] = Field(default=[], alias="executionCases")
    steps: NoneAsEmpty[_Step] = Field(default=[], alias="executionSteps")
    methods: NoneAsEmpty[_Method] = Field(default=[], alias="executionMethods")
    conditions: Paragraphs = Field("", alias="requirementsAndConditions")
    proposal: _Proposal | None = Field(None, alias="procedureProposal")


def recognises(record: Record) -> bool:
    return isinstance(_detail(record).get("executionCases"), list)


def read(record: Record) -> ImportedProcedure:
    raw = _detail(record)
    source = _Detail.model_validate(raw)
    field = source.categories[0] if source.categories else _Named()
    results = tuple(result.name for result in source.results)
    steps = (text for step in source.steps for text in (step.name, step.description))
    fees = ((way.method, fee) for way in source.methods for fee in way.fees)
    procedure = Procedure(
        code=source.code,
        name=source.name,
        field=field.name,
        field_code=field.code,
        agency="; ".join(agency.name for agency in (*source.departments, *source.unit_groups)),
        level=tuple(level for flag, level in _LEVELS if raw.get(flag)),
        subjects=tuple(subject.name for subject in source.subjects),
        results=results,
        legal_basis=unique(basis.code or basis.name for basis in source.legal_basis),
        cases=tuple(Case(index, case.name, "common") for index, case in enumerate(_cases(source))),
        requirements=_requirements(source),
        context="\n".join(filter(None, (*results, source.conditions, *steps))),
        decision=source.proposal.number if source.proposal else "",
        fees=unique(terms.fee(method, fee.kind, fee.value, fee.currency, fee.note) for method, fee in fees),
        processing_times=unique(terms.time(way.method, way.value, way.unit, way.note) for way in source.methods),
    )
    return ImportedProcedure(procedure)


def _detail(record: Record) -> Record:
    """Some exports wrap each procedure in its list entry, some give the procedure alone."""
    detail = record.get("detail", record)
    return detail if isinstance(detail, dict) else {}


def _cases(source: _Detail) -> list[_Case]:
    """Those with papers: the portal gives a procedure without papers one nameless, empty case."""
    return [case for case in source.cases if case.components]


def _requirements(source: _Detail) -> tuple[Requirement, ...]:
    """Cases of the same name cannot be told apart: all their papers belong to the first."""
    cases = _cases(source)
    names = [case.name for case in cases]
    components = [(names.index(group.name), paper) for group in cases for paper in group.components]
    return tuple(_requirement(row, case, paper) for row, (case, paper) in enumerate(components))


def _requirement(row: int, case: int, paper: _Component) -> Requirement:
    return Requirement(
        row=row,
        name=paper.name,
        case=case,
        originals=paper.originals,
        copies=paper.copies,
        form_file=paper.attachments[0].file_name if paper.attachments else "",
        paper_code=paper.code,
    )
