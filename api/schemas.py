"""What all parts of the API have in common: how they take what is asked, tell lists, and say what failed."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class StrictModel(BaseModel):
    """Base of what the API takes: what it does not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Listing(BaseModel, Generic[Item]):
    """A whole list."""

    items: list[Item]


class Failure(BaseModel):
    """Why a file or a dossier could not be read or checked."""

    code: str = Field(examples=["file-encrypted"])
    message: str = Field(description="For a person.")
