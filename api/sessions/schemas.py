"""What is told and asked about sessions and the own profile."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from api.schemas import StrictModel
from intake_ai.access.rules import Role
from intake_ai.access.sessions import Needs


class SignIn(StrictModel):
    """Login and password, and the code of the app where there is one."""

    login: str = Field(min_length=1, max_length=128, examples=["nguyen.van.mau"])
    password: SecretStr = Field(max_length=1024, examples=["mật khẩu dài và lạ MẪU"])
    code: str | None = Field(default=None, max_length=16, examples=["123456"])


class Code(StrictModel):
    """A code of the app."""

    code: str = Field(min_length=1, max_length=16, examples=["123456"])


class SessionOpened(BaseModel):
    """Somebody signed in."""

    person: str = Field(description="Id of who signed in.")
    role: Role
    department: str | None
    needs: Needs = Field(description="What is still asked: a code of the app, or to set up an app first.")
    expires_at: datetime


class WaysIn(BaseModel):
    """How people can sign in here."""

    password: Literal[True] = True
    oidc: bool = Field(description="Through the centre's own sign-in.")


class SessionShown(BaseModel):
    """Somebody is signed in at some place."""

    person: str
    strong: bool
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class Profile(BaseModel):
    """Who asks, and what they may do."""

    kind: Literal["person", "key"]
    id: str
    login: str | None = Field(description="Of a person.")
    name: str
    role: Role | None
    department: str | None
    has_second_factor: bool = Field(description="Whether an app is set up.")
    needs: Needs
    actions: list[str] = Field(description="What they may do, at least to something.")


class PasswordChange(StrictModel):
    """The old password and a new one."""

    old: SecretStr = Field(max_length=1024, examples=["mật khẩu cũ MẪU"])
    new: SecretStr = Field(max_length=1024, examples=["mật khẩu mới thật dài MẪU"])


class SecondFactorBegun(BaseModel):
    """What an app needs; nothing is kept until a code of it is shown."""

    secret: str = Field(description="To be typed into the app.")
    uri: str = Field(description="The same, to be drawn as a QR code.")
    sealed: str = Field(description="To be sent back with the first code.")


class SecondFactorShown(StrictModel):
    """The first code of an app."""

    sealed: str = Field(max_length=1024, description="As it was given.")
    code: str = Field(min_length=1, max_length=16, examples=["123456"])
