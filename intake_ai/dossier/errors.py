"""What cannot be done with a dossier, and why."""

from ocr.errors import IntakeError


class DossierUnknown(IntakeError):
    """There is no such dossier, or none of it that was asked for: an upload, a report, a field.

    Codes: dossier-unknown, upload-unknown, report-unknown, field-unknown, field-correction-unknown.
    """

    http_status = 404

    def __init__(self, code: str = "dossier-unknown") -> None:
        super().__init__(code)
        self.code = code


class DossierConflict(IntakeError):
    """The dossier does not stand where this can be done.

    Codes: dossier-being-read, dossier-not-open, dossier-without-files, dossier-not-read, dossier-confirmed,
    dossier-erased, dossier-idle, upload-name-taken, dossier-code-taken.
    """

    http_status = 409

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code


class DossierChanged(IntakeError):
    """Somebody or something changed the dossier after the person saw it."""

    code = "dossier-changed"
    http_status = 412
