"""Growing waits after wrong passwords, which keep guessers out and nobody's own people.

Failures are counted for a login at unknown places together, and apart at each place that its person has signed in at
before (device cookies: OWASP, "Slow down online guessing attacks with device cookies"). So whoever keeps a login
waiting from outside keeps its person out of new places at most, and no wait is longer than a quarter of an hour.
"""

import hashlib
import hmac
import json
import math
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.access.errors import SignInMustWait
from intake_ai.access.names import as_login
from intake_ai.access.repository import AccessRepository
from intake_ai.storage.errors import KeysUnusable, SealBroken
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc

UNKNOWN_PLACE = ""
CODES = "code"
"""Second factors are counted wherever they are typed: who gets so far knows the password."""
FREE_FAILURES = 4
_FIRST_WAIT_SECONDS = 15
_LONGEST_WAIT_SECONDS = 15 * 60
FORGOTTEN_AFTER = timedelta(hours=24)
_DEVICE_PURPOSE = "device"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose failures are counted, and where.

    Attributes:
        login_hash: Of the login as typed.
        device: `UNKNOWN_PLACE`, `CODES`, or the mark of a known place.
    """

    login_hash: str
    device: str


def login_hash(keys: Keyring, login: str) -> str:
    """What failures of a login are kept under."""
    return hmac.new(keys.derived("login"), as_login(login).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def place_of(keys: Keyring, login: str, shown: str | None) -> Place:
    """Where somebody signs in from.

    Args:
        keys: Of the installation.
        login: As typed.
        shown: What `new_device` made when this person signed in here before.
    """
    return Place(login_hash(keys, login), _device(keys, login, shown))


def new_device(keys: Keyring, login: str) -> str:
    """A mark for a place that somebody has signed in at, to be kept there (a cookie that lasts)."""
    told = json.dumps([as_login(login), secrets.token_hex(8)]).encode()
    return urlsafe_b64encode(keys.seal(told, _DEVICE_PURPOSE)).decode()


def begin_try(session: Session, place: Place, now: datetime) -> None:
    """Count a try as failed before it is judged, so that many at once gain nothing; `succeed` takes that back.

    Raises:
        SignInMustWait: There were too many; this one is neither judged nor counted.
    """
    repository = AccessRepository(session)
    row = repository.made_wait(place.login_hash, place.device, now)
    if row.until is not None and in_utc(row.until) > now:
        raise SignInMustWait(math.ceil((in_utc(row.until) - now).total_seconds()))
    if in_utc(row.changed_at) < now - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.changed_at = now
    row.until = now + timedelta(seconds=wait_seconds(row.failures)) if wait_seconds(row.failures) else None


def succeed(session: Session, place: Place) -> None:
    """The try was right: nothing is counted any more here."""
    AccessRepository(session).forget_wait(place.login_hash, place.device)


def is_waiting(session: Session, keys: Keyring, login: str, now: datetime) -> datetime | None:
    """Until when a login is kept waiting somewhere; None where it is nowhere."""
    untils = [in_utc(row.until) for row in AccessRepository(session).waits(login_hash(keys, login)) if row.until]
    return max((until for until in untils if until > now), default=None)


def wait_seconds(failures: int) -> int:
    """How long to wait after so many failures in a row."""
    if failures <= FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES - 1, 16)
    return min(_FIRST_WAIT_SECONDS << doublings, _LONGEST_WAIT_SECONDS)


def _device(keys: Keyring, login: str, shown: str | None) -> str:
    if not shown:
        return UNKNOWN_PLACE
    try:
        owner, mark = json.loads(keys.open(urlsafe_b64decode(shown.encode()), _DEVICE_PURPOSE))
    except (SealBroken, KeysUnusable, ValueError):
        return UNKNOWN_PLACE
    return str(mark) if owner == as_login(login) else UNKNOWN_PLACE
