"""What can be wrong with a catalogue file, or with what is asked of the catalogue."""

from ocr.errors import IntakeError


class UnreadableCatalogue(IntakeError):
    """A file that no catalogue can be imported from; nothing of it has been kept.

    Codes: catalogue-file-missing, catalogue-file-is-folder, catalogue-file-unreadable, catalogue-file-empty,
    catalogue-file-too-large, catalogue-file-too-many-rows, catalogue-file-broken, catalogue-file-not-json,
    catalogue-file-not-text, catalogue-file-old-excel, catalogue-file-no-excel, catalogue-shape-unknown,
    catalogue-record-without-code, catalogue-record-without-name, catalogue-record-invalid,
    catalogue-list-without-header, catalogue-list-without-papers.
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


class VersionUnknown(IntakeError):
    """No version of the catalogue has this number or name."""

    code = "catalogue-version-unknown"
    http_status = 404

    def __init__(self, version: str) -> None:
        super().__init__(f"no version {version}", values={"version": version})


class LossesNotAccepted(IntakeError):
    """An import would lose more than may be lost without asking; nothing has changed.

    Attributes:
        values: procedures, rows and records lost, each with its whole (`_of`) and share in per cent (`_share`).
    """

    code = "catalogue-losses"
    http_status = 409


class ChangedMeanwhile(IntakeError):
    """Somebody else imported a catalogue while this one was being prepared; nothing has changed."""

    code = "catalogue-changed-meanwhile"
    http_status = 409


class SelectionRefused(IntakeError):
    """Rules that no selection can be made by; the one in force stays.

    Codes: selection-level-unknown, selection-word-empty, selection-takes-nothing,
    selection-takes-nothing-marked.
    """

    http_status = 422

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code


class CorrectionRefused(IntakeError):
    """A correction that cannot be kept.

    Codes: correction-row-unknown, correction-case-unknown, correction-one-place, correction-empty, correction-nobody,
    correction-without-when, correction-always-with-condition, correction-not-a-paper, correction-field-unknown,
    correction-value-wrong, correction-unknown, correction-not-in-force, correction-not-replaced,
    correction-file-line (its cause says why).
    """

    http_status = 422

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values=values)
        self.code = code
