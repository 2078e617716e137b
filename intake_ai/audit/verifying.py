"""Proves the audit log: whether anything in it was altered, removed, added or moved since it was written.

Somebody who puts an older copy of the whole database in place leaves a log that is whole; anchors show that
(`intake_ai.audit.anchoring`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from intake_ai.audit.anchoring import Anchor
from intake_ai.audit.chain import FIRST, ChainKey
from intake_ai.audit.repository import AuditRepository, LogEnd, Unreadable
from intake_ai.audit.tables import AuditRow
from intake_ai.storage.keyring import Keyring

FindingKind = Literal["altered", "missing", "cut_off", "added", "head_missing", "head_altered", "anchor_differs"]
_TOLD_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the log.

    Attributes:
        kind: altered: this entry is not as it was written, or not where; missing: no entries have these numbers;
            cut_off: entries at the end are not there; added: there are entries where there were none; head_missing,
            head_altered: what says where the log ends is not as it was written; anchor_differs: the log says something
            else than an anchor that was taken of it.
        first, last: Numbers of the entries that it is about.
    """

    kind: FindingKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        entries: In the log.
        anchors: That it was compared with.
    """

    entries: int
    anchors: int
    findings: tuple[Finding, ...]


def verify(
    session: Session,
    keys: Keyring,
    anchors: Sequence[Anchor] = (),
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Verified:
    """Prove the whole log, while others go on writing to it.

    Args:
        session: Of a transaction.
        keys: Of the installation.
        anchors: Taken of this log before.
        progress: Told how many entries of how many are proven.
    """
    repository = AuditRepository(session)
    told: dict[int, set[str]] = {}
    for anchor in anchors:
        told.setdefault(anchor.number, set()).add(anchor.chain)
    walk = _Walk(ChainKey.of(keys), told)
    end = repository.end()
    findings: list[Finding] = []
    for row in repository.up_to(end.last):
        findings.extend(walk.pass_by(row))
        if walk.entries % _TOLD_EVERY == 0:
            progress(walk.entries, end.last)
    findings.extend(walk.finish(end))
    return Verified(walk.entries, len(anchors), tuple(findings))


class _Walk:
    """Goes from entry to entry.

    Args:
        key: That proves links.
        anchors: Links by the number of the entry that they were taken at.
    """

    def __init__(self, key: ChainKey, anchors: dict[int, set[str]]) -> None:
        self._key = key
        self._anchors = anchors
        self._number = 0
        self._chain = FIRST
        self.entries = 0

    def pass_by(self, row: AuditRow | Unreadable) -> Iterator[Finding]:
        self.entries += 1
        if row.number < 1:
            yield Finding("added", row.number, row.number)
            return
        if row.number > self._number + 1:  # its link cannot be proven, only missed
            yield Finding("missing", self._number + 1, row.number - 1)
        elif isinstance(row, Unreadable) or not self._is_proven(row):
            yield Finding("altered", row.number, row.number)
        chain = "" if isinstance(row, Unreadable) else str(row.chain)
        if self._anchors.pop(row.number, {chain}) != {chain}:
            yield Finding("anchor_differs", row.number, row.number)
        self._number, self._chain = row.number, chain

    def _is_proven(self, row: AuditRow) -> bool:
        try:
            return self._key.proves(row.chain, self._key.link(self._chain, row))
        except (TypeError, ValueError, AttributeError):  # values of another kind, which SQLite takes
            return False

    def finish(self, end: LogEnd) -> Iterator[Finding]:
        """What the end of the log shows."""
        yield from self._compared(end)
        yield from (Finding("anchor_differs", number, number) for number in sorted(self._anchors))

    def _compared(self, end: LogEnd) -> Iterator[Finding]:
        if end.heads == 0:
            if self._number:
                yield Finding("head_missing", self._number, self._number)
            return
        if end.heads > 1 or not self._key.proves(end.seal, self._key.seal(end.number, end.chain)):
            yield Finding("head_altered", end.number, end.number)
        elif end.number > self._number:
            yield Finding("cut_off", self._number + 1, end.number)
        elif end.number < self._number:
            yield Finding("added", end.number + 1, self._number)
        elif end.chain != self._chain:
            yield Finding("altered", self._number, self._number)
