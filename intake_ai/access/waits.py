"""Growing waits after wrong passwords, which keep guessers out and nobody's own people.

Failures are counted for a login apart at each address, and at each place that its person has signed in at before
(device cookies: OWASP, "Slow down online guessing attacks with device cookies"). So whoever keeps a login waiting from
one address keeps its person out at that address alone. All addresses together are counted too, of each a few failures:
who guesses from many keeps a login waiting at new places at most, and no wait is longer than a quarter of an hour.
"""

import json
import math
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake_ai.access.errors import SignInMustWait
from intake_ai.access.names import as_login
from intake_ai.access.rates import address_hash
from intake_ai.access.repository import AccessRepository
from intake_ai.access.tables import SignInWaitRow
from intake_ai.storage.errors import KeysUnusable, SealBroken
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc

UNKNOWN_PLACE = ""
"""Of who asks through no network."""
EVERYWHERE = "*"
"""All unknown places together."""
CODES = "code"
"""Second factors are counted wherever they are typed: who gets so far knows the password."""
FREE_FAILURES = 4
FREE_EVERYWHERE = 24
_OF_ONE_ADDRESS = 10
"""Failures of one address that count everywhere: it takes three addresses to keep a login waiting at others."""
_ADDRESS_MARK, _ADDRESS_DIGITS = "@", 24
_FIRST_WAIT_SECONDS = 15
_LONGEST_WAIT_SECONDS = 15 * 60
FORGOTTEN_AFTER = timedelta(hours=24)
_DEVICE_PURPOSE = "device"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose failures are counted, and where.

    Attributes:
        login_hash: Of the login as typed.
        device: `UNKNOWN_PLACE`, `CODES`, or the mark of an address or a known place.
    """

    login_hash: str
    device: str

    @property
    def is_unknown(self) -> bool:
        """Whether this person has not signed in there before."""
        return self.device == UNKNOWN_PLACE or self.device.startswith(_ADDRESS_MARK)


def login_hash(keys: Keyring, login: str) -> str:
    """What failures of a login are kept under."""
    return keys.mac(as_login(login).encode("utf-8", "surrogatepass"), "login").hex()


def place_of(keys: Keyring, login: str, shown: str | None, address: str = "") -> Place:
    """Where somebody signs in from.

    Args:
        keys: Of the installation.
        login: As typed.
        shown: What `new_device` made when this person signed in here before.
        address: Of the network; empty where there is none.
    """
    known = _device(keys, login, shown)
    unknown = f"{_ADDRESS_MARK}{address_hash(keys, address)[:_ADDRESS_DIGITS]}" if address else UNKNOWN_PLACE
    return Place(login_hash(keys, login), known or unknown)


def new_device(keys: Keyring, login: str) -> str:
    """A mark for a place that somebody has signed in at, to be kept there (a cookie that lasts)."""
    told = json.dumps([as_login(login), secrets.token_hex(8)]).encode()
    return urlsafe_b64encode(keys.seal(told, _DEVICE_PURPOSE)).decode()


def begin_try(session: Session, place: Place, now: datetime) -> None:
    """Count a try as failed before it is judged, so that many at once gain nothing; `succeed` takes that back.

    Raises:
        SignInMustWait: There were too many; this one is neither judged nor counted.
    """
    everywhere = _ready(session, place.login_hash, EVERYWHERE, now) if place.is_unknown else None
    row = _ready(session, place.login_hash, place.device, now)
    _count(row, FREE_FAILURES, now)
    if everywhere is not None and row.failures <= _OF_ONE_ADDRESS:
        _count(everywhere, FREE_EVERYWHERE, now)


def succeed(session: Session, place: Place) -> None:
    """The try was right: nothing is counted any more here."""
    repository = AccessRepository(session)
    if place.is_unknown:
        repository.forget_wait(place.login_hash, EVERYWHERE)
    repository.forget_wait(place.login_hash, place.device)


def is_waiting(session: Session, keys: Keyring, login: str, now: datetime) -> datetime | None:
    """Until when a login is kept waiting somewhere; None where it is nowhere."""
    untils = [in_utc(row.until) for row in AccessRepository(session).waits(login_hash(keys, login)) if row.until]
    return max((until for until in untils if until > now), default=None)


def wait_seconds(failures: int, free: int = FREE_FAILURES) -> int:
    """How long to wait after so many failures in a row, some of which are free."""
    if failures <= free:
        return 0
    doublings = min(failures - free - 1, 16)
    return min(_FIRST_WAIT_SECONDS << doublings, _LONGEST_WAIT_SECONDS)


def _ready(session: Session, login: str, device: str, now: datetime) -> SignInWaitRow:
    """What is counted of a login at a place, locked.

    Raises:
        SignInMustWait: It is not over yet.
    """
    row = AccessRepository(session).made_wait(login, device, now)
    if row.until is not None and in_utc(row.until) > now:
        raise SignInMustWait(math.ceil((in_utc(row.until) - now).total_seconds()))
    if in_utc(row.changed_at) < now - FORGOTTEN_AFTER:
        row.failures = 0
    return row


def _count(row: SignInWaitRow, free: int, now: datetime) -> None:
    row.failures += 1
    row.changed_at = now
    seconds = wait_seconds(row.failures, free)
    row.until = now + timedelta(seconds=seconds) if seconds else None


def _device(keys: Keyring, login: str, shown: str | None) -> str:
    if not shown:
        return UNKNOWN_PLACE
    try:
        owner, mark = json.loads(keys.open(urlsafe_b64decode(shown.encode()), _DEVICE_PURPOSE))
    except (SealBroken, KeysUnusable, ValueError):
        return UNKNOWN_PLACE
    return str(mark) if owner == as_login(login) else UNKNOWN_PLACE
