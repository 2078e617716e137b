"""All queries of people, their sessions, and keys."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from intake_ai.access.names import is_login
from intake_ai.access.tables import AddressRateRow, KeyRow, PersonRow, SessionRow, SignInWaitRow
from intake_ai.storage.upserts import insert_into

_KEY = re.compile(r"[0-9a-f]{16}")


class AccessRepository:
    """People, sessions and keys as one transaction sees them.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: PersonRow | SessionRow | KeyRow) -> None:
        self._session.add(row)
        self._session.flush()

    def person(self, identifier: str) -> PersonRow | None:
        return self._session.get(PersonRow, identifier)

    def person_locked(self, identifier: str) -> PersonRow | None:
        """The person, whom nobody else changes until this transaction ends."""
        statement = select(PersonRow).where(PersonRow.id == identifier).with_for_update()
        return self._session.scalar(statement.execution_options(populate_existing=True))

    def with_login(self, login: str) -> PersonRow | None:
        if not is_login(login):
            return None
        return self._session.scalar(select(PersonRow).where(PersonRow.login == login))

    def with_subject(self, subject: str) -> PersonRow | None:
        return self._session.scalar(select(PersonRow).where(PersonRow.oidc_subject == subject))

    def people(self, after: str | None = None, most: int | None = None) -> Sequence[PersonRow]:
        """In the order of their logins.

        Args:
            after: Login that the page before ended with.
            most: Length of a page.
        """
        statement = select(PersonRow).order_by(PersonRow.login).limit(most)
        if after is not None:
            statement = statement.where(PersonRow.login > after)
        return self._session.scalars(statement).all()

    def other_administrators(self, identifier: str) -> int:
        """How many administrators there would be without this person; all are locked: two never remove each other."""
        found = select(PersonRow).where(PersonRow.role == "administrator", PersonRow.disabled_at.is_(None))
        rows = self._session.scalars(found.order_by(PersonRow.id).with_for_update()).all()
        return sum(row.id != identifier for row in rows)

    def session(self, identifier: str) -> tuple[SessionRow, PersonRow] | None:
        statement = select(SessionRow, PersonRow).join(PersonRow, PersonRow.id == SessionRow.person_id)
        found = self._session.execute(statement.where(SessionRow.id == identifier)).first()
        return None if found is None else (found[0], found[1])

    def sessions(self, person: str | None, now: datetime, idle_since: datetime) -> Sequence[SessionRow]:
        """Those that are still good, of a person or of all, the one used last first."""
        statement = select(SessionRow).where(SessionRow.expires_at > now, SessionRow.seen_at > idle_since)
        if person is not None:
            statement = statement.where(SessionRow.person_id == person)
        return self._session.scalars(statement.order_by(SessionRow.seen_at.desc(), SessionRow.id)).all()

    def end_session(self, identifier: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.id == identifier))

    def end_sessions(self, person: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.person_id == person))

    def end_expired(self, now: datetime, idle_since: datetime) -> None:
        """Remove the sessions that are over."""
        over = or_(SessionRow.expires_at <= now, SessionRow.seen_at <= idle_since)
        self._session.execute(delete(SessionRow).where(over))

    def wait(self, login_hash: str, device: str) -> SignInWaitRow | None:
        """How often somebody failed, locked."""
        own = (SignInWaitRow.login_hash == login_hash, SignInWaitRow.device == device)
        statement = select(SignInWaitRow).where(*own).with_for_update()
        return self._session.scalar(statement.execution_options(populate_existing=True))

    def made_wait(self, login_hash: str, device: str, now: datetime) -> SignInWaitRow:
        """As `wait`; made where there is none, once of two who do so together."""
        values = {"login_hash": login_hash, "device": device, "failures": 0, "changed_at": now}
        insert = insert_into(self._session, SignInWaitRow).values(values)
        # an update that changes nothing locks the row: one that is only passed over could be deleted before it is read
        same = {"failures": SignInWaitRow.failures}
        self._session.execute(insert.on_conflict_do_update(index_elements=["login_hash", "device"], set_=same))
        found = self.wait(login_hash, device)
        if found is None:
            raise LookupError("a row that was just made")
        return found

    def waits(self, login_hash: str) -> Sequence[SignInWaitRow]:
        return self._session.scalars(select(SignInWaitRow).where(SignInWaitRow.login_hash == login_hash)).all()

    def forget_wait(self, login_hash: str, device: str) -> None:
        own = (SignInWaitRow.login_hash == login_hash, SignInWaitRow.device == device)
        self._session.execute(delete(SignInWaitRow).where(*own))

    def forget_waits(self, login_hash: str) -> None:
        """Let somebody try again at once, from everywhere."""
        self._session.execute(delete(SignInWaitRow).where(SignInWaitRow.login_hash == login_hash))

    def made_rate(self, address_hash: str, kind: str, now: datetime) -> AddressRateRow:
        """What came from an address, locked; made where nothing did."""
        values = {"address_hash": address_hash, "kind": kind, "empty_at": now}
        insert = insert_into(self._session, AddressRateRow).values(values)
        same = {"empty_at": AddressRateRow.empty_at}
        self._session.execute(insert.on_conflict_do_update(index_elements=["address_hash", "kind"], set_=same))
        own = select(AddressRateRow).where(AddressRateRow.address_hash == address_hash, AddressRateRow.kind == kind)
        return self._session.scalars(own.execution_options(populate_existing=True)).one()

    def forget_old_rates(self, now: datetime) -> None:
        self._session.execute(delete(AddressRateRow).where(AddressRateRow.empty_at < now))

    def forget_old_waits(self, before: datetime) -> None:
        self._session.execute(delete(SignInWaitRow).where(SignInWaitRow.changed_at < before))

    def key(self, identifier: str) -> KeyRow | None:
        return self._session.get(KeyRow, identifier) if _KEY.fullmatch(identifier) else None

    def keys(self) -> Sequence[KeyRow]:
        """In the order they were made, the revoked ones too."""
        return self._session.scalars(select(KeyRow).order_by(KeyRow.created_at, KeyRow.id)).all()

    def count_people(self) -> int:
        return self._session.scalar(select(func.count()).select_from(PersonRow)) or 0
