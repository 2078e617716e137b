"""People who sign in: added, changed, disabled, given passwords and second factors.

Whatever changes what somebody may do, or how they prove who they are, ends all their sessions.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from intake_ai.access import second_factor
from intake_ai.access.errors import AccountConflict, AccountUnknown
from intake_ai.access.names import LONGEST_DEPARTMENT, as_login, checked_login, checked_name
from intake_ai.access.passwords import check_password, hash_password
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import STAFF, Action, Actor, Role, StaffRole
from intake_ai.access.tables import PersonRow
from intake_ai.access.waits import login_hash
from intake_ai.audit.recording import Entry, record
from intake_ai.errors import BadRequest
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.transactions import reading

_NAME_REFUSED = "person-name-unusable"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add.

    Attributes:
        department: Code; needed for the role department, and for it alone.
        password: None for who signs in through OIDC only.
        oidc_subject: Issuer and subject there, parted by a space.
    """

    login: str
    name: str
    role: str
    department: str | None = None
    password: str | None = None
    oidc_subject: str | None = None


class PeopleService:
    """People in one transaction; every change is told to the audit log.

    Args:
        session: Of the transaction, from `writing`; reading methods are content with one from `reading`.
        settings: How long passwords must be.
        keys: Of the installation.
        actor: Who does it.
    """

    def __init__(self, session: Session, settings: Settings, keys: Keyring, actor: Actor) -> None:
        self._session = session
        self._settings = settings
        self._keys = keys
        self._actor = actor
        self.repository = AccessRepository(session)

    def get(self, identifier: str) -> PersonRow:
        """A person by id.

        Raises:
            AccountUnknown: There is none.
        """
        found = self.repository.person(identifier)
        if found is None:
            raise AccountUnknown("person-unknown", person=identifier)
        return found

    def with_login(self, login: str) -> PersonRow:
        """A person by login.

        Raises:
            AccountUnknown: Nobody has it.
        """
        found = self.repository.with_login(as_login(login))
        if found is None:
            raise AccountUnknown("person-unknown", person=login)
        return found

    def add(self, new: NewPerson) -> PersonRow:
        """Add somebody.

        Raises:
            BadRequest: Login, name or role cannot be.
            AccountConflict: The login is taken, or role and department do not go together.
            PasswordRefused: The password is not good enough.
        """
        login = checked_login(new.login)
        role = checked_role(new.role)
        if self.repository.with_login(login) is not None:
            raise AccountConflict("person-login-taken", login=login)
        person = PersonRow(
            id=secrets.token_hex(16),
            login=login,
            name=checked_name(new.name, _NAME_REFUSED),
            role=role,
            department=_checked_department(role, new.department),
            password_hash=None,
            oidc_subject=new.oidc_subject,
            created_at=datetime.now(UTC),
        )
        if new.password is not None:
            person.password_hash = self._hashed(person, new.password)
        self.repository.add(person)
        self._tell(Action.PERSON_ADD, person, role=role, department=person.department)
        return person

    def change(
        self, identifier: str, *, name: str | None = None, role: str | None = None, department: str | None = None
    ) -> PersonRow:
        """Give somebody another name, role or department; None leaves a thing as it is.

        A new role or department ends all sessions. Whoever leaves the role department leaves the department too.

        Raises:
            AccountUnknown: There is no such person.
            BadRequest: Name or role cannot be.
            AccountConflict: It is the last administrator, or role and department do not go together.
        """
        person = self._locked(identifier)
        before = {"role": person.role, "department": person.department}
        wanted = checked_role(role or person.role)
        if person.role == "administrator" and wanted != "administrator":
            self._refuse_last(person)
        person.name = person.name if name is None else checked_name(name, _NAME_REFUSED)
        kept = person.department if wanted == "department" else None
        person.role, person.department = wanted, _checked_department(wanted, department or kept)
        after = {"role": person.role, "department": person.department}
        if after != before:
            self.repository.end_sessions(person.id)
        self._tell(Action.PERSON_CHANGE, person, before=before, after=after)
        return person

    def disable(self, identifier: str) -> PersonRow:
        """Let somebody sign in no more; sessions end at once.

        Raises:
            AccountUnknown: There is no such person.
            AccountConflict: It is the last administrator.
        """
        person = self._locked(identifier)
        if person.role == "administrator":
            self._refuse_last(person)
        if person.disabled_at is None:
            person.disabled_at = datetime.now(UTC)
        self.repository.end_sessions(person.id)
        self._tell(Action.PERSON_DISABLE, person, disabled=True)
        return person

    def enable(self, identifier: str) -> PersonRow:
        """Let somebody who was disabled sign in again.

        Raises:
            AccountUnknown: There is no such person.
        """
        person = self._locked(identifier)
        person.disabled_at = None
        self._tell(Action.PERSON_DISABLE, person, disabled=False)
        return person

    def unlock(self, identifier: str) -> None:
        """Let somebody try again at once after many wrong passwords or codes.

        Raises:
            AccountUnknown: There is no such person.
        """
        person = self._locked(identifier)
        self.repository.forget_waits(login_hash(self._keys, person.login))
        self._tell(Action.PERSON_UNLOCK, person)

    def set_password(self, identifier: str, password: str, action: Action = Action.PERSON_PASSWORD) -> None:
        """Give somebody a password; sessions end.

        Raises:
            AccountUnknown: There is no such person.
            PasswordRefused: It is not good enough.
        """
        person = self._locked(identifier)
        person.password_hash = self._hashed(person, password)
        self.repository.end_sessions(person.id)
        self.repository.forget_waits(login_hash(self._keys, person.login))
        self._tell(action, person)

    def begin_second_factor(self, identifier: str) -> second_factor.SetUp:
        """What somebody needs to set up an app.

        Raises:
            AccountUnknown: There is no such person.
        """
        return second_factor.begin(self._keys, self.get(identifier))

    def finish_second_factor(self, identifier: str, sealed: bytes, code: str) -> None:
        """Ask this person for codes from now on; sessions end, and the next one begins with a code.

        Raises:
            AccountUnknown: There is no such person.
            SignInRefused: The code is wrong (second-factor-refused).
        """
        person = self._locked(identifier)
        second_factor.finish(self._keys, person, sealed, code, datetime.now(UTC))
        self.repository.end_sessions(person.id)
        self._tell(Action.PROFILE_SECOND_FACTOR, person, set_up=True)

    def remove_second_factor(self, identifier: str) -> None:
        """Ask this person for codes no more, such as after a lost phone; sessions end.

        Raises:
            AccountUnknown: There is no such person.
        """
        person = self._locked(identifier)
        person.second_factor = person.second_factor_used = None
        self.repository.end_sessions(person.id)
        self._tell(Action.PERSON_SECOND_FACTOR, person, set_up=False)

    def end_sessions(self, identifier: str) -> None:
        """Sign somebody out everywhere.

        Raises:
            AccountUnknown: There is no such person.
        """
        person = self._locked(identifier)
        self.repository.end_sessions(person.id)
        self._tell(Action.SESSION_END, person)

    def _locked(self, identifier: str) -> PersonRow:
        found = self.repository.person_locked(identifier)
        if found is None:
            raise AccountUnknown("person-unknown", person=identifier)
        return found

    def _hashed(self, person: PersonRow, password: str) -> str:
        check_password(password, least_length(self._settings, person), (person.login, person.name))
        return hash_password(password)

    def _refuse_last(self, person: PersonRow) -> None:
        """An installation without an administrator could be mended at its command line alone."""
        if person.disabled_at is None and self.repository.other_administrators(person.id) == 0:
            raise AccountConflict("person-last-administrator")

    def _tell(self, action: Action, person: PersonRow, **detail: object) -> None:
        record(self._session, self._keys, Entry(self._actor, action, "person", person.id, detail=detail))


def has_people(installation: Installation) -> bool:
    """Whether anybody can sign in yet."""
    with reading(installation.sessions) as session:
        return AccessRepository(session).count_people() > 0


def least_length(settings: Settings, person: PersonRow) -> int:
    """Characters that the password of this person must have: many, until the second factor is set up."""
    if person.role in settings.second_factor_roles and person.second_factor is not None:
        return settings.password_length_with_second_factor
    return settings.password_length


def checked_role(role: str) -> StaffRole:
    """A role that somebody who signs in can have.

    Raises:
        BadRequest: There is no such role (role-unknown).
    """
    for known in STAFF:
        if role == known:
            return known
    raise BadRequest("role-unknown", role=role, roles=", ".join(STAFF))


def _checked_department(role: Role, department: str | None) -> str | None:
    code = (department or "").strip()
    if (role == "department") != bool(code) or len(code) > LONGEST_DEPARTMENT:
        raise AccountConflict("person-needs-department")
    return code or None
