"""Tells all processes of a worker that it is about to stop: a byte that they share across the fork."""

import mmap

_shared = mmap.mmap(-1, 1)


def stop() -> None:
    """Begin no further piece of work."""
    _shared[0] = 1


def is_stopping() -> bool:
    """Whether this worker is about to stop."""
    return _shared[0] == 1
