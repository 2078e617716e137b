"""The API of an installation in the test's own process, and people and systems who ask it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from intake_ai.access.keys import KeyService, NewKey
from intake_ai.access.people import NewPerson, PeopleService
from intake_ai.access.rules import SYSTEM, Role
from intake_ai.access.sessions import open_session
from intake_ai.checks.service import SECRET_PREFIX, secret_hash
from intake_ai.dossier.tables import DossierRow
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing

PASSWORD = "đò dọc đò ngang một mái chèo MẪU"  # noqa: S105  of invented persons


@dataclass
class Served:
    """A running API.

    Attributes:
        people: Ids by login.
    """

    client: TestClient
    installation: Installation
    people: dict[str, str] = field(default_factory=dict)
    _signed_in: dict[str, dict[str, str]] = field(default_factory=dict)

    def person(
        self, role: Role, department: str | None = None, password: str | None = None, is_fresh: bool = True
    ) -> dict[str, str]:
        """Headers of somebody of this role, signed in for this call, or for all that ask for no fresh session."""
        login = f"{role.replace('_', '.')}.{department or 'mau'}"
        if is_fresh:
            return self._sign_in(login, role, department, password)
        if login not in self._signed_in:
            self._signed_in[login] = self._sign_in(login, role, department, password)
        return self._signed_in[login]

    def _sign_in(self, login: str, role: Role, department: str | None, password: str | None) -> dict[str, str]:
        with writing(self.installation.sessions) as session:
            people = PeopleService(session, self.installation.settings, self.installation.keys, SYSTEM)
            if login not in self.people:
                new = NewPerson(login, "Nguyễn Văn MẪU", role, department, password)
                self.people[login] = people.add(new).id
            row = people.get(self.people[login])
            row.disabled_at = None
            signed_in = open_session(session, self.installation.settings, row, "nothing", datetime.now(UTC))
        return {"Cookie": f"intake-ai={signed_in.secret}"}

    def key(self, *scopes: str, department: str | None = None, expires_at: datetime | None = None) -> dict[str, str]:
        """Headers of a system with a key."""
        with writing(self.installation.sessions) as session:
            keys = KeyService(session, self.installation.keys, SYSTEM)
            _, shown = keys.add(NewKey("Hệ thống MẪU", scopes, department, expires_at))
        return {"Authorization": f"Bearer {shown}"}

    def check(self) -> dict[str, str]:
        """Headers of a citizen who began a check."""
        secret = SECRET_PREFIX + secrets.token_urlsafe(32)
        self.dossier(purpose="citizen", token_hash=secret_hash(secret))
        return {"Authorization": f"Bearer {secret}"}

    def dossier(self, **values: Any) -> str:
        """A dossier as its table holds it; its id."""
        now = datetime.now(UTC)
        identifier = secrets.token_hex(16)
        row = DossierRow(
            **{
                "id": identifier,
                "purpose": "counter",
                "priority": "counter",
                "state": "open",
                "received": date(2026, 11, 23),
                "channel": "direct",
                "language": "vi",
                "situation": {},
                "created_at": now,
                "changed_at": now,
                "expires_at": now + timedelta(minutes=30),
                "own_key": self.installation.keys.new_own_key(),
                **values,
            }
        )
        with writing(self.installation.sessions) as session:
            session.add(row)
        return identifier


@contextmanager
def serve(settings: Settings) -> Iterator[Served]:
    """The API, until the test is done; cookies are kept nowhere, each request brings its own."""
    app = create_app(settings)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        client.cookies.jar.set_policy(_NO_COOKIES)
        yield Served(client, app.state.service.installation)


class _NoCookies:
    """A policy of `http.cookiejar` that keeps none."""

    netscape, rfc2965, hide_cookie2 = True, False, True

    def set_ok(self, *_: object) -> bool:
        return False

    def return_ok(self, *_: object) -> bool:
        return False

    def domain_return_ok(self, *_: object) -> bool:
        return False

    def path_return_ok(self, *_: object) -> bool:
        return False


_NO_COOKIES: Any = _NoCookies()
