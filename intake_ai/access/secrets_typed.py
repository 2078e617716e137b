"""Reads a new password: twice from a terminal that does not show it, or one line of standard input."""

import getpass
import sys

from rich.console import Console

from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text

_MOST_CHARACTERS = 4096


def typed_password(language: Language) -> str:
    """The password that a person types, or that a program hands over.

    Raises:
        BadRequest: Nothing came (password-missing), or two different ones were typed (password-differs).
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline(_MOST_CHARACTERS).rstrip("\r\n")
    else:
        password = _asked("password-ask", language)
        if password and _asked("password-ask-again", language) != password:
            raise BadRequest("password-differs")
    if not password:
        raise BadRequest("password-missing")
    return password


def _asked(code: str, language: Language) -> str:
    try:
        return getpass.getpass(text(code, language))
    except EOFError as error:  # Ctrl+D
        raise BadRequest("password-missing") from error


def typed_line(prompt: str) -> str:
    """One line that a person types; empty at the end of input."""
    Console(stderr=True, highlight=False).print(prompt, end="", markup=False, soft_wrap=True)
    return sys.stdin.readline(_MOST_CHARACTERS).strip()
