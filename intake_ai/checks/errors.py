"""Why a citizen's check is not begun, or not taken over."""

from ocr.errors import IntakeError

_NOT_FOUND, _UNPROCESSABLE, _TOO_MANY = 404, 422, 429


class ConsentOutdated(IntakeError):
    """The citizen agreed to another text than the one in force; it has to be shown to them first."""

    code = "check-consent-outdated"
    http_status = _UNPROCESSABLE


class CodeUnknown(IntakeError):
    """No check has this code, or its time is over."""

    code = "check-code-unknown"
    http_status = _NOT_FOUND


class ChecksTooMany(IntakeError):
    """Too many checks were begun.

    Codes: check-too-many (from one address), check-busy (from all together).

    Attributes:
        seconds: After which the next one is taken.
    """

    http_status = _TOO_MANY

    def __init__(self, seconds: int, code: str = "check-too-many") -> None:
        super().__init__(code, values={"minutes": max(1, -(-seconds // 60))})
        self.code = code
        self.seconds = max(1, seconds)
