from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from intake_ai.access.errors import AccountUnknown, SignInRefused
from intake_ai.access.keys import KeyService, NewKey, actor_of_key, issue_token
from intake_ai.access.rules import SYSTEM, Action, allowed
from intake_ai.access.tables import KeyRow
from intake_ai.errors import BadRequest
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

_SCOPES = ("dossier.create", "dossier.read")


def made(installation: Installation, **values) -> tuple[str, str]:
    with writing(installation.sessions) as session:
        new = NewKey(**{"name": "Hệ thống MẪU", "scopes": _SCOPES, **values})
        row, key = KeyService(session, installation.keys, SYSTEM).add(new)
        return row.id, key


def revoke(installation: Installation, identifier: str) -> None:
    with writing(installation.sessions) as session:
        KeyService(session, installation.keys, SYSTEM).revoke(identifier)


def test_a_key_opens_what_its_scopes_name_for_its_department(installation: Installation):
    identifier, key = made(installation, department="tu-phap")
    actor = actor_of_key(installation, key)
    assert actor is not None
    assert (actor.kind, actor.id, actor.department, actor.scopes) == ("key", identifier, "tu-phap", frozenset(_SCOPES))
    assert allowed(actor, Action.DOSSIER_READ)
    assert not allowed(actor, Action.UPLOAD_READ)


def test_the_secret_is_kept_nowhere(installation: Installation):
    _, key = made(installation)
    with reading(installation.sessions) as session:
        row = session.scalars(select(KeyRow)).one()
    assert key.partition(".")[2] not in repr(vars(row))


def test_a_revoked_key_and_one_that_is_over_open_nothing(installation: Installation):
    identifier, key = made(installation)
    now = datetime.now(UTC)
    _, short = made(installation, expires_at=now + timedelta(days=1))
    revoke(installation, identifier)
    revoke(installation, identifier)
    assert actor_of_key(installation, key) is None
    assert actor_of_key(installation, short) is not None
    assert actor_of_key(installation, short, now + timedelta(days=1)) is None


@pytest.mark.parametrize("shown", ["", ".", "token_", "token_.", "token_AAAA.AAAA", "khóa.sai", "\x00.\x00"])
def test_what_is_no_key_opens_nothing(installation: Installation, shown: str):
    made(installation)
    assert actor_of_key(installation, shown) is None


def test_the_secret_of_another_key_opens_nothing(installation: Installation):
    (one, _), (_, other) = made(installation), made(installation)
    assert actor_of_key(installation, f"{one}.{other.partition('.')[2]}") is None
    assert actor_of_key(installation, f"{one}.") is None


def test_a_token_is_good_for_minutes_and_never_longer_than_its_key(installation: Installation):
    identifier, key = made(installation)
    now = datetime.now(UTC)
    token = issue_token(installation, *key.split("."), now=now)
    assert token.seconds == installation.settings.token_minutes * 60
    actor = actor_of_key(installation, token.secret)
    assert actor is not None
    assert (actor.id, actor.scopes) == (identifier, frozenset(_SCOPES))
    assert actor_of_key(installation, token.secret, now + timedelta(seconds=token.seconds + 1)) is None
    revoke(installation, identifier)
    assert actor_of_key(installation, token.secret) is None


def test_a_token_may_do_less_than_its_key_and_never_more(installation: Installation):
    _, key = made(installation)
    token = issue_token(installation, *key.split("."), wanted=["dossier.read"])
    actor = actor_of_key(installation, token.secret)
    assert actor is not None
    assert actor.scopes == {"dossier.read"}
    with pytest.raises(BadRequest, match="scope-unknown"):
        issue_token(installation, *key.split("."), wanted=["upload.read"])


def test_a_token_buys_no_other_token(installation: Installation):
    _, key = made(installation)
    token = issue_token(installation, *key.split("."))
    body, _, proof = token.secret.partition(".")
    with pytest.raises(SignInRefused, match="key-refused"):
        issue_token(installation, body, proof)
    with pytest.raises(SignInRefused, match="key-refused"):
        issue_token(installation, key.partition(".")[0], "sai")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_token_of_which_one_letter_is_another_opens_nothing(installation: Installation, data):
    _, key = made(installation)
    token = issue_token(installation, *key.split(".")).secret
    place = data.draw(st.integers(min_value=0, max_value=len(token) - 1))
    letter = data.draw(st.sampled_from("ABCDxyz0189-_.="))
    if token[place] != letter:
        assert actor_of_key(installation, token[:place] + letter + token[place + 1 :]) is None


@pytest.mark.parametrize("scopes", [(), ("confirmation.make",), ("person.add",), ("dossier.read", "everything")])
def test_a_key_is_given_only_what_keys_may_do(installation: Installation, scopes: tuple[str, ...]):
    with pytest.raises(BadRequest, match="scope-unknown"):
        made(installation, scopes=scopes)


def test_a_key_needs_a_name_and_an_end_to_come(installation: Installation):
    with pytest.raises(BadRequest, match="key-name"):
        made(installation, name=" ")
    with pytest.raises(BadRequest, match="key-end"):
        made(installation, expires_at=datetime.now(UTC) - timedelta(days=1))
    with writing(installation.sessions) as session, pytest.raises(AccountUnknown):
        KeyService(session, installation.keys, SYSTEM).revoke("khong-co")


def test_looks_of_a_key_are_counted_by_the_day(installation: Installation):
    _, key = made(installation)
    now = datetime.now(UTC)
    today, later = actor_of_key(installation, key, now), actor_of_key(installation, key, now + timedelta(days=1))
    assert today is not None
    assert later is not None
    assert today.session != later.session
