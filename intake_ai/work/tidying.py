"""Removes what has had its time, a little at a time: apart from the sweep, which must not wait for it."""

import time

from intake_ai.dossier.orphans import SHARDS, remove_orphans
from intake_ai.privacy.retaining import retain
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing
from intake_ai.work.purging import purge
from intake_ai.work.sweeping import lead, stop_leading

TIDY_SECONDS = 30.0
_RETAIN_SECONDS = 600.0
"""Between two removals of what the retention periods let go."""
_MOST_RETAINED = 50
"""Dossiers at one go."""
_LEAD = "tidy"
_LONGEST_SECONDS = 900.0


def tidy(installation: Installation, identifier: str) -> bool:
    """Tidies once; False where another process is at it.

    Args:
        installation: Where.
        identifier: Of this process.

    Raises:
        StorageUnusable: Database or blob store is out of reach; what is left goes the next time.
    """
    with writing(installation.sessions) as session:
        if not lead(session, identifier, _LEAD, _LONGEST_SECONDS):
            return False
    try:
        purge(installation)
        turn, since = divmod(time.time(), _RETAIN_SECONDS)
        if since < TIDY_SECONDS:
            retain(installation, most=_MOST_RETAINED)
            # by the clock: whoever is called, all parts come by in turn
            remove_orphans(installation, int(turn) % SHARDS)
            installation.blobs.remove_abandoned()
    finally:
        with writing(installation.sessions) as session:
            stop_leading(session, identifier, _LEAD)
    return True
