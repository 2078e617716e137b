from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from access_builder import add_person, set_up_app
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, running_provider

from intake_ai.access.errors import ProviderUnreachable, SignInRefused
from intake_ai.access.oidc import Begun, begin, finish
from intake_ai.access.people import PeopleService
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import SYSTEM, Action, allowed
from intake_ai.access.sessions import SignedIn, actor_of_session
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing

REDIRECT = "http://127.0.0.1:8000/api/v1/sign-in/oidc/return"


@pytest.fixture(scope="module")
def running() -> Iterator[OidcProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: OidcProvider) -> OidcProvider:
    running.claims = {"sub": "s-1", "preferred_username": "lan", "name": "Nguyễn Thị Lan MẪU"}
    running.alter, running.signing_key = lambda _claims: None, None
    running.requests.clear()
    return running


@pytest.fixture
def open_centre(tmp_path: Path, provider: OidcProvider) -> Iterator[Callable[..., Installation]]:
    opened = []

    def centre(**values: Any) -> Installation:
        told = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
        context = open_installation(Settings(data_dir=tmp_path, database_url="", **{**told, **values}))
        opened.append(context)
        return context.__enter__()

    yield centre
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def centre(open_centre: Callable[..., Installation]) -> Installation:
    return open_centre()


def come_back(installation: Installation, provider: OidcProvider, begun: Begun | None = None) -> SignedIn:
    started = begun or begin(installation, REDIRECT)
    return finish(installation, started.sealed, provider.authorise(started.address))


def test_who_is_known_by_login_signs_in_and_is_known_by_the_account_from_then_on(centre, provider):
    person = add_person(centre, "lan", password=None)
    signed_in = come_back(centre, provider)
    actor = actor_of_session(centre, signed_in.secret)
    assert actor is not None
    assert (actor.id, actor.role, actor.strong) == (person.id, "officer", True)
    provider.claims["preferred_username"] = "khac"
    assert come_back(centre, provider).actor.id == person.id


def test_what_is_asked_for_is_bound_to_this_browser_and_proven_by_pkce(centre, provider):
    add_person(centre, "lan")
    begun = begin(centre, REDIRECT)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.address).query).items()}
    assert asked["redirect_uri"] == REDIRECT
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert asked["scope"].split()[0] == "openid"
    come_back(centre, provider, begun)
    (form,) = provider.requests
    assert form["code_verifier"] not in begun.address
    assert form["code_verifier"] not in begun.sealed


def test_another_account_with_a_login_that_is_taken_is_refused(centre, provider):
    add_person(centre, "lan")
    come_back(centre, provider)
    provider.claims["sub"] = "s-2"
    with pytest.raises(SignInRefused, match="oidc-person-unknown"):
        come_back(centre, provider)


def test_who_is_not_known_is_refused_and_nobody_is_made(centre, provider):
    with pytest.raises(SignInRefused, match="oidc-person-unknown"):
        come_back(centre, provider)
    with reading(centre.sessions) as session:
        assert AccessRepository(session).people() == []


def test_where_the_settings_give_a_role_the_unknown_get_it(open_centre, provider):
    centre = open_centre(oidc_new_role="scanning_clerk")
    actor = come_back(centre, provider).actor
    assert actor.role == "scanning_clerk"
    assert come_back(centre, provider).actor.id == actor.id
    with reading(centre.sessions) as session:
        assert [person.name for person in AccessRepository(session).people()] == ["Nguyễn Thị Lan MẪU"]


def test_without_a_claim_for_logins_nobody_is_found_by_login(open_centre, provider):
    centre = open_centre(oidc_login_claim="")
    add_person(centre, "lan")
    with pytest.raises(SignInRefused, match="oidc-person-unknown"):
        come_back(centre, provider)


def test_who_is_disabled_stays_out(centre, provider):
    person = add_person(centre, "lan")
    with writing(centre.sessions) as session:
        PeopleService(session, centre.settings, centre.keys, SYSTEM).disable(person.id)
    with pytest.raises(SignInRefused, match="oidc-person-unknown"):
        come_back(centre, provider)


def test_a_second_factor_shown_there_counts_and_one_that_was_not_is_asked_for(centre, provider):
    set_up_app(centre, add_person(centre, "lan"))
    weak = come_back(centre, provider)
    assert weak.needs == "code"
    assert not allowed(weak.actor, Action.DOSSIER_LIST)
    provider.claims["amr"] = ["pwd", "otp"]
    assert come_back(centre, provider).needs == "nothing"


def test_a_code_is_exchanged_once(centre, provider):
    add_person(centre, "lan")
    begun = begin(centre, REDIRECT)
    answer = provider.authorise(begun.address)
    finish(centre, begun.sealed, answer)
    with pytest.raises(SignInRefused, match="status 400"):
        finish(centre, begun.sealed, answer)


def test_an_answer_that_was_begun_in_another_browser_is_refused(centre, provider):
    add_person(centre, "lan")
    mine, theirs = begin(centre, REDIRECT), begin(centre, REDIRECT)
    with pytest.raises(SignInRefused, match="elsewhere"):
        finish(centre, mine.sealed, provider.authorise(theirs.address))
    # whoever swaps the state as well fails by PKCE and nonce
    answer = provider.authorise(theirs.address)
    state = parse_qs(urlsplit(mine.address).query)["state"][0]
    with pytest.raises(SignInRefused, match="status 400"):
        finish(centre, mine.sealed, answer | {"state": state})


@pytest.mark.parametrize(
    "change",
    [
        {"sealed": ""},
        {"sealed": "AAAA"},
        {"state": "khác"},
        {"state": None},
        {"code": None, "error": "access_denied"},
        {"code": "bịa"},
        {"iss": "https://khac.example"},
    ],
)
def test_a_crooked_answer_is_refused(centre, provider, change):
    add_person(centre, "lan")
    begun = begin(centre, REDIRECT)
    answer = {**provider.authorise(begun.address), **change}
    sealed = answer.pop("sealed", begun.sealed)
    with pytest.raises(SignInRefused):
        finish(centre, sealed, {name: value for name, value in answer.items() if value is not None})


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://khac.example"},
        {"aud": "khac"},
        {"aud": ["khac", CLIENT_ID], "azp": "khac"},
        {"exp": 1},
        {"exp": None},
        {"nonce": "cũ"},
        {"nonce": None},
        {"sub": None},
        {"iat": None},
        {"nbf": 4_000_000_000},
    ],
)
def test_an_id_token_that_is_wrong_in_one_claim_is_refused(centre, provider, wrong):
    add_person(centre, "lan")

    def alter(claims: dict[str, Any]) -> None:
        claims.update(wrong)
        for name in [name for name, value in claims.items() if value is None]:
            del claims[name]

    provider.alter = alter
    with pytest.raises(SignInRefused, match="id token"):
        come_back(centre, provider)


def test_an_id_token_that_somebody_else_signed_is_refused(centre, provider):
    add_person(centre, "lan")
    provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "k1"})
    with pytest.raises(SignInRefused, match="id token"):
        come_back(centre, provider)


def test_a_provider_that_does_not_answer_or_is_another_one_is_told(open_centre, provider):
    nowhere = open_centre(oidc_issuer="http://127.0.0.1:9")
    with pytest.raises(ProviderUnreachable):
        begin(nowhere, REDIRECT)
    elsewhere = open_centre(oidc_issuer=provider.issuer.replace("127.0.0.1", "localhost"))
    with pytest.raises(ProviderUnreachable, match="issuer"):
        begin(elsewhere, REDIRECT)


def test_without_a_provider_in_the_settings_nobody_is_sent_anywhere(open_centre):
    with pytest.raises(SignInRefused, match="no provider"):
        begin(open_centre(oidc_issuer=""), REDIRECT)
