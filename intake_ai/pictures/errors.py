"""Why a page cannot be shown."""

from ocr.errors import IntakeError


class PageUnknown(IntakeError):
    """The dossier has no such page, or its file is not opened yet."""

    code = "page-unknown"
    http_status = 404


class PictureRefused(IntakeError):
    """A picture that is not made.

    Codes: picture-side (a size that the settings do not allow), picture-secret (the dossier bears a state-secret mark:
    nothing of it is shown on a connected system).
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code
        self.http_status = 422 if code == "picture-side" else 409
