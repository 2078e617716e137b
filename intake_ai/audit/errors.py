"""What can be wrong with a question about the audit log."""

from ocr.errors import IntakeError


class EntryUnknown(IntakeError):
    """There is no such entry, or it has no values, or these were erased."""

    code = "audit-entry-unknown"
    http_status = 404
