"""The command `settings`: every setting, its value, and where that comes from; secrets are not shown."""

import json
import sys
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import typer
from rich.table import Table
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from intake_ai.messages import Language, text
from intake_ai.settings import Settings, groups
from intake_ai.settings_sources import Origin, is_secret, settings_file, values_given
from intake_ai.terminal import LanguageOption, open_console, spoken

HELP = """In mọi thiết lập, giá trị và nơi đặt; giá trị bí mật không hiện. (Print all settings, where each comes from.)

Một thiết lập đặt bằng biến môi trường INTAKE_AI_TÊN, hoặc bằng tên trong tệp TOML mà INTAKE_AI_SETTINGS chỉ ra
(mặc định /etc/intake-ai.toml). Giá trị bí mật có thể nằm trong tệp riêng: INTAKE_AI_TÊN_FILE.
(A setting is a variable INTAKE_AI_NAME, or a name in the TOML file that INTAKE_AI_SETTINGS names; a secret may lie in
a file of its own: INTAKE_AI_NAME_FILE.)
"""

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]


class Shown(NamedTuple):
    """One setting as it may be shown."""

    group: str
    name: str
    value: object
    origin: Origin


def settings(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (read, language):
        shown = tuple(settings_shown(read, language))
        if as_json:
            sys.stdout.write(json.dumps([_plain(line) for line in shown], ensure_ascii=False, indent=1) + "\n")
        else:
            _print(shown, language)


def settings_shown(settings: Settings, language: Language) -> Iterator[Shown]:
    """All settings in their groups; of a secret only whether it is set, of a URL all but its password."""
    given = values_given(Settings)
    for group in groups():
        for name, info in group.model_fields.items():
            value = getattr(settings, name)
            shown = _hidden(str(value), language) if is_secret(info) and value else value
            origin = given[name].origin if name in given else Origin("default")
            yield Shown(group.__name__.removesuffix("Settings").lower(), name, shown, origin)


def _hidden(value: str, language: Language) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        return text("settings-hidden", language)
    return url.set(query={}).render_as_string(hide_password=True)


def _plain(line: Shown) -> dict[str, object]:
    value = line.value if isinstance(line.value, bool | int | float | str | None) else _written(line.value)
    return {**line._asdict(), "value": value, "origin": {"kind": line.origin.kind, "place": line.origin.place}}


def _written(value: object) -> str:
    return ", ".join(sorted(map(str, value))) if isinstance(value, frozenset | set | tuple | list) else str(value)


def _print(shown: tuple[Shown, ...], language: Language) -> None:
    console = open_console()
    path = settings_file()
    said = text("settings-file-in-use", language, place=path) if path else text("settings-file-none", language)
    console.print(said, markup=False, highlight=False)
    table = Table(*(text(code, language) for code in ("settings-name", "settings-value", "settings-origin")))
    before = ""
    for line in shown:
        if before and line.group != before:
            table.add_section()
        before = line.group
        place = line.origin.place if line.origin.kind != "default" else text("setting-default", language)
        table.add_row(line.name, _written(line.value), place)
    console.print(table, markup=False, highlight=False)
