"""The catalogue that ships with the package: frequent procedures, written by hand as YAML in `builtin_data/`.

One file per field of administration; `shared_papers.yaml` holds the rows that many procedures have alike
(identity papers, letter of authorisation...), which a procedure's row takes over with `use: NAME` and may
vary key by key. A row's number is its place in the procedure's list.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Case, CaseRole, Procedure, Requirement, RowKind
from ocr.errors import IntakeError

DIRECTORY = Path(__file__).with_name("builtin_data")
_SHARED_PAPERS = "shared_papers.yaml"
# 27 ms against 185 ms with the loader in Python, for the 54 procedures (2 cores, 2026-11-22).
_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Text = Annotated[str, Field(min_length=1), AfterValidator(lambda text: unicodedata.normalize("NFC", text).strip())]


class BuiltinCatalogueBroken(IntakeError):
    """A file of the built-in catalogue breaks its own schema; the detail names file and procedure."""

    code = "builtin-catalogue-broken"
    http_status = 500


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Question(_Entry):
    id: str = Field(pattern=r"^[a-z0-9_]+$")
    vi: Text
    en: Text


class _CaseEntry(_Entry):
    name: Text
    role: CaseRole


class _Row(_Entry):
    """A required paper; a row with `when` is due only under that condition, every other one always."""

    name: Text
    kind: RowKind = "paper"
    case: int | None = None
    when: Text | None = None
    question: _Question | None = None
    due_if: bool = True
    choice: str | None = Field(default=None, pattern="^[A-Z]$")
    options: tuple[Text, ...] = ()
    present_only: bool = False
    types: tuple[PaperType, ...] = ()
    keywords: tuple[Text, ...] = ()
    originals: int = Field(default=0, ge=0)
    copies: int = Field(default=0, ge=0)
    form_number: str = ""
    paper_code: str = ""
    validity_months: int | None = Field(default=None, ge=1)
    available_in: Literal["database", "vneid"] | None = None
    replaced_by: tuple[Text, ...] = ()
    signed: bool = False
    stamped: bool = False
    legal_basis: str = ""

    @model_validator(mode="after")
    def _condition_is_whole(self) -> Self:
        if (self.when is None) != (self.question is None):
            raise ValueError("'when' and 'question' go together")
        if self.kind == "paper" and not self.types:
            raise ValueError("a paper needs its 'types'")
        return self

    def requirement(self, row: int) -> Requirement:
        """This entry as row `row` of its procedure."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "question"}
        asked = self.question
        return Requirement(
            row=row,
            need="always" if self.when is None else "if",
            question=(asked.vi, asked.en) if asked else ("", ""),
            question_id=asked.id if asked else "",
            **values,
        )


class _ProcedureEntry(_Entry):
    code: str = Field(pattern=r"^\d\.\d{6}$")
    name: Text
    agency: str = ""
    level: tuple[str, ...] = ()
    subjects: tuple[Text, ...] = ()
    results: tuple[Text, ...] = ()
    legal_basis: tuple[Text, ...] = ()
    decision: str = ""
    context: Text
    cases: tuple[_CaseEntry, ...] = ()
    papers: tuple[_Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rows_name_their_case(self) -> Self:
        known = range(len(self.cases)) if self.cases else (None,)
        for row, paper in enumerate(self.papers):
            if paper.case not in known:
                raise ValueError(f"row {row} names case {paper.case}, the procedure has {len(self.cases)}")
        return self


class _FieldFile(_Entry):
    """One YAML file; agency, level, subjects and legal basis stand for its procedures that name none."""

    field: Text
    field_code: Text
    agency: Text
    level: tuple[Text, ...]
    subjects: tuple[Text, ...] = ()
    legal_basis: tuple[Text, ...] = ()
    procedures: tuple[_ProcedureEntry, ...] = Field(min_length=1)

    def values(self) -> tuple[Procedure, ...]:
        return tuple(self._procedure(entry) for entry in self.procedures)

    def _procedure(self, entry: _ProcedureEntry) -> Procedure:
        return Procedure(
            code=entry.code,
            name=entry.name,
            field=self.field,
            field_code=self.field_code,
            agency=entry.agency or self.agency,
            level=entry.level or self.level,
            subjects=entry.subjects or self.subjects,
            results=entry.results,
            legal_basis=entry.legal_basis or self.legal_basis,
            cases=tuple(Case(index, case.name, case.role) for index, case in enumerate(entry.cases)),
            requirements=tuple(paper.requirement(row) for row, paper in enumerate(entry.papers)),
            context=entry.context,
            decision=entry.decision,
            origin="builtin",
        )


@cache
def load_builtin() -> tuple[Procedure, ...]:
    """The procedures that ship with the package, in the order of their codes.

    Raises:
        BuiltinCatalogueBroken: A file of the package breaks the schema, or two procedures share a code.
    """
    return read_catalogue(DIRECTORY)


def read_catalogue(directory: Path) -> tuple[Procedure, ...]:
    """Read a folder of YAML files as `load_builtin` does.

    Args:
        directory: Holds one file per field of administration and, if rows `use` it, shared_papers.yaml.

    Raises:
        BuiltinCatalogueBroken: A file breaks the schema, or two procedures share a code.
    """
    shared = _parse(directory / _SHARED_PAPERS) if (directory / _SHARED_PAPERS).exists() else {}
    procedures: dict[str, Procedure] = {}
    for path in sorted(directory.glob("*.yaml")):
        for procedure in () if path.name == _SHARED_PAPERS else _read_field(path, shared):
            if procedure.code in procedures:
                raise BuiltinCatalogueBroken(f"{path.name}: {procedure.code} is there twice")
            procedures[procedure.code] = procedure
    return tuple(procedures[code] for code in sorted(procedures))


def _read_field(path: Path, shared: Mapping[str, Any]) -> tuple[Procedure, ...]:
    content = _parse(path)
    for entry in content.get("procedures", ()):
        try:
            entry["papers"] = [_with_shared(row, shared) for row in entry.get("papers", ())]
        except KeyError as missing:
            raise BuiltinCatalogueBroken(f"{path.name}, {entry.get('code')}: no shared paper {missing}") from missing
    try:
        return _FieldFile.model_validate(content).values()
    except ValidationError as broken:
        raise BuiltinCatalogueBroken(_explain(path, content, broken)) from broken


def _with_shared(row: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the keys of the shared paper that it uses filled in; its own keys win."""
    own = dict(row)
    name = own.pop("use", None)
    return own if name is None else {**shared[name], **own}


def _parse(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as broken:
        raise BuiltinCatalogueBroken(f"{path.name}: {broken}") from broken
    if not isinstance(content, dict):
        raise BuiltinCatalogueBroken(f"{path.name}: not a mapping")
    return content


def _explain(path: Path, content: Mapping[str, Any], broken: ValidationError) -> str:
    """The first fault, with the code of its procedure in place of its position."""
    fault = broken.errors()[0]
    match fault["loc"]:
        case ("procedures", int(position), *rest):
            code = content["procedures"][position].get("code", f"procedure {position}")
            where = ", ".join([str(code), ".".join(map(str, rest))])
        case location:
            where = ".".join(map(str, location))
    return f"{path.name}, {where}: {fault['msg']}"
