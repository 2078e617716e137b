"""Where settings come from, which of them count, and what is wrong with them, told with variable and file.

The first that has a value wins: the environment (INTAKE_AI_NAME), a file that the environment names for a secret
(INTAKE_AI_NAME_FILE), a credential of systemd (LoadCredential=name:…), `.env`, the settings file (TOML;
INTAKE_AI_SETTINGS names it, else /etc/intake-ai.toml where there is one), the default.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import SecretBytes, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError

from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.messages.system_reasons import system_reason

PREFIX = "INTAKE_AI_"
FILE_VARIABLE = "INTAKE_AI_SETTINGS"
USUAL_FILE = Path("/etc/intake-ai.toml")
SECRET = "secret"  # noqa: S105 - the mark of a secret, not one
_FILE = "_file"
#: Variables with our prefix that are no settings: the settings file, and what tests and benchmarks are told.
_OTHER_VARIABLES = frozenset({FILE_VARIABLE, "INTAKE_AI_SHARED"})
_OTHER_PREFIX = "INTAKE_AI_TEST_"
_QUOTED = re.compile(r'"(\w+)"')

OriginKind = Literal["environment", "secret-file", "dotenv", "file", "default"]
AnySettings = TypeVar("AnySettings", bound=BaseSettings)


@dataclass(frozen=True)
class Origin:
    """Where a value was set; `place` is the variable, or the path of the file."""

    kind: OriginKind
    place: str = ""


@dataclass(frozen=True)
class SettingProblem:
    """What is wrong with one setting: code of the sentence, the name as it was given, where, and what else it says."""

    code: str
    name: str
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        place = self.place or text("setting-environment", language)
        values = {name: _told(value, language) for name, value in self.values.items()}
        return text(self.code, language, name=self.name, place=place, **values)


class WrongSettings(BadRequest):
    """Settings that cannot be; `problems` has each."""

    def __init__(self, problems: tuple[SettingProblem, ...]) -> None:
        names = ", ".join(dict.fromkeys(problem.name for problem in problems))
        super().__init__("error-settings", "; ".join(problem.told("en") for problem in problems), names=names)
        self.problems = problems


@dataclass(frozen=True)
class _Given:
    """One value and where it was given."""

    value: object
    origin: Origin


def read_settings(kind: type[AnySettings]) -> AnySettings:
    """The settings of this process.

    Raises:
        WrongSettings: Names that are not known, values that cannot be, files that cannot be read.
    """
    if unknown := tuple(_unknown_names(kind)):
        raise WrongSettings(unknown)
    try:
        return kind() if _may_look_around() else kind(_env_file=None)
    except ValidationError as error:
        given = values_given(kind)
        raise WrongSettings(tuple(_problem(kind, part, given) for part in error.errors())) from None
    except SettingsError as error:  # what has to be JSON in the environment and is not; it tells the field in quotes
        named = _QUOTED.search(str(error))
        name = (PREFIX + (named[1] if named else "")).upper()
        raise WrongSettings((SettingProblem("setting-wrong", name, values={"reason": "JSON?"}),)) from error


def sources_of(
    kind: type[BaseSettings], environment: PydanticBaseSettingsSource, dotenv: PydanticBaseSettingsSource
) -> tuple[PydanticBaseSettingsSource, ...]:
    """The sources in the order in which they count."""
    return environment, _Named(kind, _from_secret_files(kind)), dotenv, _Named(kind, _from_settings_file(kind))


def values_given(kind: type[BaseSettings]) -> dict[str, _Given]:
    """What was given for each setting, and where; those left at their default are not in it."""
    given: dict[str, _Given] = {}
    for found in (_from_environment(kind), _from_secret_files(kind), _from_dotenv(kind), _from_settings_file(kind)):
        given = {**found, **given}
    return {name: value for name, value in given.items() if name in kind.model_fields}


def is_secret(info: FieldInfo) -> bool:
    """Whether nobody may see the value of a setting."""
    return SECRET in info.metadata or info.annotation in {SecretStr, SecretBytes} or not info.repr


def settings_file() -> Path | None:
    """The settings file, None where there is none."""
    if named := os.environ.get(FILE_VARIABLE):
        return Path(named)
    return USUAL_FILE if USUAL_FILE.exists() else None


class _Named(PydanticBaseSettingsSource):
    """Values already found, as a source."""

    def __init__(self, kind: type[BaseSettings], given: Mapping[str, _Given]) -> None:
        super().__init__(kind)
        self._given = given

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        del field
        given = self._given.get(field_name)
        return (given.value if given else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        return {name: given.value for name, given in self._given.items() if name in self.settings_cls.model_fields}


def _from_environment(kind: type[BaseSettings]) -> dict[str, _Given]:
    variables = {variable.upper(): value for variable, value in os.environ.items()}
    names = {name: (PREFIX + name).upper() for name in kind.model_fields}
    return {
        name: _Given(variables[variable], Origin("environment", variable))
        for name, variable in names.items()
        if variable in variables
    }


def _from_secret_files(kind: type[BaseSettings]) -> dict[str, _Given]:
    """What stands in the files that the environment, systemd or the settings file names for secrets."""
    found: dict[str, _Given] = {}
    for name in (name for name, info in kind.model_fields.items() if is_secret(info)):
        if path := _secret_file(name, kind):
            found[name] = _Given(_content(path, name), Origin("secret-file", str(path)))
    return found


def _secret_file(name: str, kind: type[BaseSettings]) -> Path | None:
    if named := os.environ.get((PREFIX + name + _FILE).upper()):
        return Path(named)
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and (credential := Path(folder, name)).is_file():
        return credential
    in_file = _from_settings_file(kind).get(name + _FILE)
    return Path(str(in_file.value)) if in_file else None


def _content(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = SettingProblem("setting-secret-file", name, str(path), {"reason": _reason(error)})
        raise WrongSettings((problem,)) from error


def _from_dotenv(kind: type[BaseSettings]) -> dict[str, _Given]:
    path = kind.model_config.get("env_file")
    if not isinstance(path, str) or not _may_look_around() or not Path(path).is_file():
        return {}
    origin = Origin("dotenv", str(Path(path).resolve()))
    variables = {variable.upper(): value for variable, value in _dotenv(Path(path)).items()}
    return {
        variable.removeprefix(PREFIX).lower(): _Given(value, origin)
        for variable, value in variables.items()
        if variable.startswith(PREFIX)
    }


def _may_look_around() -> bool:
    """Whether we may enter the folder that we were called from: by sudo it may be that of root."""
    return os.access(".", os.X_OK)


def _dotenv(path: Path) -> dict[str, str | None]:
    from dotenv import dotenv_values  # noqa: PLC0415  only where there is such a file

    return dotenv_values(path)


def _from_settings_file(kind: type[BaseSettings]) -> dict[str, _Given]:
    path = settings_file()
    if path is None:
        return {}
    origin = Origin("file", str(path))
    return {name: _Given(value, origin) for name, value in _flat(_toml(path), kind).items()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        problem = SettingProblem("setting-file-unreadable", FILE_VARIABLE, str(path), {"reason": _reason(error)})
        raise WrongSettings((problem,)) from error
    except tomllib.TOMLDecodeError as error:
        problem = SettingProblem("setting-file-broken", FILE_VARIABLE, str(path), {"reason": error})
        raise WrongSettings((problem,)) from error


def _flat(content: Mapping[str, Any], kind: type[BaseSettings]) -> dict[str, Any]:
    """Tables may group the settings as the reader likes, so their names say nothing; some settings are tables."""
    flat: dict[str, Any] = {}
    for name, value in content.items():
        flat.update(value if isinstance(value, dict) and name not in kind.model_fields else {name: value})
    return flat


def _reason(error: Exception) -> Exception | str:
    return error if isinstance(error, OSError) else "UTF-8?"


def _told(value: object, language: Language) -> object:
    return system_reason(value, language) if isinstance(value, OSError) else value


def _unknown_names(kind: type[BaseSettings]) -> Iterator[SettingProblem]:
    known = set(kind.model_fields) | {name + _FILE for name, info in kind.model_fields.items() if is_secret(info)}
    for variable in sorted(variable.upper() for variable in os.environ):
        if variable.startswith(PREFIX) and variable not in _OTHER_VARIABLES and not variable.startswith(_OTHER_PREFIX):
            yield from _if_unknown(variable.removeprefix(PREFIX).lower(), known, variable, "")
    for name, given in _from_dotenv(kind).items():
        yield from _if_unknown(name, known, (PREFIX + name).upper(), given.origin.place)
    for name, given in _from_settings_file(kind).items():
        yield from _if_unknown(name, known, name, given.origin.place)


def _if_unknown(name: str, known: set[str], shown: str, place: str) -> Iterator[SettingProblem]:
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        meant = near[0] if shown.islower() else (PREFIX + near[0]).upper()
        yield SettingProblem("setting-unknown-near", shown, place, {"near": meant})
    else:
        yield SettingProblem("setting-unknown", shown, place)


_CODES: Mapping[str, tuple[str, str]] = {
    "int_parsing": ("setting-int", ""),
    "int_type": ("setting-int", ""),
    "int_from_float": ("setting-int", ""),
    "float_parsing": ("setting-number", ""),
    "float_type": ("setting-number", ""),
    "bool_parsing": ("setting-flag", ""),
    "greater_than_equal": ("setting-at-least", "ge"),
    "greater_than": ("setting-more-than", "gt"),
    "less_than_equal": ("setting-at-most", "le"),
    "literal_error": ("setting-choice", "expected"),
}


def _problem(kind: type[BaseSettings], part: Mapping[str, Any], given: Mapping[str, _Given]) -> SettingProblem:
    """An error of pydantic as what a person can act on; the value itself is told only where it is no secret."""
    name = str(part["loc"][0]) if part["loc"] else ""
    origin = given[name].origin if name in given else Origin("default")
    shown = (PREFIX + name).upper() if origin.kind in {"environment", "dotenv", "default"} else name
    place = "" if origin.kind in {"environment", "default"} else origin.place
    code, limit = _CODES.get(str(part["type"]), ("setting-wrong", ""))
    info = kind.model_fields.get(name)
    value = "…" if info is None or is_secret(info) else part.get("input")
    bound = part.get("ctx", {}).get(limit, "")
    if code == "setting-choice":
        bound = str(bound).replace(" or ", ", ").replace("'", "")
    values: dict[str, object] = {"value": value, "limit": bound}
    if code == "setting-wrong":
        values = {"reason": "…" if info is not None and is_secret(info) else part["msg"]}
    return SettingProblem(code, shown, place, values)
