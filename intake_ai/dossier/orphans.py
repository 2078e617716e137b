"""Removes contents that no row names: a process that was killed between keeping a file and adding it left them."""

from intake_ai.dossier.contents import discard
from intake_ai.dossier.repository import DossierRepository
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading

SHARDS = 256
_AGE_SECONDS = 24 * 60 * 60
"""Whoever brought a file younger than this may still be about to add it."""
_AT_ONCE = 500


def remove_orphans(installation: Installation, shard: int) -> int:
    """Look through one of the `SHARDS` parts of all contents, and remove what nobody added to a dossier in a day.

    Args:
        installation: Where they are.
        shard: First byte of the hashes, 0-255.

    Returns:
        How many were removed.

    Raises:
        StorageUnusable: Database or store is out of reach.
    """
    hashes = list(installation.blobs.contents(f"{shard:02x}"))
    orphans: list[str] = []
    for start in range(0, len(hashes), _AT_ONCE):
        some = hashes[start : start + _AT_ONCE]
        with reading(installation.sessions) as session:
            known = DossierRepository(session).known_contents(some)
        orphans += [sha256 for sha256 in some if sha256 not in known and _is_old(installation, sha256)]
    discard(installation, orphans)
    return len(orphans)


def _is_old(installation: Installation, sha256: str) -> bool:
    age = installation.blobs.age(sha256)
    return age is not None and age > _AGE_SECONDS
