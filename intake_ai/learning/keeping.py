"""Folders that only their owner may enter, and files of which a damaged one must not stop the others."""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from classifiers.learning.examples import ExampleDamaged

_log = logging.getLogger(__name__)
_OWNER_ALONE = 0o700
Item = TypeVar("Item")


def make_private(root: Path, folder: Path) -> None:
    """Make a folder and all above it up to `root`, but not that; only their owner may enter any of them."""
    root.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    above = [one for one in reversed(folder.parents) if one.is_relative_to(root) and one != root]
    for one in (*above, folder):
        one.mkdir(exist_ok=True, mode=_OWNER_ALONE)
        # one that was made before, or under another mask
        one.chmod(_OWNER_ALONE)


def map_whole(
    read: Callable[[Path], Item], paths: Iterable[Path], give_up: Callable[[Path], None] = lambda _: None
) -> Iterator[Item]:
    """What is read of each file; one that is damaged is left out, and named in a warning.

    Args:
        read: Raises `ExampleDamaged` where a file is.
        paths: Of the files.
        give_up: Done with each damaged one.
    """
    for path in paths:
        try:
            item = read(path)
        except ExampleDamaged as error:
            _log.warning("left out, as it is damaged: %s", error)
            give_up(path)
        else:
            yield item
