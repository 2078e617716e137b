"""Signing in with a password, showing the second factor, signing out.

Whether nobody has a login, the password is wrong, or the person is disabled: the answer and its time are the same.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.access import second_factor
from intake_ai.access.errors import SignInMustWait, SignInRefused
from intake_ai.access.names import as_login
from intake_ai.access.passwords import hash_password, is_outdated, is_password
from intake_ai.access.rates import Rate, give_back, take
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import ANYBODY, Action, Actor
from intake_ai.access.sessions import Needs, SignedIn, open_session
from intake_ai.access.tables import PersonRow
from intake_ai.access.waits import (
    CODES,
    FREE_FAILURES,
    Place,
    begin_try,
    login_hash,
    new_device,
    place_of,
    succeed,
)
from intake_ai.audit.recording import Entry, record
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing
from ocr.errors import IntakeError

REFUSED = "session.refused"
_RATE_SPAN = timedelta(minutes=15)


@dataclass(frozen=True)
class Attempt:
    """What somebody shows to sign in.

    Attributes:
        code: Of their app, where they have one and type it at once; `strengthen` takes it later, too.
        device: From the cookie that lasts, where this place has one.
        address: Of the network that they come from.
    """

    login: str
    password: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    device: str | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)


def sign_in(installation: Installation, attempt: Attempt, now: datetime | None = None) -> SignedIn:
    """Open a session.

    Args:
        installation: Where people are kept.
        attempt: What was typed.
        now: Time; None is the present.

    Raises:
        SignInRefused: Login and password are not right (sign-in-refused), or the code is not (second-factor-refused).
        SignInMustWait: After too many failures with this login, or from this address.
    """
    moment = now or datetime.now(UTC)
    signed_in = _with_password(installation, attempt, moment)
    if attempt.code is None or signed_in.needs != "code":
        return signed_in
    try:
        strong = strengthen(installation, signed_in.actor, attempt.code, moment)
    except IntakeError:
        sign_out(installation, signed_in.actor)
        raise
    return replace(strong, device=signed_in.device)


def strengthen(installation: Installation, actor: Actor, code: str, now: datetime | None = None) -> SignedIn:
    """Show the second factor: the session is replaced by one that can do everything.

    Raises:
        SignInRefused: The code is wrong or was shown before (second-factor-refused), or the session is over.
        SignInMustWait: After too many wrong codes.
    """
    moment = now or datetime.now(UTC)
    with writing(installation.sessions) as session:
        found = AccessRepository(session).person(actor.id)
        if found is None or found.second_factor is None:
            raise SignInRefused("second-factor-refused")
        place = Place(login_hash(installation.keys, found.login), CODES)
        begin_try(session, place, moment)
    with writing(installation.sessions) as session:
        repository = AccessRepository(session)
        person = repository.person_locked(actor.id)
        if person is None or person.disabled_at is not None or repository.session(actor.session) is None:
            raise SignInRefused("session-over")
        if second_factor.take_code(installation.keys, person, code, moment):
            succeed(session, place)
            repository.end_session(actor.session)
            signed_in = open_session(session, installation.settings, person, "nothing", moment)
            tell_sign_in(session, installation, signed_in)
            return signed_in
    raise SignInRefused("second-factor-refused")


def sign_out(installation: Installation, actor: Actor) -> None:
    """End the session of somebody."""
    with writing(installation.sessions) as session:
        AccessRepository(session).end_session(actor.session)
        record(session, installation.keys, Entry(actor, Action.SESSION_CLOSE, "person", actor.id))


def asked_of(settings: Settings, person: PersonRow) -> Needs:
    """What a person must show besides the password."""
    if person.second_factor is not None:
        return "code"
    return "set_up" if person.role in settings.second_factor_roles else "nothing"


def _with_password(installation: Installation, attempt: Attempt, now: datetime) -> SignedIn:
    keys = installation.keys
    place = place_of(keys, attempt.login, attempt.device, attempt.address)
    kept = _begin(installation, place, attempt, now)
    # outside of any transaction: it takes long, and SQLite has one writer
    is_right = is_password(kept, attempt.password)
    renewed = hash_password(attempt.password) if is_right and kept is not None and is_outdated(kept) else None
    with writing(installation.sessions) as session:
        person = AccessRepository(session).with_login(as_login(attempt.login))
        # it may have been disabled, or given another password, in the meantime
        if is_right and person is not None and person.disabled_at is None and person.password_hash == kept:
            person.password_hash = renewed or kept
            if _is_limited(place, attempt):
                give_back(session, keys, _rate(installation.settings), attempt.address, now)
            succeed(session, place)
            signed_in = open_session(
                session, installation.settings, person, asked_of(installation.settings, person), now
            )
            tell_sign_in(session, installation, signed_in)
            return replace(signed_in, device=new_device(keys, person.login) if place.is_unknown else None)
        _tell_refusal(session, installation, place, person)
    raise SignInRefused


def _begin(installation: Installation, place: Place, attempt: Attempt, now: datetime) -> str | None:
    """Count the try, and read the hash that it is judged by; None where there is none."""
    with writing(installation.sessions) as session:
        if _is_limited(place, attempt):
            wait = take(session, installation.keys, _rate(installation.settings), attempt.address, now)
            if wait:
                raise SignInMustWait(wait)
        begin_try(session, place, now)
        person = AccessRepository(session).with_login(as_login(attempt.login))
        return person.password_hash if person else None


def _rate(settings: Settings) -> Rate:
    return Rate("sign-in", settings.sign_in_failures, _RATE_SPAN)


def _is_limited(place: Place, attempt: Attempt) -> bool:
    """Whether the address counts: a whole centre may have one, so not for who has signed in at this place before."""
    return place.is_unknown and bool(attempt.address)


def tell_sign_in(session: Session, installation: Installation, signed_in: SignedIn) -> None:
    """Tell the log that somebody signed in."""
    actor = signed_in.actor
    detail = {"needs": signed_in.needs}
    record(session, installation.keys, Entry(actor, Action.SESSION_OPEN, "person", actor.id, detail=detail))


def _tell_refusal(session: Session, installation: Installation, place: Place, person: PersonRow | None) -> None:
    """Tell the log once failures are many, whether somebody has the login or not; single ones are slips of a finger."""
    wait = AccessRepository(session).wait(place.login_hash, place.device)
    if wait is not None and wait.failures > FREE_FAILURES:
        detail = {"failures": wait.failures, "known_place": not place.is_unknown}
        entry = Entry(ANYBODY, REFUSED, "person", person.id if person else "", detail=detail)
        record(session, installation.keys, entry)
