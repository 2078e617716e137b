"""The catalogue's concepts as values: procedure, case, requirement."""

from dataclasses import dataclass
from typing import Literal

from classifiers.papers import PaperType

CaseRole = Literal["common", "alternative", "additional", "section", "note"]
RowKind = Literal["paper", "heading", "note"]
Need = Literal["always", "if"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a derived fact was read from.

    Attributes:
        fact: The attribute that was derived: kind, need, options, validity_months, role, ...
        words: The words of the source, as written; empty where the fact follows from nothing being said.
        confidence: How sure the compiler is of this fact alone, 0-1.
    """

    fact: str
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Copies:
    """In which form a paper is to be handed in, in the row's own words.

    Attributes:
        originals, certified, photocopies, electronic: How many; 1 where a form is named without a number.
        any_of: One of the forms named is enough.
        to_compare: The original is brought along to compare the copy with.
        contradiction: The counts of the file ask for another form, or another number, than these words; empty
            where they agree.
    """

    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    electronic: int = 0
    any_of: bool = False
    to_compare: bool = False
    contradiction: Literal["", "form", "number"] = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A variant (trường hợp) of a procedure; `index` is its position in the imported file's cases.

    Attributes:
        confidence: How sure the compiler is of the role, 0-1; 1 where it was given by hand.
        evidence: The words that the role was read from.
    """

    index: int
    name: str
    role: CaseRole
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


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
        due_if: The answer to the question under which the row is due; of a question with `choices`: whether it is due
            under those in `due_for`, or under all others.
        choices: The answers that the question offers; empty for yes or no.
        decided_by: What of the dossier tells the answer, so that nobody is asked: "paper" (the row's own paper is
            there or not), "channel", or a fact that a reading may tell ("birth_date", "power_of_attorney", ...), which
            leaves the question to a person where it does not. Empty where only a person can tell.
        choice: Rows of one case with the same letter are alternatives.
        options: Alternative papers that the row itself names.
        present_only: Shown at the counter, not handed in.
        types: Types of paper that satisfy it, first the most typical.
        keywords: Words of which a paper that satisfies it has at least one in its title or text;
            for types too coarse to tell (decision, contract, other).
        originals, copies: As counted in the file; 1 and 0 by default there, so they often mean nothing.
        stated_copies: What the row's words say of originals and copies, None where they say nothing.
        form_name, form_number, form_annex: The form to fill in: its title, its number, the annex it stands in.
        validity_months, validity_days: The paper must not be older than this on the day of receipt.
        available_in: "database" or "vneid" where the authority must look the data up and may not ask for the
            paper (NĐ 118/2025 Art. 4.2a as amended by NĐ 309/2026; NĐ 320/2026).
        data_source: The connected database in which the row itself, or a note beside it, says that the paper's data
            may be found; the applicant is released where they are (population, business, land, ..., vneid).
        result_of: Codes of the procedures of the catalogue whose result this paper is.
        replaced_by: Result codes, or types of paper, that stand in for this paper.
        signed, stamped: The paper must carry a signature / a seal.
        confidence: Probability that kind, need, options and choice are all right; 1 for rows written by hand.
        evidence: The words that each derived fact came from, with the fact's own confidence.
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
    choices: tuple[str, ...] = ()
    due_for: tuple[str, ...] = ()
    decided_by: str = ""
    choice: str | None = None
    options: tuple[str, ...] = ()
    present_only: bool = False
    types: tuple[PaperType, ...] = ()
    keywords: tuple[str, ...] = ()
    originals: int = 0
    copies: int = 0
    stated_copies: Copies | None = None
    form_file: str = ""
    form_name: str = ""
    form_number: str = ""
    form_annex: str = ""
    paper_code: str = ""
    validity_months: int | None = None
    validity_days: int | None = None
    available_in: Literal["database", "vneid"] | None = None
    data_source: str = ""
    result_of: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    signed: bool = False
    stamped: bool = False
    legal_basis: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure of the catalogue (thủ tục hành chính).

    Attributes:
        level: Of the authority: bo, tinh, xa, ... as imported.
        origin: builtin, or the version of the import that it came with.
        active: Taken into account when a dossier's procedure is sought.
        context: Results, requirements and steps as text, for search and ranking.
        fees, processing_times: As a person reads them, one for each way to hand in; empty where the file has none.
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
    fees: tuple[str, ...] = ()
    processing_times: tuple[str, ...] = ()
