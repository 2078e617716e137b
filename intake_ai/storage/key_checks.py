"""Tells whether the keys given are those that this database was written with.

Two machines that each made a key of their own, or a key file that was lost and made anew, would otherwise be noticed
only when the first dossier cannot be opened.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DateTime, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from intake_ai.storage.blobs import STORED_NAME
from intake_ai.storage.errors import KeysUnusable
from intake_ai.storage.keyring import Key, Keyring
from intake_ai.storage.objects import Objects
from intake_ai.storage.sealed_files import HEAD_BYTES, sealing_key_of
from intake_ai.storage.sealing import derived_key
from intake_ai.storage.tables import Base
from intake_ai.storage.transactions import reading, writing


class KeyCheckRow(Base):
    """A key that something may be sealed with.

    Attributes:
        id: Of the key.
        proof: Derived from the key, hexadecimal; tells nothing of it.
        root: Whether HMACs come from it.
        retired_at: Since when nothing is sealed with it any more; None where something may be.
    """

    __tablename__ = "storage_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    proof: Mapped[str] = mapped_column(String(64))
    root: Mapped[bool]
    first_used: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def check_keys(sessions: sessionmaker[Session], keys: Keyring) -> None:
    """Compare the ring with the keys that this database knows, and tell it those that are new.

    Raises:
        KeysUnusable: One that it knows is missing (keys-missing), is another key of the same id, or HMACs would come
            from another key than before (keys-differ).
    """
    with reading(sessions) as session:
        known = known_keys(session)
    _compare(known, keys)
    if set(keys.ids) <= set(known) and known[keys.sealing.id].retired_at is None:
        return
    with writing(sessions) as session:
        known = known_keys(session)
        _compare(known, keys)  # another machine may have been faster
        for key_id in keys.ids:
            if key_id not in known:
                root = key_id == keys.root.id
                now = datetime.now(UTC)
                session.add(KeyCheckRow(id=key_id, proof=_proof(keys.key(key_id)), root=root, first_used=now))
            elif key_id == keys.sealing.id:
                known[key_id].retired_at = None  # in front again


def known_keys(session: Session) -> dict[str, KeyCheckRow]:
    """The keys that this database was ever used with, by id."""
    return {row.id: row for row in session.scalars(select(KeyCheckRow))}


def retire_keys(session: Session, keys: Keyring) -> tuple[str, ...]:
    """Note that nothing is sealed with any but the first key; the last one stays for the HMACs.

    Returns:
        Ids of all keys that may now be taken out of the settings.
    """
    retired = []
    for row in known_keys(session).values():
        if row.id not in {keys.sealing.id, keys.root.id}:
            row.retired_at = row.retired_at or datetime.now(UTC)
            retired.append(row.id)
    return tuple(sorted(retired))


def refuse_new_key(sessions: sessionmaker[Session], objects: Objects, file: Path) -> None:
    """Refuse to make a key where a file of keys was lost: a new one would open nothing of what is here.

    Args:
        sessions: Of the database.
        objects: Where sealed files lie.
        file: Of keys, which is not there.

    Raises:
        KeysUnusable: Database or files were sealed with keys before (keys-lost).
    """
    with reading(sessions) as session:
        ids = sorted(key_id for key_id, row in known_keys(session).items() if row.retired_at is None)
    if not ids:
        name = next((name for name in objects.names("") if STORED_NAME.fullmatch(name)), None)
        found = None if name is None else sealing_key_of(objects.beginning(name, HEAD_BYTES))
        ids = [] if found is None else [found]
    if ids and not file.exists():  # another process may just have made both
        raise KeysUnusable("keys-lost", ids=", ".join(ids), file=file)


def _compare(known: dict[str, KeyCheckRow], keys: Keyring) -> None:
    missing = sorted(key_id for key_id, row in known.items() if row.retired_at is None and key_id not in keys.ids)
    if missing:
        raise KeysUnusable("keys-missing", ids=", ".join(missing))
    for row in known.values():
        if row.id not in keys.ids:
            continue
        if row.proof != _proof(keys.key(row.id)) or row.root != (row.id == keys.root.id):
            raise KeysUnusable("keys-differ", ids=row.id)


def _proof(key: Key) -> str:
    return derived_key(key.secret, "proof").hex()
