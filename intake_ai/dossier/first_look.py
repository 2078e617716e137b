"""What a first look tells, as it is kept and given out: long before the report, and less sure than it."""

from typing import Literal

from pydantic import Field

from intake_ai.dossier.report import PaperReport, Part, Probability
from intake_ai.terms import ComponentState


class LikelyProcedure(Part):
    """What the papers seem to serve; `confidence` is None where a person chose it."""

    code: str
    name: str
    confidence: Probability | None


class SeenComponent(Part):
    """A row of the papers required, and whether something like it was seen."""

    row: int = Field(ge=0)
    name: str
    state: ComponentState
    papers: list[str] = Field(default_factory=list)


class FirstLookReport(Part):
    """What a glance at the pages of a dossier tells; signatures, fields and numbers are not yet known."""

    schema_: Literal["intake-first-look/1"] = Field(default="intake-first-look/1", alias="schema")
    papers: list[PaperReport]
    procedure: LikelyProcedure | None
    components: list[SeenComponent]

    def to_json(self) -> str:
        return self.model_dump_json(by_alias=True)
