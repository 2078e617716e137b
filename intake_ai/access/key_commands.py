"""The commands `keys …`: keys of other systems."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from intake_ai.access.keys import KeyService, NewKey
from intake_ai.access.rules import SYSTEM, scopes
from intake_ai.access.tables import KeyRow
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.messages import Language, text
from intake_ai.storage.installation import open_installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing
from intake_ai.terminal import LanguageOption, open_console, spoken, tell

app = typer.Typer(
    help="Khóa truy cập của các hệ thống khác. (Keys of other systems.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

ADD_HELP = """Tạo khóa cho một hệ thống; khóa chỉ hiện một lần. (Make a key; it is shown once.)

Khóa chỉ làm được những việc nêu bằng --scope; xem danh sách: intake-ai keys scopes
(It may do what --scope names and nothing else.)

Ví dụ (example):

  intake-ai keys add "Phần mềm một cửa" --scope dossier.create --scope upload.add --scope dossier.submit --days 365
"""
LIST_HELP = """Liệt kê các khóa, không kèm bí mật. (List the keys without their secrets.)"""
REVOKE_HELP = """Thu hồi khóa; có hiệu lực ngay. (Revoke a key at once.)"""
SCOPES_HELP = """Những việc có thể giao cho khóa. (What a key can be allowed.)"""

Name = Annotated[str, typer.Argument(metavar="NAME", help="Tên hệ thống dùng khóa.")]
Identifier = Annotated[str, typer.Argument(metavar="KEY_ID", help="Mã khóa, như keys list in ra.")]
ScopeOption = Annotated[list[str], typer.Option("--scope", metavar="ACTION", help="Việc được làm; dùng nhiều lần.")]
DepartmentOption = Annotated[
    str | None, typer.Option("--department", metavar="CODE", help="Chỉ thấy hồ sơ của cơ quan giải quyết này.")
]
DaysOption = Annotated[int | None, typer.Option("--days", min=1, max=3650, help="Hết hạn sau số ngày này.")]


@app.command("add", help=ADD_HELP)
def add(
    name: Name,
    scope: ScopeOption,
    department: DepartmentOption = None,
    days: DaysOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
        with writing(installation.sessions) as session:
            service = KeyService(session, installation.keys, SYSTEM)
            row, key = service.add(NewKey(name, tuple(scope), department, expires_at))
        if as_json:
            write_json(_told(row) | {"key": key})
            return
        tell(text("key-added", language, key=row.id))
        typer.echo(key)


@app.command("list", help=LIST_HELP)
def show(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        with reading(installation.sessions) as session:
            told = [_told(row) for row in KeyService(session, installation.keys, SYSTEM).all()]
        if as_json:
            write_json(told)
        elif told:
            open_console().print(_table(told, language))
        else:
            tell(text("key-none", language))


@app.command("revoke", help=REVOKE_HELP)
def revoke(identifier: Identifier, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        with writing(installation.sessions) as session:
            KeyService(session, installation.keys, SYSTEM).revoke(identifier)
        tell(text("key-revoked", language, key=identifier))


@app.command("scopes", help=SCOPES_HELP)
def list_scopes() -> None:
    for action in scopes():
        typer.echo(str(action))


def _told(row: KeyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "scopes": row.scopes,
        "department": row.department,
        "created_at": _day(row.created_at),
        "expires_at": _day(row.expires_at),
        "revoked_at": _day(row.revoked_at),
        "used_at": _day(row.used_at),
    }


def _day(moment: datetime | None) -> str | None:
    return in_utc(moment).isoformat(timespec="seconds") if moment else None


def _table(keys: list[dict[str, Any]], language: Language) -> Table:
    columns = ("id", "name", "scopes", "department", "expires", "used", "state")
    table = Table(*(text(f"key-column-{name}", language) for name in columns))
    for key in keys:
        days = [str(key[name] or "")[:10] for name in ("expires_at", "used_at")]
        state = text(f"key-state-{_state(key)}", language)
        table.add_row(key["id"], key["name"], "\n".join(key["scopes"]), key["department"] or "", *days, state)
    return table


def _state(key: dict[str, Any]) -> str:
    if key["revoked_at"]:
        return "revoked"
    is_over = key["expires_at"] and datetime.fromisoformat(key["expires_at"]) <= datetime.now(UTC)
    return "over" if is_over else "good"
