from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.access.rules import (
    ANYBODY,
    ROLES,
    STAFF,
    SYSTEM,
    Action,
    Actor,
    Role,
    Visible,
    allowed,
    rules,
    scopes,
    visible,
)

_DEPARTMENTS = ("tu-phap", "dat-dai")
_ABOUT_DOSSIERS = [
    action for action, reaches in rules().items() if set(reaches.values()) - {"always"} and action != "audit.values"
]
_DECISIONS = [Action.CONFIRMATION_MAKE, Action.SLIP_MAKE, Action.HANDOVER_MAKE, Action.DIGITISATION_SIGN]


@dataclass(frozen=True)
class Dossier:
    id: str = "ho-so-mau"
    purpose: str = "counter"
    department: str | None = None


def person(role: Role, department: str | None = None, *, strong: bool = True) -> Actor:
    return Actor("person", "nguoi-mau", role, department, session="phien-mau", strong=strong)


def key(*granted: str, department: str | None = None) -> Actor:
    return Actor("key", "khoa-mau", None, department, frozenset(granted), "ngay-mau")


def test_every_action_is_told_of_and_every_role_can_do_something():
    assert set(rules()) == set(Action)
    assert all(any(role in reaches for reaches in rules().values()) for role in ROLES)


@pytest.mark.parametrize("action", _DECISIONS)
def test_a_clerk_never_decides_nor_does_a_machine(action: Action):
    assert not allowed(person("scanning_clerk"), action, Dossier())
    assert not allowed(person("scanning_clerk"), action)
    assert action not in scopes()
    assert not allowed(key(action), action, Dossier())
    assert allowed(person("officer"), action, Dossier())


@pytest.mark.parametrize("action", _ABOUT_DOSSIERS)
def test_an_administrator_sees_nothing_of_dossiers(action: Action):
    assert not allowed(person("administrator"), action, Dossier())
    assert not allowed(person("administrator"), action)
    assert visible(person("administrator"), action) is None


@given(
    action=st.sampled_from(list(Action)),
    own=st.sampled_from(_DEPARTMENTS),
    department=st.sampled_from([*_DEPARTMENTS, None]),
    purpose=st.sampled_from(["counter", "citizen"]),
    role=st.sampled_from(["department", None]),
)
def test_a_department_and_a_key_bound_to_one_see_their_own_dossiers_alone(action, own, department, purpose, role):
    actor = person(role, own) if role else key(*scopes(), department=own)
    if "always" not in rules()[action].values() and allowed(actor, action, Dossier("x", purpose, department)):
        assert (purpose, department) == ("counter", own)


@given(
    action=st.sampled_from(_ABOUT_DOSSIERS),
    role=st.sampled_from(ROLES),
    department=st.sampled_from([*_DEPARTMENTS, None]),
    purpose=st.sampled_from(["counter", "citizen"]),
    own=st.sampled_from([*_DEPARTMENTS, None]),
)
def test_a_list_shows_just_what_may_be_opened(action, role, department, purpose, own):
    actor = Actor("citizen", "x", "citizen") if role == "citizen" else person(role, own)
    dossier = Dossier("x", purpose, department)
    seen = visible(actor, action)
    listed = (
        seen is not None
        and seen.purpose == purpose
        and seen.department in {None, department}
        and seen.dossier in {None, "x"}
    )
    assert listed == allowed(actor, action, dossier)


def test_a_role_that_needs_a_department_and_has_none_sees_nothing():
    assert not allowed(person("department"), Action.DOSSIER_READ, Dossier())
    assert visible(person("department"), Action.DOSSIER_LIST) is None


def test_a_citizen_sees_the_one_check_whose_secret_they_showed():
    own = Actor("citizen", "check-1", "citizen")
    assert allowed(own, Action.REPORT_READ, Dossier("check-1", "citizen"))
    assert not allowed(own, Action.REPORT_READ, Dossier("check-2", "citizen"))
    assert not allowed(own, Action.REPORT_READ, Dossier("check-1", "counter"))
    assert not allowed(own, Action.DOSSIER_LIST)
    assert not allowed(own, Action.CONFIRMATION_MAKE, Dossier("check-1", "citizen"))


def test_staff_open_no_citizens_check_but_take_one_over_that_they_were_shown():
    check = Dossier("check-1", "citizen")
    assert not allowed(person("head"), Action.REPORT_READ, check)
    assert allowed(person("officer"), Action.CHECK_TAKE_OVER, check)
    assert not allowed(person("officer"), Action.CHECK_TAKE_OVER, Dossier())


def test_who_shows_nothing_may_look_at_the_catalogue_and_begin_a_check_and_no_more():
    can = {action for action in Action if allowed(ANYBODY, action)}
    assert {Action.CATALOGUE_READ, Action.CHECK_CREATE, Action.SESSION_OPEN} <= can
    assert not [action for action in can if action.startswith(("dossier.", "person.", "key.", "audit.", "privacy."))]


@pytest.mark.parametrize("role", STAFF)
def test_without_the_second_factor_that_is_asked_for_one_can_show_it_or_set_it_up_and_nothing_else(role: Role):
    weak = person(role, "tu-phap", strong=False)
    can = {action for action in Action if allowed(weak, action)}
    assert {Action.SESSION_STRENGTHEN, Action.PROFILE_SECOND_FACTOR, Action.SESSION_CLOSE} <= can
    assert Action.PROFILE_PASSWORD not in can
    assert not can & set(_ABOUT_DOSSIERS)


def test_a_key_does_what_its_scopes_name():
    assert allowed(key("dossier.create"), Action.DOSSIER_CREATE)
    assert not allowed(key("dossier.create"), Action.DOSSIER_READ, Dossier())
    assert visible(key("dossier.list"), Action.DOSSIER_LIST) == Visible("counter")


def test_no_key_manages_people_keys_or_the_log():
    assert not [scope for scope in scopes() if scope.startswith(("person.", "key.", "audit.", "privacy.", "session."))]


def test_the_system_is_no_way_around_the_rules():
    assert not [action for action in Action if allowed(SYSTEM, action)]
