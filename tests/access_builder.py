"""People, sessions and codes for tests."""

from datetime import datetime

import pyotp

from intake_ai.access.people import NewPerson, PeopleService
from intake_ai.access.rules import SYSTEM, Actor
from intake_ai.access.sessions import SignedIn
from intake_ai.access.sign_in import Attempt, sign_in
from intake_ai.access.tables import PersonRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing

PASSWORD = "con trâu đi trước cái cày MẪU"  # noqa: S105  of invented persons


def add_person(
    installation: Installation,
    login: str = "lan",
    role: str = "officer",
    department: str | None = None,
    password: str | None = PASSWORD,
) -> PersonRow:
    """Somebody who can sign in."""
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        return people.add(NewPerson(login, f"Nguyễn Thị {login} MẪU", role, department, password))


def signed_in(installation: Installation, login: str = "lan", **shown: str | None) -> SignedIn:
    """Somebody signed in with the password of `add_person`."""
    return sign_in(installation, Attempt(login, PASSWORD, **shown))


def set_up_app(installation: Installation, person: PersonRow, actor: Actor = SYSTEM) -> pyotp.TOTP:
    """The app of somebody whose second factor is set up; the first code is used for that."""
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, actor)
        set_up = people.begin_second_factor(person.id)
        app = pyotp.TOTP(set_up.secret)
        people.finish_second_factor(person.id, set_up.sealed, app.now())
    return app


def next_code(app: pyotp.TOTP, now: datetime) -> str:
    """The code that comes after the one shown now; taken already, for clocks may be off by as much."""
    return app.at(now, counter_offset=1)
