"""Tells what kind of file system a path lies on, as far as Linux says."""

from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_ON_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "glusterfs", "fuse.glusterfs"}
)


def is_on_network(path: Path) -> bool:
    """Whether a path lies on a network file system, where locks and leases cannot be relied on."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return kind_in(mounts, str(path.absolute())) in _ON_NETWORK


def kind_in(mounts: str, path: str) -> str:
    """The kind of the innermost mount that holds `path`; empty where none does.

    Args:
        mounts: As proc(5) has it in ``mounts``: device, place, kind and more in a line, spaces in octal.
        path: Absolute.
    """
    lines = [line.split() for line in mounts.splitlines()]
    over = [(_plain(fields[1]), fields[2]) for fields in lines if len(fields) > 2 and _holds(_plain(fields[1]), path)]
    # of two mounts at one place the later one lies above
    return max(enumerate(over), key=lambda mount: (len(mount[1][0]), mount[0]))[1][1] if over else ""


def _holds(mount: str, path: str) -> bool:
    return mount in {"/", path} or path.startswith(f"{mount}/")


def _plain(place: str) -> str:
    return place.replace(r"\040", " ").replace(r"\011", "\t").replace(r"\134", "\\")
