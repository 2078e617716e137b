"""What is told of citizens' checks, and what is said of them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.dossiers.schemas import DossierShown, ProcedureCode
from api.schemas import StrictModel
from intake_ai.messages import Language


class ConsentShown(BaseModel):
    """What a citizen agrees to before a check."""

    version: str = Field(examples=["2026-11"])
    text: str
    minutes: float = Field(description="After these nothing of the check is kept.", examples=[30])


class CheckCreate(StrictModel):
    """A check to be begun."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"consent": "2026-11", "language": "vi"}]})

    consent: str = Field(max_length=32, description="`version` of the text that the citizen agreed to.")
    procedure: ProcedureCode | None = Field(default=None, description="Chosen; null lets the pages tell.")
    language: Language = "vi"


class CheckBegun(BaseModel):
    """A check that was begun; its files are added and its report is read like a dossier's."""

    dossier: DossierShown
    token: str = Field(
        description="Opens this check alone: `Authorization: Bearer …`. Told once, kept nowhere.",
        examples=["check_…"],
    )
    expires_at: datetime


class CodeShown(BaseModel):
    """What the citizen shows at the counter, as a QR code or in letters."""

    code: str = Field(examples=["7KQ4-M2XP"])
    expires_at: datetime


class TakeOver(StrictModel):
    """The code that a citizen shows."""

    code: str = Field(min_length=8, max_length=20, examples=["7KQ4-M2XP"])
