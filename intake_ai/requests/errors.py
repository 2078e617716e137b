"""Why files that are sent to us are not taken, or not in this way."""

from ocr.errors import IntakeError

_TOO_LARGE, _GONE, _CONFLICT, _MISMATCH = 413, 410, 409, 460


class UploadTooLarge(IntakeError):
    """More than may come in; nothing of the request is kept.

    Codes: upload-file-too-large, upload-dossier-too-large, upload-too-many-files, upload-longer-than-told.
    """

    http_status = _TOO_LARGE

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code


class UploadMalformed(IntakeError):
    """What was sent cannot be understood.

    Codes: upload-not-multipart, upload-broken-off, upload-without-files, resumable-version, resumable-length,
    resumable-offset-missing, resumable-metadata, resumable-checksum-unknown.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


class ResumableUnknown(IntakeError):
    """There is no such upload under way."""

    code = "resumable-unknown"
    http_status = 404


class ResumableGone(IntakeError):
    """The upload was not finished in time; what had come of it is deleted."""

    code = "resumable-gone"
    http_status = _GONE


class OffsetWrong(IntakeError):
    """A part begins elsewhere than where the parts before it end, or another one came first."""

    code = "resumable-offset"
    http_status = _CONFLICT

    def __init__(self, offset: int) -> None:
        super().__init__(f"offset is {offset}", values={"offset": offset})
        self.offset = offset


class ChecksumWrong(IntakeError):
    """A part was altered on its way; nothing of it is kept (tus 1.0.0, checksum)."""

    code = "resumable-checksum"
    http_status = _MISMATCH


class RequestUnderWay(IntakeError):
    """The same request is being done just now."""

    code = "request-under-way"
    http_status = _CONFLICT


class KeyUsedOtherwise(IntakeError):
    """An Idempotency-Key that stood for another request."""

    code = "idempotency-key-used"
    http_status = 422


class KeyUnusable(IntakeError):
    """An Idempotency-Key that is empty, too long or of other than printable letters.

    Codes: idempotency-key-unusable, idempotency-key-short (from who is not known, who must choose it by chance).
    """

    def __init__(self, code: str = "idempotency-key-unusable") -> None:
        super().__init__(code)
        self.code = code
