"""Files of a dossier as the API tells them."""

from datetime import datetime
from typing import cast

from pydantic import BaseModel, Field

from api.dossiers.presenting import sentence
from api.dossiers.schemas import EXAMPLE_ID, EXAMPLE_TIME
from api.schemas import Failure
from intake_ai.dossier.tables import UploadRow
from intake_ai.messages import Language
from intake_ai.storage.times import in_utc
from ocr.formats import Kind

_BROKEN = "upload-unreadable"


class FileShown(BaseModel):
    """A file of a dossier."""

    id: str = Field(examples=[EXAMPLE_ID])
    name: str = Field(description="Unique in the dossier; the report names it so.", examples=["scan_01.pdf"])
    sha256: str = Field(examples=["a" * 64])
    size: int = Field(description="Bytes.", ge=0)
    kind: Kind | None = Field(description="By its content; null until it was opened.")
    pages: int | None = Field(description="Null until it was opened.")
    error: Failure | None = Field(description="Why no page of it can be read.")
    added_at: datetime = Field(examples=[EXAMPLE_TIME])


def file_shown(row: UploadRow, language: Language) -> FileShown:
    """A file.

    Args:
        row: As it is kept.
        language: Of who asks.
    """
    return FileShown(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        kind=cast(Kind | None, row.kind),
        pages=row.pages,
        error=_error(row, language),
        added_at=in_utc(row.added_at),
    )


def _error(row: UploadRow, language: Language) -> Failure | None:
    if row.error is None:
        return None
    code = str(row.error.get("code", _BROKEN))
    values = {**row.error.get("values", {}), "file": row.name}
    return Failure(code=code, message=sentence(code, language, _BROKEN, values))
