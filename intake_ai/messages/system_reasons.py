"""What the operating system reports, in words that people know."""

import errno

from intake_ai.messages import Language, catalogue, text


def system_reason(error: OSError, language: Language) -> str:
    """Why something failed; where we have no words for it, those of the system."""
    code = f"error-system-{errno.errorcode.get(error.errno or 0, '')}"
    return text(code, language) if code in catalogue(language) else error.strerror or str(error)
