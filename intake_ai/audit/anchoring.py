"""Anchors: how far the audit log went at some time, kept where who changes the database does not reach.

The service keeps one among the blobs; a centre that wants to be sure prints them, or has them written to a file on
another machine.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from intake_ai.audit.chain import ChainKey
from intake_ai.audit.repository import AuditRepository
from intake_ai.errors import BadRequest
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.installation import Installation
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.transactions import reading

_KEPT = "audit/anchor.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the log went.

    Attributes:
        number: Of the last entry.
        chain: Its link, which proves it and all before it.
        at: When the anchor was taken, UTC, ISO 8601.
        proof: Shows that this installation took it.
    """

    number: int
    chain: str
    at: str
    proof: str

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))


def take_anchor(session: Session, keys: Keyring) -> Anchor | None:
    """The anchor of the log as it is now; None while it has no entries."""
    end = AuditRepository(session).end()
    if end.heads == 0:
        return None
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Anchor(end.number, end.chain, at, ChainKey.of(keys).anchor(end.number, end.chain, at))


def keep_anchor(installation: Installation, renewed: bool = False) -> Anchor | None:
    """Keep the anchor of now among the blobs, in place of an earlier one.

    Args:
        installation: Where log and blobs are.
        renewed: Even where the log does not hold what the earlier one says, such as after an older backup was put in
            place: a person knows why.

    Returns:
        The anchor; None while the log is empty, or contradicts the earlier one, which is then the proof that something
        is wrong.
    """
    with reading(installation.sessions) as session:
        taken = take_anchor(session, installation.keys)
        held = renewed or all(_holds(session, earlier) for earlier in known_anchors(installation))
    if taken is None or not held:
        return None
    installation.blobs.put_named(_KEPT, taken.to_json().encode())
    return taken


def kept_anchor(blobs: BlobStore, keys: Keyring) -> Anchor | None:
    """The anchor among the blobs."""
    content = blobs.get_named(_KEPT)
    return None if content is None else next(read_anchors(content.decode(), keys))


def known_anchors(installation: Installation) -> tuple[Anchor, ...]:
    """What the log is to be compared with, beside anchors that a person brings."""
    kept = kept_anchor(installation.blobs, installation.keys)
    return () if kept is None else (kept,)


def read_anchors(text: str, keys: Keyring) -> Iterator[Anchor]:
    """Anchors as they were written, one on a line.

    Raises:
        BadRequest: A line is none, or of another installation (audit-anchor-unusable).
    """
    key = ChainKey.of(keys)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            anchor = Anchor(**json.loads(line))
            is_ours = key.proves(anchor.proof, key.anchor(anchor.number, anchor.chain, anchor.at))
        except (ValueError, TypeError, AttributeError) as error:
            raise BadRequest("audit-anchor-unusable", line=number) from error
        if not is_ours:
            raise BadRequest("audit-anchor-unusable", line=number)
        yield anchor


def _holds(session: Session, anchor: Anchor) -> bool:
    entry = AuditRepository(session).entry(anchor.number)
    return entry is not None and entry.chain == anchor.chain
