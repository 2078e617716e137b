"""The second factor: codes of an authenticator app (TOTP, RFC 6238), each taken once."""

from dataclasses import dataclass, field
from datetime import datetime

import pyotp

from intake_ai.access.errors import SignInRefused
from intake_ai.access.tables import PersonRow
from intake_ai.storage.errors import SealBroken
from intake_ai.storage.keyring import Keyring

_ISSUER = "intake-ai"
_STEP_SECONDS = 30
_STEPS_ASIDE = 1
"""A clock may be half a minute off (RFC 6238, 5.2)."""


@dataclass(frozen=True)
class SetUp:
    """What somebody needs to set up their app; nothing is kept until they show a code of it.

    Attributes:
        secret: Base32, to be typed into the app.
        uri: The same, for a QR code.
        sealed: To be handed back with the first code.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: bytes = field(repr=False)


def begin(keys: Keyring, person: PersonRow) -> SetUp:
    """A new secret for a person."""
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=_ISSUER)
    return SetUp(secret, uri, keys.seal(secret.encode(), _set_up_purpose(person)))


def finish(keys: Keyring, person: PersonRow, sealed: bytes, code: str, now: datetime) -> None:
    """Keep the secret of `begin` once the person shows that their app has it.

    Raises:
        SignInRefused: The code is wrong, or the secret was made for somebody else.
    """
    try:
        secret = keys.open(sealed, _set_up_purpose(person))
    except SealBroken as error:
        raise SignInRefused("second-factor-refused", "not the secret that was made") from error
    step = _step_of(secret.decode(), code, now)
    if step is None:
        raise SignInRefused("second-factor-refused")
    person.second_factor = keys.seal(secret, purpose_of(person.id))
    person.second_factor_used = step


def take_code(keys: Keyring, person: PersonRow, code: str, now: datetime) -> bool:
    """Whether a code is right and was not shown before; from now on it was.

    Args:
        keys: Of the installation.
        person: Locked, so that of two who show the same code one succeeds.
        code: As typed.
        now: Time.
    """
    if person.second_factor is None:
        return False
    secret = keys.open(person.second_factor, purpose_of(person.id)).decode()
    step = _step_of(secret, code, now)
    if step is None or (person.second_factor_used is not None and step <= person.second_factor_used):
        return False
    person.second_factor_used = step
    return True


def purpose_of(person: str) -> str:
    """Purpose that the secret of a person, by id, is sealed for."""
    return f"second-factor/{person}"


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code is of, among those close to now."""
    typed = "".join(code.split())
    current = int(now.timestamp()) // _STEP_SECONDS
    app = pyotp.TOTP(secret)
    fitting = [
        step
        for step in range(current - _STEPS_ASIDE, current + _STEPS_ASIDE + 1)
        if pyotp.utils.strings_equal(typed, app.generate_otp(step))
    ]
    return max(fitting, default=None)


def _set_up_purpose(person: PersonRow) -> str:
    return f"second-factor-set-up/{person.id}"
