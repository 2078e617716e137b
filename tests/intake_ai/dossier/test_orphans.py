import os
import time
from pathlib import Path

from service_builder import made

from intake_ai.dossier.orphans import remove_orphans
from intake_ai.storage.installation import Installation


def made_old(installation: Installation, sha256: str) -> None:
    path = installation.settings.data_dir / "blobs" / "content" / sha256[:2] / sha256
    days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(path, (days_ago, days_ago))


def test_contents_that_nobody_added_go_after_a_day_and_all_others_stay(installation: Installation, tmp_path: Path):
    (tmp_path / "mau.pdf").write_bytes(b"MAU")
    made(installation, [tmp_path / "mau.pdf"])
    (added,) = installation.blobs.contents()
    lost, young = installation.blobs.put(b"bo quen").sha256, installation.blobs.put(b"dang them").sha256
    made_old(installation, added)
    made_old(installation, lost)
    assert sum(remove_orphans(installation, shard) for shard in {int(one[:2], 16) for one in (added, lost, young)}) == 1
    assert set(installation.blobs.contents()) == {added, young}
    installation.blobs.put(b"bo quen")  # brought again
    assert remove_orphans(installation, int(lost[:2], 16)) == 0
