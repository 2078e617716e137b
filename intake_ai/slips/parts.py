"""What all slips are made of: texts, counts, moments, the people they name.

Days and times are those of the centre's clock on the wall. A text that is empty is printed as a dotted line to write
on, so a slip can always be finished by hand.
"""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from intake_ai.slips.inert import inert

SlipKind = Literal["receipt", "supplement", "refusal", "apology", "stop", "control", "register"]

LONGEST_TEXT = 20_000
"""Letters of one text; the longest row of the national catalogue has 4,710, and a finding may repeat it."""
MOST_ROWS = 2_000
"""Rows of one table: a provincial centre takes some 1,800 dossiers a day."""
_DAY_ALONE = len("2026-12-31")


def _day_or_moment(value: object) -> object:
    """Text of ten letters is a day; anything longer has an hour."""
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == _DAY_ALONE else datetime.fromisoformat(value)
    return value


def _shown(value: str) -> str:
    """Spaces that no face shows do not make a text."""
    if not inert(value):
        raise ValueError("empty text")
    return value


Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Said = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_shown)]
"""A text without which the slip would say nothing there: a reason, the name of what is asked for."""
Code = Annotated[str, Field(max_length=200)]
"""Of a dossier; opaque, as the receiving system gave it."""
Count = Annotated[int, Field(ge=0, le=9_999)]
Moment = Annotated[datetime | date, BeforeValidator(_day_or_moment)]
"""A day, with the hour where it is known."""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Officer(Value):
    """Who signs a slip, or may be asked about it."""

    name: Text = ""
    title: Text = ""
    phone: Text = ""


NOBODY = Officer()
"""Where nobody has decided yet."""


class Applicant(Value):
    """Whose dossier it is.

    Attributes:
        owner: The dossier's owner (chủ hồ sơ).
        submitter: Who hands it in (người nộp); the owner where empty.
        id_number: Of the identity card or passport.
    """

    owner: Text = ""
    submitter: Text = ""
    id_number: Text = ""
    address: Text = ""
    phone: Text = ""
    email: Text = ""


class BaseSlip(Value):
    """What every slip has.

    Attributes:
        issued: When it is written; decides the set of forms, and stands in the file as the time it was made.
        code: Code of the dossier, also printed as a QR code.
        number: Number of the slip, or in the book, as the centre counts.
        book: Of the book (quyển số).
        officer: Who signs.
    """

    kind: ClassVar[SlipKind]
    decides: ClassVar[bool] = False
    """Whether it tells somebody a decision: only a named person makes one, so it is a draft until there is one."""

    issued: datetime
    code: Code = ""
    number: Text = ""
    book: Text = ""
    officer: Officer = NOBODY

    @property
    def is_draft(self) -> bool:
        return self.decides and not self.officer.name


def day_of(moment: Moment) -> date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment
