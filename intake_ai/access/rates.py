"""How often something may come from one address, counted in the database for all processes together.

Each time fills a measure that empties evenly (generic cell rate algorithm, ITU-T I.371): so many at once, and after
that one by one as room is made. One moment for each address is all that is kept, under a keyed hash of the address.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy.orm import Session

from intake_ai.access.repository import AccessRepository
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.times import in_utc

_IPV6_PREFIX = 64
"""What one line of a house or an office is given: whoever has it has all addresses in it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit for each address.

    Attributes:
        kind: Of what; each has a measure of its own.
        most: Times at once, and within the span; 0 sets no limit.
        span: In which a full measure empties.
    """

    kind: str
    most: int
    span: timedelta


def take(session: Session, keys: Keyring, rate: Rate, address: str, now: datetime) -> int:
    """Count one.

    Args:
        session: Of a transaction that writes; others who count for this address wait until it ends.
        keys: Of the installation.
        rate: Limit.
        address: Where from.
        now: Time.

    Returns:
        0, or the seconds after which one is taken again: this one does not count then.
    """
    if not rate.most:
        return 0
    row = AccessRepository(session).made_rate(address_hash(keys, address), rate.kind, now)
    filled = max(in_utc(row.empty_at), now) + rate.span / rate.most
    wait = seconds_over(filled, rate, now)
    if not wait:
        row.empty_at = filled
    return wait


def seconds_over(empty_at: datetime, rate: Rate, now: datetime) -> int:
    """By how many seconds a measure that would be empty then is too full; 0 where it is not."""
    return max(0, math.ceil((empty_at - now - rate.span).total_seconds()))


def give_back(session: Session, keys: Keyring, rate: Rate, address: str, now: datetime) -> None:
    """Count one no more that `take` counted."""
    if rate.most:
        row = AccessRepository(session).made_rate(address_hash(keys, address), rate.kind, now)
        row.empty_at = in_utc(row.empty_at) - rate.span / rate.most


def address_hash(keys: Keyring, address: str) -> str:
    """What an address is known by: addresses are personal data, and so few that a plain hash could be tried through."""
    return keys.mac(_place(address).encode(), "address").hex()


def _place(address: str) -> str:
    """The address, or the network of one line where each line has many."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, _IPV6_PREFIX), strict=False))
