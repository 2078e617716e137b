"""Tells whether the keys given are those that this database was written with.

Two machines that each made a key of their own, or a key file that was lost and made anew, would otherwise be noticed
only when the first dossier cannot be opened.
"""

from datetime import UTC, datetime

from sqlalchemy import DateTime, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from intake_ai.storage.errors import KeysUnusable
from intake_ai.storage.keyring import Key, Keyring
from intake_ai.storage.sealing import derived_key
from intake_ai.storage.tables import Base
from intake_ai.storage.transactions import reading, writing


class KeyCheckRow(Base):
    """A key that something may be sealed with.

    Attributes:
        id: Of the key.
        proof: Derived from the key, hexadecimal; tells nothing of it.
        root: Whether HMACs come from it.
    """

    __tablename__ = "storage_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    proof: Mapped[str] = mapped_column(String(64))
    root: Mapped[bool]
    first_used: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def check_keys(sessions: sessionmaker[Session], keys: Keyring) -> None:
    """Compare the ring with the keys that this database knows, and tell it those that are new.

    Raises:
        KeysUnusable: One that it knows is missing (keys-missing), is another key of the same id, or HMACs would come
            from another key than before (keys-differ).
    """
    with reading(sessions) as session:
        known = _known(session)
    _compare(known, keys)
    if set(keys.ids) <= set(known):
        return
    with writing(sessions) as session:
        known = _known(session)
        _compare(known, keys)  # another machine may have been faster
        for key_id in keys.ids:
            if key_id not in known:
                root = key_id == keys.root.id
                now = datetime.now(UTC)
                session.add(KeyCheckRow(id=key_id, proof=_proof(keys.key(key_id)), root=root, first_used=now))


def _known(session: Session) -> dict[str, KeyCheckRow]:
    return {row.id: row for row in session.scalars(select(KeyCheckRow))}


def _compare(known: dict[str, KeyCheckRow], keys: Keyring) -> None:
    missing = sorted(set(known) - set(keys.ids))
    if missing:
        raise KeysUnusable("keys-missing", ids=", ".join(missing))
    for row in known.values():
        if row.proof != _proof(keys.key(row.id)) or row.root != (row.id == keys.root.id):
            raise KeysUnusable("keys-differ", ids=row.id)


def _proof(key: Key) -> str:
    return derived_key(key.secret, "proof").hex()
