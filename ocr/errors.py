"""The root of every error that this project raises on purpose.

An error carries a code, values for the sentence that a person reads, and a detail in English for the
log. The sentence itself is looked up by code at the edge (command line, API), in the person's language.
"""

from collections.abc import Mapping


class IntakeError(Exception):
    """Something a person can be told about and act on.

    Attributes:
        code: Key of the sentence for the person, such as ``file-empty``.
        values: What the sentence needs, such as the file's name. Never personal data.
        exit_code: What the command line ends with where nothing else decides.
        http_status: What the API answers.
    """

    code = "error"
    exit_code = 2
    http_status = 400

    def __init__(self, detail: str = "", *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.values = dict(values or {})


class UnreadableFile(IntakeError):
    """A file of which no page can be read; `code` says why.

    Codes: file-missing, file-is-folder, file-empty, file-type-unknown, file-encrypted, file-broken,
    file-without-pages, file-too-large, file-needs-libreoffice, page-too-large, too-many-pages, reading-timed-out.
    """

    http_status = 422

    def __init__(self, code: str, file: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values={"file": file, **values})
        self.code = code


class EngineMissing(IntakeError):
    """Tesseract, or its Vietnamese data, is not installed."""

    code = "tesseract-missing"
    http_status = 503
