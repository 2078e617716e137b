"""What can be wrong with a lesson or with training; the sentence for the person is looked up by code."""

from ocr.errors import IntakeError


class LessonRefused(IntakeError):
    """Nothing was kept, or nothing forgotten.

    Codes: lesson-report-unreadable, lesson-file-missing, lesson-page-unknown, lesson-secret, lesson-unknown.
    """

    http_status = 422

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values=values)
        self.code = code


class TrainingImpossible(IntakeError):
    """No model was trained; those in use stay.

    Codes: train-needs-packages, train-too-few-dossiers, train-no-former, train-model-unknown,
    train-already-running.
    """

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code, values=values)
        self.code = code
