"""How a command was called wrongly, in the language of who called it: the library for commands knows English alone."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer
from pydantic import ValidationError

from intake_ai.messages import LANGUAGES, Language, catalogue, text
from intake_ai.settings import get_settings
from intake_ai.settings_sources import WrongSettings
from intake_ai.terminal import say, tell

_QUOTED = re.compile(r"'([^']*)'")
_BRACKETED = re.compile(r"\((.*)\)")
_SHOWS_HELP = "NoArgsIsHelpError"
"""Raised where nothing was asked for; help is printed already."""


def tell_usage(error: typer.TyperException, arguments: Sequence[str]) -> None:
    """Print what is wrong, and where it stands how to do it right.

    Args:
        error: As the library raised it.
        arguments: Of the command line.
    """
    if type(error).__name__ == _SHOWS_HELP:
        return
    language = _language(arguments)
    say(_sentence(error, language))
    context = getattr(error, "ctx", None)
    if context is not None:
        tell(text("usage-help", language, command=f"{context.command_path} --help"))


def _language(arguments: Sequence[str]) -> Language:
    for option, value in pairwise(arguments):
        if option == "--lang" and value in LANGUAGES:
            return LANGUAGES[LANGUAGES.index(value)]
    try:
        return get_settings().language
    except WrongSettings:
        return "vi"


def _sentence(error: typer.TyperException, language: Language) -> str:
    """The kinds of errors are private to the library, so they are known by name; one that is not is told as it is."""
    match type(error).__name__:
        case "MissingParameter":
            return text("usage-missing", language, what=_parameter(error))
        case "BadParameter":
            return f"{text('usage-value', language, what=_parameter(error))} {_reason(error, language)}".strip()
        case "NoSuchOption":
            said = text("usage-no-option", language, option=_of(error, "option_name"))
            return f"{said} {_near(error, language)}".strip()
        case "BadOptionUsage":
            return text("usage-option-value", language, option=_of(error, "option_name"))
    said = error.format_message()
    if said.startswith("No such command"):
        return text("usage-no-command", language, name="".join(_QUOTED.findall(said)[:1]))
    if said.startswith("Got unexpected extra argument") and (extra := _BRACKETED.search(said[29:].lstrip("(s)"))):
        return text("usage-extra", language, words=extra[1])
    return said


def _of(error: typer.TyperException, name: str) -> Any:
    return getattr(error, name, "")


def _parameter(error: typer.TyperException) -> str:
    parameter = _of(error, "param")
    hint = parameter.get_error_hint() if parameter else _of(error, "param_hint") or ""
    return str(hint).replace("'", "")


def _near(error: typer.TyperException, language: Language) -> str:
    near = _of(error, "possibilities")
    return text("usage-near", language, names=", ".join(sorted(near))) if near else ""


def _reason(error: typer.TyperException, language: Language) -> str:
    """What a value must be, in the words that the API has for the same."""
    _, is_choice, choices = error.message.partition(" is not one of ")
    if is_choice:
        return text("invalid-literal_error", language, expected=", ".join(_QUOTED.findall(choices)))
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return ""
    first = cause.errors()[0]
    code, values = f"invalid-{first['type']}", dict(first.get("ctx", {}))
    if "expected" in values:
        values["expected"] = str(values["expected"]).replace(" or ", ", ").replace("'", "")
    return text(code, language, **values) if code in catalogue(language) else ""
