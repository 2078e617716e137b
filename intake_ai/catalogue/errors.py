"""What can be wrong with a catalogue file, or with what is asked of the catalogue."""

from ocr.errors import IntakeError


class UnreadableCatalogue(IntakeError):
    """A file that no catalogue can be imported from; nothing of it has been kept.

    Codes: catalogue-file-missing, catalogue-file-is-folder, catalogue-file-unreadable, catalogue-file-empty,
    catalogue-file-too-large, catalogue-file-broken, catalogue-file-not-json, catalogue-file-not-text,
    catalogue-shape-unknown, catalogue-record-without-code, catalogue-record-without-name, catalogue-record-invalid.
    """

    http_status = 422

    def __init__(self, code: str, file: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values={"file": file, **values})
        self.code = code


class ProcedureUnknown(IntakeError):
    """No procedure of the catalogue has this code."""

    code = "procedure-unknown"
    http_status = 404

    def __init__(self, procedure: str) -> None:
        super().__init__(f"no procedure {procedure}", values={"procedure": procedure})
