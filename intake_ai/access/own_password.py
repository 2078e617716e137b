"""Changing one's own password: who knows the old one gives oneself another."""

from datetime import UTC, datetime

from intake_ai.access.errors import SignInRefused
from intake_ai.access.passwords import is_password
from intake_ai.access.people import PeopleService
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import Action, Actor
from intake_ai.access.waits import begin_try, place_of, succeed
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing


def change_own_password(installation: Installation, actor: Actor, old: str, new: str) -> None:
    """Give oneself another password; all sessions end, this one too.

    Raises:
        SignInRefused: The old one is wrong.
        SignInMustWait: After too many wrong ones.
        PasswordRefused: The new one is not good enough.
    """
    now = datetime.now(UTC)
    with writing(installation.sessions) as session:
        person = AccessRepository(session).person(actor.id)
        if person is None:
            raise SignInRefused("session-over")
        place = place_of(installation.keys, person.login, None)
        begin_try(session, place, now)
        kept = person.password_hash
    if not is_password(kept, old):
        raise SignInRefused
    with writing(installation.sessions) as session:
        succeed(session, place)
        service = PeopleService(session, installation.settings, installation.keys, actor)
        service.set_password(actor.id, new, Action.PROFILE_PASSWORD)
