"""The older package of the LayThuTuc service: Vietnamese keys in capitals, papers in THANHPHANHOSO."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from intake_ai.catalogue.importing.record import ImportedProcedure, NoneAsEmpty, Record, Shape
from intake_ai.catalogue.importing.text import Code, Count, OneLine, Paragraphs, one_line
from intake_ai.catalogue.models import Case, Procedure, Requirement

NAME = "service-package"


def _listed(value: object) -> list[Any]:
    """One item, a list, text parted by semicolons or nothing: systems differ in what they write here."""
    if isinstance(value, str):
        return [part for part in value.split(";") if part.strip()]
    if isinstance(value, list):
        return [item for item in value if item is not None]
    return [] if value is None else [value]


def _label(value: object) -> str:
    """A name, be it text or an object that holds the name in its first key beginning with TEN."""
    if isinstance(value, dict):
        named = [item for key, item in value.items() if str(key).upper().startswith("TEN")]
        return one_line(named[0] if named else next(iter(value.values()), ""))
    return one_line(value)


_Labels = Annotated[list[Annotated[str, BeforeValidator(_label)]], BeforeValidator(_listed)]


class _Paper(Shape):
    code: OneLine = Field("", alias="MAGIAYTO")
    name: OneLine = Field("", alias="TENGIAYTO")
    originals: Count = Field(0, alias="SOBANCHINH")
    copies: Count = Field(0, alias="SOBANSAO")
    form_file: OneLine = Field("", alias="TENMAUDON")
    replaced_by: Annotated[list[OneLine], BeforeValidator(_listed)] = Field(default=[], alias="MA_KQ_THAYTHE")


class _Case(Shape):
    name: OneLine = Field("", alias="TRUONGHOP")
    papers: NoneAsEmpty[_Paper] = Field(default=[], alias="GIAYTO")


class _Step(Shape):
    name: Paragraphs = Field("", alias="TENTRINHTU")


class _Steps(Shape):
    case: OneLine = Field("", alias="TRUONGHOP")
    steps: NoneAsEmpty[_Step] = Field(default=[], alias="TRINHTU")


class _Field(Shape):
    code: OneLine = Field("", alias="MALINHVUC")
    name: OneLine = Field("", alias="TENLINHVUC")


class _Package(Shape):
    code: Code = Field("", alias="MATTHC")
    name: OneLine = Field("", alias="TENTTHC")
    agency: OneLine = Field("", alias="MACOQUANCONGBO")
    fields: Annotated[list[_Field], BeforeValidator(_listed)] = Field(default=[], alias="LINHVUCTHUCHIEN")
    levels: _Labels = Field(default=[], alias="CAPTHUCHIEN")
    subjects: _Labels = Field(default=[], alias="DOITUONGTHUCHIEN")
    results: _Labels = Field(default=[], alias="KETQUATHUCHIEN")
    legal_basis: _Labels = Field(default=[], alias="CANCUPHAPLY")
    cases: NoneAsEmpty[_Case] = Field(default=[], alias="THANHPHANHOSO")
    steps: NoneAsEmpty[_Steps] = Field(default=[], alias="TRINHTUTHUCHIEN")


def recognises(record: Record) -> bool:
    return "THANHPHANHOSO" in record or "MATTHC" in record


def read(record: Record) -> ImportedProcedure:
    source = _Package.model_validate(record)
    field = source.fields[0] if source.fields else _Field.model_validate({})
    papers = [(case, paper) for case, group in enumerate(source.cases) for paper in group.papers]
    steps = (step.name for group in source.steps for step in group.steps)
    procedure = Procedure(
        code=source.code,
        name=source.name,
        field=field.name,
        field_code=field.code,
        agency=source.agency,
        level=tuple(source.levels),
        subjects=tuple(source.subjects),
        results=tuple(source.results),
        legal_basis=tuple(source.legal_basis),
        cases=tuple(Case(index, case.name, "common") for index, case in enumerate(source.cases)),
        requirements=tuple(_requirement(row, case, paper) for row, (case, paper) in enumerate(papers)),
        context="\n".join(filter(None, (*source.results, *steps))),
    )
    return ImportedProcedure(procedure)


def _requirement(row: int, case: int, paper: _Paper) -> Requirement:
    return Requirement(
        row=row,
        name=paper.name,
        case=case,
        originals=paper.originals,
        copies=paper.copies,
        form_file=paper.form_file,
        paper_code=paper.code,
        replaced_by=tuple(paper.replaced_by),
    )
