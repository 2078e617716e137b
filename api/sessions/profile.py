"""The own profile: who asks, their password and second factor."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Annotated, Literal

from fastapi import Request, Response

from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from api.sessions.cookies import take_session
from api.sessions.schemas import PasswordChange, Profile, SecondFactorBegun, SecondFactorShown
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.errors import AccessDenied, SignInRefused
from intake_ai.access.own_password import change_own_password
from intake_ai.access.people import PeopleService
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import Action, Actor, allowed
from intake_ai.access.sign_in import asked_of

router = service_router("/me", "sessions")

SettingUp = Annotated[Caller, Allowed(Action.PROFILE_SECOND_FACTOR)]


@router.get("", summary="Who asks, and what they may do")
def show_profile(caller: Annotated[Caller, Allowed(Action.PROFILE_READ)], work: Work) -> Profile:
    actor = caller.actor
    actions = sorted(action.value for action in Action if allowed(actor, action))
    kind: Literal["person", "key"] = "key" if actor.kind == "key" else "person"
    repository = AccessRepository(work.session)
    person, key = repository.person(actor.id), repository.key(actor.id)
    return Profile(
        kind=kind,
        id=actor.id,
        login=person.login if person else None,
        name=person.name if person else key.name if key else "",
        role=actor.role,
        department=actor.department,
        has_second_factor=person is not None and person.second_factor is not None,
        needs="nothing" if actor.strong or person is None else asked_of(work.service.settings, person),
        actions=actions,
    )


@router.put("/password", status_code=204, summary="Change the own password")
@in_own_transactions
def change_password(
    asked: PasswordChange,
    caller: Annotated[Caller, Allowed(Action.PROFILE_PASSWORD)],
    work: Work,
    request: Request,
    response: Response,
) -> None:
    """All sessions end; sign in anew."""
    change_own_password(work.installation, caller.actor, asked.old.get_secret_value(), asked.new.get_secret_value())
    take_session(request, response)


@router.post("/second-factor", summary="Begin to set up an app")
def begin_second_factor(caller: SettingUp, work: Work) -> SecondFactorBegun:
    """Gives the secret for an app; nothing changes until `PUT /me/second-factor` shows a code of it."""
    _refuse_weak(work, caller.actor)
    begun = _people(work, caller.actor).begin_second_factor(caller.actor.id)
    return SecondFactorBegun(secret=begun.secret, uri=begun.uri, sealed=urlsafe_b64encode(begun.sealed).decode())


@router.put("/second-factor", status_code=204, summary="Finish setting up an app")
def finish_second_factor(
    asked: SecondFactorShown, caller: SettingUp, work: Work, request: Request, response: Response
) -> None:
    """From now on a code is asked for; all sessions end, sign in anew."""
    _refuse_weak(work, caller.actor)
    try:
        sealed = urlsafe_b64decode(asked.sealed.encode("utf-8", "replace"))
    except (NotBase64, ValueError) as error:
        raise SignInRefused("second-factor-refused", "not what was given") from error
    _people(work, caller.actor).finish_second_factor(caller.actor.id, sealed, asked.code)
    take_session(request, response)


def _refuse_weak(work: UnitOfWork, actor: Actor) -> None:
    """Who has the password alone must not replace the app."""
    person = AccessRepository(work.session).person(actor.id)
    if not actor.strong and person is not None and person.second_factor is not None:
        raise AccessDenied


def _people(work: UnitOfWork, actor: Actor) -> PeopleService:
    return PeopleService(work.session, work.service.settings, work.installation.keys, actor)
