"""What classification needs to know of a procedure; `intake_ai` fills and reads these."""

from dataclasses import dataclass

from classifiers.papers import PaperType


@dataclass(frozen=True, slots=True)
class RowProfile:
    """A required paper as text and type.

    Attributes:
        index: Position of the row in the procedure's papers as imported, from 0.
        text: The row as written.
        case: Index of the case it belongs to, None where the procedure has none.
        types: Types of paper that satisfy it, as far as its text tells; empty where it does not.
        forms: Titles of forms, form numbers and form files named in it.
        is_paper: False for headings and notes.
        due: True where every applicant of the case must hand it in.
        keywords: Words of which a fitting paper has at least one in its title or text.
    """

    index: int
    text: str
    case: int | None = None
    types: frozenset[PaperType] = frozenset()
    forms: tuple[str, ...] = ()
    is_paper: bool = True
    due: bool = True
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureProfile:
    """A procedure as the ranking sees it.

    Attributes:
        agency, level: Who decides, as written, and at which level (bo, tinh, xa, ...).
        results: What is handed out.
        laws: Cited as its legal basis and in its rows (classifiers.ranking.citations).
        context: Results, requirements and steps as text; only indexing needs it.
    """

    code: str
    name: str
    field: str = ""
    agency: str = ""
    cases: tuple[str, ...] = ()
    rows: tuple[RowProfile, ...] = ()
    context: str = ""
    level: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    laws: frozenset[str] = frozenset()
