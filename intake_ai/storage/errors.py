"""What can be wrong with the place where things are kept."""

from pathlib import Path

from ocr.errors import IntakeError

_INSUFFICIENT_STORAGE = 507


class StorageUnusable(IntakeError):
    """The place cannot be written or reached just now; the same may work a little later.

    Codes: storage-folder, storage-database (broken, locked or out of reach), storage-blobs, storage-full,
    backup-unwritable.
    """

    http_status = 503

    def __init__(self, code: str, place: Path | str, detail: str = "") -> None:
        super().__init__(detail or code, values={"place": str(place)})
        self.code = code
        if code == "storage-full":
            self.http_status = _INSUFFICIENT_STORAGE


class BlobMissing(IntakeError):
    """There is no blob under this name, or no longer."""

    code = "storage-blob-missing"
    http_status = 404


class BlobTooLarge(IntakeError):
    """The content is larger than allowed; nothing of it was kept."""

    code = "storage-blob-too-large"
    http_status = 413


class SealBroken(IntakeError):
    """Sealed content was altered, cut off or put under another name, or it is of another purpose."""

    code = "storage-seal-broken"
    http_status = 500


class KeysUnusable(IntakeError):
    """The keys that content is sealed with are missing, malformed, or not those of this installation.

    Codes: keys-malformed, keys-missing, keys-differ, keys-no-file, keys-lost.
    """

    http_status = 503

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values=values)
        self.code = code


class SchemaOutdated(IntakeError):
    """The database was made by another version of the program.

    Codes: database-outdated (``intake-ai db upgrade`` mends it), database-newer (the program is the older one).
    """

    http_status = 503

    def __init__(self, code: str, found: str, wanted: str) -> None:
        super().__init__(f"found {found}, wanted {wanted}", values={"found": found, "wanted": wanted})
        self.code = code
