"""Examines an installation: every check in its order, none of which stops the others."""

from collections.abc import Iterator, Sequence

from intake_ai.operating.finding import Check, Finding
from intake_ai.operating.machine_checks import check_clock, check_folders, check_memory, check_programs
from intake_ai.operating.settings_checks import check_settings, check_tls
from intake_ai.operating.storage_checks import (
    check_blobs,
    check_catalogue,
    check_database,
    check_people,
    check_the_keys,
)
from intake_ai.operating.work_checks import check_work
from intake_ai.settings import Settings
from ocr.errors import IntakeError

CHECKS: tuple[Check, ...] = (
    check_settings,
    check_programs,
    check_folders,
    check_memory,
    check_clock,
    check_tls,
    check_database,
    check_the_keys,
    check_blobs,
    check_catalogue,
    check_people,
    check_work,
)


def examine(settings: Settings, further: Sequence[Check] = ()) -> Iterator[Finding]:
    """What is found, check by check.

    Args:
        settings: Of the installation; nothing that they name is made or changed.
        further: Checks of other packages, such as of the broker.
    """
    for check in (*CHECKS, *further):
        try:
            yield from check(settings)
        except (IntakeError, OSError) as error:
            # a check that meets what no check foresaw: told, and the others go on
            reason = error.detail if isinstance(error, IntakeError) else error.strerror or type(error).__name__
            yield Finding("doctor", "fault", "doctor-check-failed", {"check": check.__name__, "reason": reason})
