"""What the check finds, as values: components, problems and questions. Words for people are added at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake_ai.terms import ComponentState, PaperForm, ProblemKind, Severity
from ocr.page import Box, PageRef


@dataclass(frozen=True, slots=True)
class Sentence:
    """A value of a message that is itself looked up by code."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """A requirement and what satisfies it; `reason` and `remedy` are message codes with `values` for both."""

    row: int
    name: str
    state: ComponentState
    papers: tuple[str, ...] = ()
    form: PaperForm | None = None
    reason: str | None = None
    remedy: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful. The message codes are problem-<code> and remedy-<code>."""

    kind: ProblemKind
    severity: Severity
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    paper: str | None = None
    row: int | None = None
    page: PageRef | None = None
    box: Box | None = None
    has_remedy: bool = True
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can answer. `text` is Vietnamese and English; `choices` None means yes or no."""

    id: str
    text: tuple[str, str]
    rows: tuple[int, ...]
    answer: bool | str | None = None
    choices: tuple[str, ...] | None = None
