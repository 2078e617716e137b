"""Passwords: which are good enough (NIST SP 800-63B-4, 3.1.1), and how they are kept (Argon2id, RFC 9106)."""

import threading
import unicodedata
from functools import cache
from pathlib import Path

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from classifiers.vietnamese import fold
from intake_ai.access.errors import PasswordRefused

_FILE = Path(__file__).with_name("common_passwords.yaml")
MOST_CHARACTERS = 256
"""At least 64 must be allowed; far longer ones only cost time."""
_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
"""46 MiB and one pass, a choice of the OWASP password storage cheat sheet; 46 ms on the 2-core machine of 2026-11."""
_AT_ONCE = threading.BoundedSemaphore(4)
"""So that many who sign in together do not take all memory."""
_LEAST_NAME = 4


def normalised(password: str) -> str:
    """A password as it is hashed: the same letters whether a keyboard composes accents or not (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, least: int, names: tuple[str, ...] = ()) -> None:
    """Refuse a new password that is short, widely used, or made of what everybody knows of the person.

    There are no rules about capitals, digits and signs: they make passwords that people write down.

    Args:
        password: As typed.
        least: Characters that it must have.
        names: Login and name of the person.

    Raises:
        PasswordRefused: It is too short, too long, common, much like a name, or holds control characters.
    """
    plain = normalised(password)
    if any(unicodedata.category(character) == "Cc" for character in plain):
        raise PasswordRefused("password-unusable")
    if len(plain) < least:
        raise PasswordRefused("password-too-short", least=least)
    if len(plain) > MOST_CHARACTERS:
        raise PasswordRefused("password-too-long", most=MOST_CHARACTERS)
    core = _core(plain)
    if _is_common(core):
        raise PasswordRefused("password-common")
    if any(_is_made_of(core, _core(name)) for name in names):
        raise PasswordRefused("password-like-name")


def hash_password(password: str) -> str:
    """The hash to keep."""
    with _AT_ONCE:
        return _HASHER.hash(normalised(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; takes as long where there is no hash, or no such person.

    Args:
        kept: None where nobody has the login, or the person has no password.
        password: As typed.
    """
    if len(password) > MOST_CHARACTERS:
        password = ""
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobody(), normalised(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    """A hash of no person's password, with today's parameters."""
    return _HASHER.hash("nobody's password")


def _core(text: str) -> str:
    """What is left of a text for who guesses: no accents, capitals, spaces or signs."""
    return "".join(character for character in fold(text) if character.isalnum())


def _is_common(core: str) -> bool:
    """On the list, as it is or again and again, with any digits around it; or one character, or keys in a row."""
    words = _common()
    bare = core.strip("0123456789")
    if core in words or bare in words or len(set(core)) <= 2 or _is_row(core):
        return True
    return any(_is_repeated(text) in words for text in (core, bare))


def _is_repeated(text: str) -> str:
    """The shortest text that this one repeats."""
    length = (text + text).find(text, 1)
    return text[:length] if text else text


def _is_row(core: str) -> bool:
    """All characters follow each other in the order of a row of keys or of the alphabet, forwards or backwards."""
    return bool(core) and any(core in row * 3 or core in row[::-1] * 3 for row in _rows())


def _is_made_of(core: str, name: str) -> bool:
    """The name with nothing but a few characters beside it."""
    return len(name) >= _LEAST_NAME and name in core and len(core) - len(name) * core.count(name) <= _LEAST_NAME


@cache
def _common() -> frozenset[str]:
    """Passwords that are guessed first, as `_core` leaves them."""
    return frozenset(_core(str(word)) for word in _lists()["words"])


@cache
def _rows() -> tuple[str, ...]:
    return tuple(str(row) for row in _lists()["rows"])


@cache
def _lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
