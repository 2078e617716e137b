"""What differs between two versions of the catalogue, by procedure and by row, as the source has them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.versions.row_matching import comparable, match

ATTRIBUTES = ("name", "field", "agency", "level", "results", "legal_basis", "decision", "fees", "processing_times")
#: Not every format has these: their absence from a whole version says nothing.
_OPTIONAL = ("fees", "processing_times", "decision", "results", "legal_basis")

Catalogue = Mapping[str, Procedure]
"""Procedures by code; may be read one by one from where they are kept."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the papers required as the file has it; `case` is the name of its case."""

    row: int
    case: str
    name: str
    originals: int = 0
    copies: int = 0
    form_file: str = ""
    paper_code: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """An attribute of a procedure or of a row with its old and new value, as text."""

    attribute: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is there in both versions; `words` are the passages replaced, removed (new "") or put in (old "")."""

    old: SourceRow
    new: SourceRow
    words: tuple[tuple[str, str], ...]
    attributes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ProcedureChange:
    """A procedure that is there in both versions, but not the same."""

    code: str
    name: str
    attributes: tuple[Changed, ...] = ()
    cases_added: tuple[str, ...] = ()
    cases_removed: tuple[str, ...] = ()
    cases_renamed: tuple[tuple[str, str], ...] = ()
    rows_added: tuple[SourceRow, ...] = ()
    rows_removed: tuple[SourceRow, ...] = ()
    rows_changed: tuple[RowChange, ...] = ()

    @property
    def is_change(self) -> bool:
        return any(
            (
                self.attributes,
                self.cases_added,
                self.cases_removed,
                self.cases_renamed,
                self.rows_added,
                self.rows_removed,
                self.rows_changed,
            )
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure that only one of the versions has."""

    code: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the new version has more, less and otherwise than the old one.

    Attributes:
        procedures, rows: How many the old version has.
    """

    added: tuple[Listed, ...]
    removed: tuple[Listed, ...]
    changed: tuple[ProcedureChange, ...]
    procedures: int
    rows: int

    @property
    def rows_lost(self) -> int:
        """Rows of the old version of which nothing alike is in the new one."""
        gone = sum(procedure.rows for procedure in self.removed)
        return gone + sum(len(procedure.rows_removed) for procedure in self.changed)

    @property
    def rows_gained(self) -> int:
        come = sum(procedure.rows for procedure in self.added)
        return come + sum(len(procedure.rows_added) for procedure in self.changed)

    @property
    def rows_changed(self) -> int:
        return sum(len(procedure.rows_changed) for procedure in self.changed)


def difference(old: Catalogue, new: Catalogue) -> Difference:
    """Compare two versions; the order of procedures and rows does not count."""
    both = [code for code in old if code in new]
    attributes = _comparable_attributes(old, new)
    rows = 0
    changed = []
    for code in both:
        before = old[code]
        rows += len(before.requirements)
        change = procedure_change(before, new[code], attributes)
        if change.is_change:
            changed.append(change)
    removed = tuple(_listed(old[code]) for code in old if code not in new)
    return Difference(
        added=tuple(_listed(new[code]) for code in new if code not in old),
        removed=removed,
        changed=tuple(changed),
        procedures=len(old),
        rows=rows + sum(procedure.rows for procedure in removed),
    )


def procedure_change(old: Procedure, new: Procedure, attributes: Sequence[str] = ATTRIBUTES) -> ProcedureChange:
    """What differs between two versions of one procedure."""
    cases = match([case.name for case in old.cases], [case.name for case in new.cases], [str, comparable], words=str)
    names = {old.cases[before].name: new.cases[after].name for before, after in cases.pairs}
    old_rows, new_rows = source_rows(old), source_rows(new)
    rows = match(old_rows, new_rows, _row_keys(names), lambda row: row.name, lambda row: row.paper_code)
    pairs = (_row_change(old_rows[before], new_rows[after], names) for before, after in rows.pairs)
    return ProcedureChange(
        code=new.code,
        name=new.name,
        attributes=tuple(_changed_attributes(old, new, attributes)),
        cases_added=tuple(new.cases[position].name for position in cases.added),
        cases_removed=tuple(old.cases[position].name for position in cases.removed),
        cases_renamed=tuple((a, b) for a, b in names.items() if comparable(a) != comparable(b)),
        rows_added=tuple(new_rows[position] for position in rows.added),
        rows_removed=tuple(old_rows[position] for position in rows.removed),
        rows_changed=tuple(pair for pair in pairs if pair.words or pair.attributes),
    )


def source_rows(procedure: Procedure) -> list[SourceRow]:
    """The rows of `procedure` as imported."""
    names = {case.index: case.name for case in procedure.cases}
    return [_source_row(row, names.get(-1 if row.case is None else row.case, "")) for row in procedure.requirements]


def changed_words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The passages that differ, as (old, new); one of them is empty where words were only put in or taken out."""
    before, after = old.split(), new.split()
    plain = [[comparable(word) for word in words] for words in (before, after)]
    steps = SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes()
    return tuple(
        (" ".join(before[a:b]), " ".join(after[c:d]))
        for step, a, b, c, d in steps
        if step != "equal" and any(plain[0][a:b] + plain[1][c:d])
    )


def _source_row(row: Requirement, case: str) -> SourceRow:
    return SourceRow(row.row, case, row.name, row.originals, row.copies, row.form_file, row.paper_code)


def _row_keys(names: Mapping[str, str]) -> list[Callable[[SourceRow], object]]:
    """Everything equal; the same words in the same case; the same words."""

    def case(row: SourceRow) -> str:
        return comparable(names.get(row.case, row.case))

    return [
        lambda row: (comparable(row.name), case(row), row.originals, row.copies, row.form_file),
        lambda row: (comparable(row.name), case(row)),
        lambda row: comparable(row.name),
    ]


def _row_change(old: SourceRow, new: SourceRow, names: Mapping[str, str]) -> RowChange:
    words = () if comparable(old.name) == comparable(new.name) else changed_words(old.name, new.name)
    values = [(name, str(getattr(old, name)), str(getattr(new, name))) for name in ("originals", "copies", "form_file")]
    if comparable(names.get(old.case, old.case)) != comparable(new.case):
        values.append(("case", old.case, new.case))
    return RowChange(old, new, words, tuple(Changed(*value) for value in values if value[1] != value[2]))


def _changed_attributes(old: Procedure, new: Procedure, attributes: Sequence[str]) -> list[Changed]:
    values = [(name, _as_text(getattr(old, name)), _as_text(getattr(new, name))) for name in attributes]
    return [Changed(*value) for value in values if comparable(value[1]) != comparable(value[2])]


def _as_text(value: str | Sequence[str]) -> str:
    """Lists in an order of their own: exports do not keep it."""
    return value if isinstance(value, str) else "; ".join(sorted(value))


def _comparable_attributes(old: Catalogue, new: Catalogue) -> list[str]:
    def is_given(catalogue: Catalogue, attribute: str) -> bool:
        return any(getattr(procedure, attribute) for procedure in catalogue.values())

    optional = {name for name in _OPTIONAL if not (is_given(old, name) and is_given(new, name))}
    return [name for name in ATTRIBUTES if name not in optional]


def _listed(procedure: Procedure) -> Listed:
    return Listed(procedure.code, procedure.name, len(procedure.requirements))
