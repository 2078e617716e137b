"""What can be wrong with the place where things are kept."""

from pathlib import Path

from ocr.errors import IntakeError


class StorageUnusable(IntakeError):
    """The data folder cannot be written, or the database is broken, locked or out of reach.

    Codes: storage-folder, storage-database.
    """

    http_status = 503

    def __init__(self, code: str, place: Path | str, detail: str = "") -> None:
        super().__init__(detail or code, values={"place": str(place)})
        self.code = code
