"""What can be wrong with a blank form that is to be added."""

from ocr.errors import IntakeError


class FormRefused(IntakeError):
    """A file that no template can be made of.

    Codes: forms-filled, forms-nothing-to-fill, forms-page-unreadable, forms-secret, forms-unknown.
    """

    http_status = 422

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code
