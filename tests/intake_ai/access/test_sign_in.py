import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import argon2
import pytest
from access_builder import PASSWORD, add_person, next_code, set_up_app, signed_in
from argon2 import PasswordHasher
from sqlalchemy import select

from intake_ai.access.errors import SignInMustWait, SignInRefused
from intake_ai.access.own_password import change_own_password
from intake_ai.access.passwords import hash_password
from intake_ai.access.people import PeopleService
from intake_ai.access.purging import purge_access
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import SYSTEM, Action, allowed
from intake_ai.access.sessions import actor_of_session
from intake_ai.access.sign_in import Attempt, sign_in, sign_out, strengthen
from intake_ai.access.tables import PersonRow, SessionRow
from intake_ai.access.waits import FREE_FAILURES
from intake_ai.audit.tables import AuditRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing


def refusal(installation: Installation, login: str, password: str, **shown: str) -> tuple[str, str, dict]:
    with pytest.raises(SignInRefused) as refused:
        sign_in(installation, Attempt(login, password, **shown))
    return refused.value.code, str(refused.value), refused.value.values


def with_settings(installation: Installation, **values: object) -> Installation:
    """The same, with other settings."""
    return replace(installation, settings=installation.settings.model_copy(update=values))


def actions(installation: Installation) -> list[str]:
    with reading(installation.sessions) as session:
        return [row.action for row in session.scalars(select(AuditRow).order_by(AuditRow.number))]


def people(installation: Installation, session) -> PeopleService:
    return PeopleService(session, installation.settings, installation.keys, SYSTEM)


def test_the_right_password_opens_a_session_that_the_secret_finds(installation: Installation):
    person = add_person(installation)
    opened = signed_in(installation, "LAN ")
    actor = actor_of_session(installation, opened.secret)
    assert actor is not None
    assert (actor.kind, actor.id, actor.role, actor.strong) == ("person", person.id, "officer", True)
    assert actions(installation) == [Action.PERSON_ADD, Action.SESSION_OPEN]


def test_neither_password_nor_secret_is_in_the_database(installation: Installation):
    add_person(installation)
    opened = signed_in(installation)
    with reading(installation.sessions) as session:
        row = session.scalars(select(SessionRow)).one()
        person = session.scalars(select(PersonRow)).one()
    assert opened.secret not in repr(vars(row))
    assert PASSWORD not in repr(vars(person))
    assert opened.secret not in repr(opened)


def test_nobody_is_told_which_logins_there_are(installation: Installation):
    add_person(installation, "lan")
    disabled = add_person(installation, "hoa")
    add_person(installation, "oidc", password=None)
    with writing(installation.sessions) as session:
        people(installation, session).disable(disabled.id)
    told = [
        refusal(installation, "lan", "sai"),
        refusal(installation, "khong-co-ai", "sai"),
        refusal(installation, "hoa", PASSWORD),
        refusal(installation, "oidc", PASSWORD),
        refusal(installation, "\x00'; --", "sai"),
    ]
    assert all(one == other for one, other in pairwise(told))


@pytest.mark.parametrize("login", ["lan", "khong-co-ai", "oidc", "\x00"])
def test_as_much_is_computed_for_a_login_that_nobody_has(installation: Installation, monkeypatch, login: str):
    add_person(installation, "lan")
    add_person(installation, "oidc", password=None)
    verify, judged = PasswordHasher.verify, []

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        judged.append(argon2.extract_parameters(kept))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    refusal(installation, login, "sai mật khẩu")
    assert judged == [argon2.extract_parameters(hash_password("mẫu"))]


def test_unknown_logins_have_to_wait_too(installation: Installation):
    for _ in range(FREE_FAILURES + 1):
        refusal(installation, "khong-co-ai", "sai")
    with pytest.raises(SignInMustWait):
        sign_in(installation, Attempt("khong-co-ai", "sai"))
    assert actions(installation) == ["session.refused"]


def test_while_waiting_the_right_password_is_not_taken_either_but_unlocking_helps(installation: Installation):
    person = add_person(installation)
    for _ in range(FREE_FAILURES + 1):
        refusal(installation, "lan", "sai")
    with pytest.raises(SignInMustWait):
        signed_in(installation)
    with writing(installation.sessions) as session:
        people(installation, session).unlock(person.id)
    assert signed_in(installation).needs == "nothing"


def test_a_person_signs_in_at_a_known_place_while_others_guess(installation: Installation):
    add_person(installation)
    device = signed_in(installation).device
    assert device is not None
    for _ in range(FREE_FAILURES + 1):
        refusal(installation, "lan", "sai")
    again = signed_in(installation, device=device)
    assert again.device is None


def test_a_password_kept_under_old_parameters_is_kept_anew(installation: Installation):
    person = add_person(installation)
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with writing(installation.sessions) as session:
        AccessRepository(session).person(person.id).password_hash = older
    signed_in(installation)
    with reading(installation.sessions) as session:
        assert AccessRepository(session).person(person.id).password_hash != older
    assert signed_in(installation).needs == "nothing"


def test_who_has_an_app_gets_a_session_that_can_do_little_until_a_code_is_shown(installation: Installation):
    app = set_up_app(installation, add_person(installation))
    weak = signed_in(installation)
    assert weak.needs == "code"
    assert not allowed(weak.actor, Action.DOSSIER_LIST)
    strong = strengthen(installation, weak.actor, next_code(app, datetime.now(UTC)))
    assert allowed(strong.actor, Action.DOSSIER_LIST)
    assert actor_of_session(installation, weak.secret) is None
    assert actor_of_session(installation, strong.secret) == strong.actor


def test_the_code_can_be_typed_with_the_password_and_works_once(installation: Installation):
    app = set_up_app(installation, add_person(installation))
    code = next_code(app, datetime.now(UTC))
    assert signed_in(installation, code=f"{code[:3]} {code[3:]}").needs == "nothing"
    assert refusal(installation, "lan", PASSWORD, code=code)[0] == "second-factor-refused"
    with reading(installation.sessions) as session:
        assert len(session.scalars(select(SessionRow)).all()) == 1


def test_the_code_that_set_the_app_up_cannot_be_used_again(installation: Installation):
    app = set_up_app(installation, add_person(installation))
    assert refusal(installation, "lan", PASSWORD, code=app.now())[0] == "second-factor-refused"


def test_codes_cannot_be_tried_through(installation: Installation):
    set_up_app(installation, add_person(installation))
    weak = signed_in(installation)
    for _ in range(FREE_FAILURES + 1):
        with pytest.raises(SignInRefused):
            strengthen(installation, weak.actor, "000000")
    with pytest.raises(SignInMustWait):
        strengthen(installation, weak.actor, "000000")
    # a new session is no way around it
    again = signed_in(installation)
    with pytest.raises(SignInMustWait):
        strengthen(installation, again.actor, "000000")


def test_a_role_that_must_have_an_app_is_asked_to_set_it_up(installation: Installation):
    strict = with_settings(installation, second_factor_roles=frozenset({"officer"}))
    person = add_person(strict)
    weak = signed_in(strict)
    assert weak.needs == "set_up"
    assert not allowed(weak.actor, Action.DOSSIER_LIST)
    set_up_app(strict, person, weak.actor)
    assert signed_in(strict).needs == "code"


def test_a_session_nobody_uses_ends_and_one_in_use_ends_at_last(installation: Installation):
    add_person(installation)
    began = datetime.now(UTC)
    idle = timedelta(minutes=installation.settings.session_idle_minutes)
    left, used = signed_in(installation), signed_in(installation)
    now = began
    while now < began + timedelta(hours=installation.settings.session_hours) - idle:
        now += idle - timedelta(minutes=1)
        assert actor_of_session(installation, used.secret, now) is not None
    assert actor_of_session(installation, left.secret, began + idle + timedelta(minutes=1)) is None
    end = used.expires_at + timedelta(seconds=1)
    assert actor_of_session(installation, used.secret, end) is None
    with writing(installation.sessions) as session:
        purge_access(session, installation.settings, end)
        assert session.scalars(select(SessionRow)).all() == []


@pytest.mark.parametrize("change", ["password", "role", "disable", "second_factor", "sessions", "own_password"])
def test_whatever_changes_what_somebody_may_do_ends_all_sessions(installation: Installation, change: str):
    person = add_person(installation)
    opened = [signed_in(installation), signed_in(installation)]
    with writing(installation.sessions) as session:
        service = people(installation, session)
        if change == "password":
            service.set_password(person.id, "một mật khẩu dài khác hẳn")
        elif change == "role":
            service.change(person.id, role="head")
        elif change == "disable":
            service.disable(person.id)
        elif change == "second_factor":
            service.remove_second_factor(person.id)
        elif change == "sessions":
            service.end_sessions(person.id)
    if change == "own_password":
        change_own_password(installation, opened[0].actor, PASSWORD, "một mật khẩu dài khác hẳn")
    assert [actor_of_session(installation, one.secret) for one in opened] == [None, None]


def test_ones_own_password_changes_with_the_old_one_alone(installation: Installation):
    add_person(installation)
    actor = signed_in(installation).actor
    with pytest.raises(SignInRefused):
        change_own_password(installation, actor, "sai", "một mật khẩu dài khác hẳn")
    change_own_password(installation, actor, PASSWORD, "một mật khẩu dài khác hẳn")
    refusal(installation, "lan", PASSWORD)
    assert sign_in(installation, Attempt("lan", "một mật khẩu dài khác hẳn")).needs == "nothing"


def test_signing_out_ends_this_session_and_no_other(installation: Installation):
    add_person(installation)
    here, there = signed_in(installation), signed_in(installation)
    sign_out(installation, here.actor)
    assert actor_of_session(installation, here.secret) is None
    assert actor_of_session(installation, there.secret) == there.actor


@pytest.mark.parametrize("secret", ["", "x" * 5000, "không phải", "\x00"])
def test_a_made_up_secret_finds_nobody(installation: Installation, secret: str):
    assert actor_of_session(installation, secret) is None


def test_many_guesses_at_once_gain_nothing(installation: Installation):
    add_person(installation)
    told: list[str] = []

    def guess(number: int) -> None:
        try:
            sign_in(installation, Attempt("lan", f"đoán {number}"))
        except (SignInRefused, SignInMustWait) as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 16
    assert told.count("sign-in-refused") == FREE_FAILURES + 1


def test_a_code_shown_twice_at_once_opens_one_session(installation: Installation):
    app = set_up_app(installation, add_person(installation))
    weak = [signed_in(installation) for _ in range(3)]
    code = next_code(app, datetime.now(UTC))
    told: list[str] = []

    def show(number: int) -> None:
        try:
            told.append(strengthen(installation, weak[number].actor, code).needs)
        except SignInRefused as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=show, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["nothing", "second-factor-refused", "second-factor-refused"]


def test_guesses_from_one_address_are_limited_whatever_the_logins(installation: Installation):
    limited = with_settings(installation, sign_in_failures=6)
    add_person(limited)
    device = signed_in(limited, address="10.0.0.9").device
    for number in range(6):
        refusal(limited, f"nguoi-{number}", "sai", address="10.0.0.9")
    with pytest.raises(SignInMustWait) as wait:
        sign_in(limited, Attempt("nguoi-7", "sai", address="10.0.0.9"))
    assert 0 < wait.value.seconds <= 150
    with pytest.raises(SignInMustWait):  # at a new place behind that address, too
        signed_in(limited, address="10.0.0.9")
    assert signed_in(limited, device=device, address="10.0.0.9").needs == "nothing"
    assert signed_in(limited, address="10.0.0.8").needs == "nothing"


def test_right_passwords_are_no_guesses(installation: Installation):
    limited = with_settings(installation, sign_in_failures=3)
    add_person(limited)
    for _ in range(8):
        assert signed_in(limited, address="10.0.0.9").needs == "nothing"
