"""Names for the files of a dossier: unique, and safe to show and to give back."""

import re
import unicodedata

_LONGEST = 200
"""Characters; the table holds 255, some are for the number behind the name."""
_PARTS = re.compile(r"[/\\]")


def free_name(wanted: str, taken: set[str]) -> str:
    """The name that a file gets: the last part of a path, without control characters, with a number where it is taken.

    Args:
        wanted: As the file came.
        taken: By other files of the dossier.
    """
    name = _plain(wanted)
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 2
    free = name
    while free in taken:
        free = f"{stem} ({number}){dot}{ending}"
        number += 1
    return free


def _plain(wanted: str) -> str:
    last = _PARTS.split(unicodedata.normalize("NFC", wanted))[-1]
    name = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: _LONGEST - 12]}{dot}{ending[:10]}" if stem else name[:_LONGEST]
    return name or "tep"
