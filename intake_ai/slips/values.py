"""The seven slips as values: what each of them says, whoever filled it in."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from intake_ai.slips.parts import (
    MOST_ROWS,
    Applicant,
    BaseSlip,
    Code,
    Count,
    Moment,
    Said,
    SlipKind,
    Text,
    Value,
    day_of,
)


class ReceivedPaper(Value):
    """A component as it was received: how many in which form; all 0 where that is left to be written by hand."""

    name: Text
    originals: Count = 0
    certified: Count = 0
    photocopies: Count = 0
    electronic: Count = 0
    note: Text = ""


class SecondStage(Value):
    """The times of a procedure that is handled in two stages."""

    received: Moment | None = None
    due: Moment | None = None


class Receipt(BaseSlip):
    """01: receipt of the dossier and appointment for the result.

    Attributes:
        request: What is asked for (nội dung yêu cầu giải quyết).
        sets: Sets of papers received (số lượng hồ sơ).
        processing_time: As the procedure states it, such as "05 ngày làm việc".
        received: When the dossier was complete and correct.
        due: When the result is given.
        result_place: Where, or how, the result is received.
    """

    kind = "receipt"

    applicant: Applicant = Applicant()
    request: Text = ""
    papers: Annotated[tuple[ReceivedPaper, ...], Field(max_length=MOST_ROWS)] = ()
    sets: Count | None = None
    processing_time: Text = ""
    received: Moment | None = None
    due: Moment | None = None
    second_stage: SecondStage | None = None
    result_place: Text = ""


class Finding(Value):
    """One thing that is wrong: why, what to do, by which law, and where."""

    reason: Said
    guidance: Text = ""
    legal_basis: Text = ""
    place: Text = ""


class SupplementItem(Value):
    """A paper to hand in, or to put right.

    Attributes:
        originals, certified, photocopies: What is to be handed in; all 0 where nothing is said of it.
        check: What an officer still has to look at; the item is only proposed as long as this is not empty.
    """

    name: Said
    originals: Count = 0
    certified: Count = 0
    photocopies: Count = 0
    findings: Annotated[tuple[Finding, ...], Field(min_length=1, max_length=MOST_ROWS)]
    check: Text = ""


class Supplement(BaseSlip):
    """02: request to supplement and complete the dossier: everything, in one time.

    Attributes:
        attempt: The how manieth request it is for this dossier; more than one should not be.
        due: Until when the papers may be handed in.
    """

    kind = "supplement"
    decides = True

    applicant: Applicant = Applicant()
    request: Text = ""
    items: Annotated[tuple[SupplementItem, ...], Field(min_length=1, max_length=MOST_ROWS)]
    attempt: Annotated[int, Field(ge=1, le=99)] = 1
    due: Moment | None = None

    @property
    def is_draft(self) -> bool:
        """Also as long as an item waits for an officer's look: a second request must not become necessary."""
        return super().is_draft or any(item.check for item in self.items)


class Reason(Value):
    text: Said
    legal_basis: Text = ""


class Refusal(BaseSlip):
    """03: refusal to receive the dossier; drafted for an officer, who alone decides.

    Attributes:
        submitted: When the dossier was handed in.
        guidance: Where, or how, the applicant can reach his aim instead.
    """

    kind = "refusal"
    decides = True

    applicant: Applicant = Applicant()
    request: Text = ""
    submitted: Moment | None = None
    reasons: Annotated[tuple[Reason, ...], Field(max_length=MOST_ROWS)] = ()
    guidance: Text = ""

    @property
    def is_draft(self) -> bool:
        """Also as long as no reason is given: nobody is refused without one."""
        return super().is_draft or not self.reasons


class Apology(BaseSlip):
    """04: apology, and extension of the time.

    Attributes:
        received_at: Where the dossier was received.
        due: The appointment that was missed.
        late_unit: The unit that is late.
        new_due: The new appointment.
        attempt: The how manieth new appointment it is for this dossier.
    """

    kind = "apology"
    decides = True

    applicant: Applicant = Applicant()
    request: Text = ""
    received: Moment | None = None
    received_at: Text = ""
    due: Moment
    late_unit: Text = ""
    cause: Text = ""
    new_due: Moment | None = None
    attempt: Annotated[int, Field(ge=1, le=99)] = 1

    @model_validator(mode="after")
    def _later(self) -> "Apology":
        if self.new_due is not None and day_of(self.new_due) < day_of(self.due):
            raise ValueError("new_due is before due")
        return self


class Stop(BaseSlip):
    """05: notice that the dossier is handled no further.

    Attributes:
        asked_by: Who asked to stop; empty where the authority stops by itself.
        stage: How far the handling had come.
        decision: What was decided, and of which number and day.
        fees: What becomes of fees that were paid.
        returned: Papers that are given back.
    """

    kind = "stop"
    decides = True

    applicant: Applicant = Applicant()
    request: Text = ""
    received: Moment | None = None
    asked_by: Text = ""
    asked: Moment | None = None
    stage: Text = ""
    reason: Text = ""
    decision: Text = ""
    fees: Text = ""
    returned: Annotated[tuple[Text, ...], Field(max_length=MOST_ROWS)] = ()


class HandOver(Value):
    """One passing-on of the dossier.

    Attributes:
        giver, taker: The offices; the first is the desk that received the dossier.
        result: Whether the giving office was early, on time or late.
    """

    giver: Text
    taker: Text = ""
    at: Moment | None = None
    given_by: Text = ""
    taken_by: Text = ""
    result: Literal["early", "on_time", "late"] | None = None
    note: Text = ""


class Control(BaseSlip):
    """06: control slip that goes with the dossier; a hand-over once written is never changed.

    Attributes:
        agency: Which decides.
        partners: Which work with it.
        blank_rows: Empty rows for hand-overs to come, to be written by hand.
    """

    kind = "control"

    applicant: Applicant = Applicant()
    request: Text = ""
    received: Moment | None = None
    due: Moment | None = None
    agency: Text = ""
    partners: Text = ""
    hand_overs: Annotated[tuple[HandOver, ...], Field(max_length=MOST_ROWS)] = ()
    blank_rows: Annotated[int, Field(ge=0, le=100)] = 0


class RegisterRow(Value):
    """A dossier in the register.

    Attributes:
        taken_by: Who received it.
        area: Administrative unit that it belongs to.
        handling: Who handles it, and how far it is.
    """

    code: Code = ""
    request: Text = ""
    sets: Count | None = None
    owner: Text = ""
    address: Text = ""
    phone: Text = ""
    area: Text = ""
    received: Moment | None = None
    due: Moment | None = None
    returned: Moment | None = None
    taken_by: Text = ""
    handling: Text = ""
    note: Text = ""


class Register(BaseSlip):
    """07: register of the dossiers of some days."""

    kind = "register"

    first: date
    last: date
    rows: Annotated[tuple[RegisterRow, ...], Field(max_length=MOST_ROWS)] = ()


Slip = Receipt | Supplement | Refusal | Apology | Stop | Control | Register
SLIPS: dict[SlipKind, type[Slip]] = {
    "receipt": Receipt,
    "supplement": Supplement,
    "refusal": Refusal,
    "apology": Apology,
    "stop": Stop,
    "control": Control,
    "register": Register,
}
