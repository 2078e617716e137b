"""How entries of the audit log are chained, so that none can be altered, removed, added or moved unnoticed."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime

from intake_ai.audit.tables import AuditRow
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc

FIRST = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True)
class ChainKey:
    """Makes and proves the links; whoever has the database alone can do neither.

    Attributes:
        secret: 32 bytes derived from the keys of the installation.
    """

    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, keys: Keyring) -> "ChainKey":
        return cls(keys.derived("audit"))

    def link(self, before: str, row: AuditRow) -> str:
        """What proves an entry and all before it, 64 hexadecimal digits.

        Args:
            before: Link of the entry before.
            row: The entry; its own `chain` is no part of it.
        """
        return self._digest("entry", [before, *_told(row)])

    def seal(self, number: int, chain: str) -> str:
        """What proves that the log ends with this entry."""
        return self._digest("head", [number, chain])

    def anchor(self, number: int, chain: str, at: str) -> str:
        """What proves that the log went as far as this entry at some time."""
        return self._digest("anchor", [number, chain, at])

    def proves(self, claimed: str, proven: str) -> bool:
        return hmac.compare_digest(claimed.encode(), proven.encode())

    def _digest(self, kind: str, values: list[object]) -> str:
        text = json.dumps([kind, *values], ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
        return hmac.new(self.secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _told(row: AuditRow) -> list[object]:
    """Everything that an entry says, in an order that never changes."""
    return [
        row.number,
        written_time(row.at),
        row.actor_kind,
        row.actor,
        row.session,
        row.action,
        row.subject_kind,
        row.subject,
        row.why,
        row.detail,
        None if row.before_after is None else hashlib.sha256(row.before_after).hexdigest(),
    ]


def written_time(at: datetime) -> str:
    """A time as it is proven and exported: UTC, to the microsecond."""
    return in_utc(at).isoformat(timespec="microseconds")
