"""Names of people and of other systems, and logins: how they are written and compared."""

import re
import unicodedata

from intake_ai.errors import BadRequest

LONGEST_DEPARTMENT = 64
"""Characters of the code of a department."""
_LONGEST_NAME = 128
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,62}[a-z0-9])?")


def as_login(typed: str) -> str:
    """A login as it is compared: small letters, no spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_login(login: str) -> bool:
    """Whether somebody can have this login; what else is typed, no database needs to be asked for."""
    return _LOGIN.fullmatch(login) is not None


def checked_login(typed: str) -> str:
    """A login for a new person.

    Raises:
        BadRequest: It cannot be one (login-unusable): letters without accents, digits and ``. _ @ + -`` can.
    """
    login = as_login(typed)
    if not is_login(login):
        raise BadRequest("login-unusable", login=typed)
    return login


def checked_name(typed: str, refusal: str) -> str:
    """A name as it is kept: one space between its words.

    Args:
        typed: By a person.
        refusal: Code of the sentence where it cannot be one.

    Raises:
        BadRequest: There is nothing in it, or too much.
    """
    plain = " ".join(typed.split())
    if not plain or len(plain) > _LONGEST_NAME:
        raise BadRequest(refusal, most=_LONGEST_NAME)
    return plain
