"""The catalogue's concepts as values: procedure, case, requirement."""

from dataclasses import dataclass
from typing import Literal

from classifiers.papers import PaperType

CaseRole = Literal["common", "alternative", "additional", "section", "note"]
RowKind = Literal["paper", "heading", "note"]
Need = Literal["always", "if"]


@dataclass(frozen=True, slots=True)
class Case:
    """A variant (trường hợp) of a procedure; `index` is its position in the imported file's cases."""

    index: int
    name: str
    role: CaseRole


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the papers required, as imported and as compiled (contracts/requirements.md).

    Attributes:
        row: Position in the procedure's papers as imported, from 0.
        name: The row as written, NFC.
        case: Index of its case, None where the procedure has none.
        when: The condition as written, where need is "if".
        question: The question that decides the condition, Vietnamese and English; empty: made from `when`.
        question_id: Rows that one answer decides share it; empty where the row is always due.
        due_if: The answer to the question under which the row is due.
        choice: Rows of one case with the same letter are alternatives.
        options: Alternative papers that the row itself names.
        present_only: Shown at the counter, not handed in.
        types: Types of paper that satisfy it, first the most typical.
        keywords: Words of which a paper that satisfies it has at least one in its title or text;
            for types too coarse to tell (decision, contract, other).
        validity_months: The paper must not be older than this on the day of receipt.
        available_in: "database" or "vneid" where the authority must look the data up and may not ask for the
            paper (NĐ 118/2025 Art. 4.2a as amended by NĐ 309/2026; NĐ 320/2026).
        replaced_by: Result codes, or types of paper, that stand in for this paper.
        signed, stamped: The paper must carry a signature / a seal.
        confidence: How sure the compiler is of kind and need, 0-1; 1 for rows written by hand.
    """

    row: int
    name: str
    case: int | None = None
    kind: RowKind = "paper"
    need: Need = "always"
    when: str | None = None
    question: tuple[str, str] = ("", "")
    question_id: str = ""
    due_if: bool = True
    choice: str | None = None
    options: tuple[str, ...] = ()
    present_only: bool = False
    types: tuple[PaperType, ...] = ()
    keywords: tuple[str, ...] = ()
    originals: int = 0
    copies: int = 0
    form_file: str = ""
    form_number: str = ""
    paper_code: str = ""
    validity_months: int | None = None
    available_in: Literal["database", "vneid"] | None = None
    replaced_by: tuple[str, ...] = ()
    signed: bool = False
    stamped: bool = False
    legal_basis: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure of the catalogue (thủ tục hành chính).

    Attributes:
        level: Of the authority: bo, tinh, xa, ... as imported.
        origin: builtin, or the version of the import that it came with.
        active: Taken into account when a dossier's procedure is sought.
        context: Results, requirements and steps as text, for search and ranking.
    """

    code: str
    name: str
    field: str = ""
    field_code: str = ""
    agency: str = ""
    level: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    context: str = ""
    decision: str = ""
    origin: str = "builtin"
    active: bool = True
