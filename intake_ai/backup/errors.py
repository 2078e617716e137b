"""What can be wrong with a backup, or with the place that it is restored to."""

from ocr.errors import IntakeError


class BackupRefused(IntakeError):
    """The place for a backup, or the installation to restore to, is not empty.

    Codes: backup-target-there, restore-not-empty.
    """

    http_status = 409

    def __init__(self, code: str, place: object) -> None:
        super().__init__(code, values={"place": str(place)})
        self.code = code


class BackupDamaged(IntakeError):
    """The backup is not whole, was altered, or is of other keys or a newer program; nothing was restored.

    Codes: backup-not-whole (no manifest: it was interrupted), backup-altered, backup-other-keys, backup-newer,
    restore-differs.
    """

    http_status = 422

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(f"{code}: {detail}", values={"what": detail, **values})
        self.code = code
