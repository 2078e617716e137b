"""Errors of the domain; the sentence for the person is looked up by code (intake_ai/messages)."""

from ocr.errors import IntakeError


class BadRequest(IntakeError):
    """Something the person asked for cannot be: an option, a procedure's code, a case."""

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values=values)
        self.code = code
