"""The file system of a path is that of the innermost mount."""

import pytest

from intake_ai.storage.file_systems import is_on_network, kind_in

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
server:/scans /mnt/scans nfs4 rw 0 0
//server/b /mnt/may\040quet cifs rw 0 0
/dev/vdb /mnt/scans/local xfs rw 0 0
/dev/vdc /data ext4 rw 0 0
server:/data /data nfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/x", "ext4"),
        ("/mnt/scans", "nfs4"),
        ("/mnt/scans/a/b", "nfs4"),
        ("/mnt/scans2", "ext4"),
        ("/mnt/may quet/a.pdf", "cifs"),
        ("/mnt/scans/local/a", "xfs"),
        ("/data/x", "nfs"),
    ],
)
def test_the_innermost_and_latest_mount_counts(path, kind):
    assert kind_in(MOUNTS, path) == kind


def test_a_folder_of_this_machine_is_not_on_the_network(tmp_path):
    assert not is_on_network(tmp_path)
