"""Why keys cannot be changed just now."""

from collections.abc import Sequence

from ocr.errors import IntakeError


class MachinesToRestart(IntakeError):
    """Processes still work with the keys of before; all are to be started anew first."""

    code = "encryption-restart-first"
    http_status = 409

    def __init__(self, places: Sequence[str] = ()) -> None:
        super().__init__(values={"places": ", ".join(places) or "…"})


class KeyFileMissing(IntakeError):
    """There is no file of keys to add one to."""

    code = "encryption-no-file"

    def __init__(self, file: object) -> None:
        super().__init__(values={"file": str(file)})
