"""The commands `db upgrade`, `db downgrade` and `db version`: the tables of the database."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import Engine

from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.storage import upgrading
from intake_ai.storage.engine import open_engine
from intake_ai.terminal import LanguageOption, agrees, spoken, tell

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Cơ sở dữ liệu: nâng cấp, hạ cấp, xem phiên bản. (The database and its tables.)",
)

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]
TargetArgument = Annotated[str, typer.Argument(metavar="VERSION", help="Phiên bản, hoặc base: xóa mọi bảng.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")]
UPGRADE_HELP = """Đưa các bảng lên phiên bản mà chương trình này cần. (Bring the tables up to date.)

SQLite tự nâng cấp khi mở; PostgreSQL chỉ nâng cấp bằng lệnh này. Hãy sao lưu trước: intake-ai backup
(SQLite upgrades by itself, PostgreSQL by this command alone. Make a backup first.)
"""
DOWNGRADE_HELP = """Đưa các bảng về phiên bản cũ; dữ liệu chỉ bảng mới có sẽ mất. (Back to an earlier version.)"""
VERSION_HELP = """Cho biết phiên bản của các bảng và của chương trình. (The version of the tables.)"""


@app.command("upgrade", help=UPGRADE_HELP)
def upgrade(lang: LanguageOption = None) -> None:
    with _opened(lang) as (engine, language):
        before = upgrading.version(engine)
        upgrading.upgrade(engine)
        code = "db-upgraded" if before != upgrading.HEAD else "db-is-current"
        tell(text(code, language, before=before or "-", now=upgrading.HEAD))


@app.command("downgrade", help=DOWNGRADE_HELP)
def downgrade(target: TargetArgument, yes: YesOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (engine, language):
        known = ["base", *upgrading.versions()]
        if target not in known:
            raise BadRequest("db-version-unknown", version=target, known=", ".join(known))
        before = upgrading.version(engine)
        if before is None or (target != "base" and target >= before):
            tell(text("db-is-current", language, now=before or "-"))
            return
        if not yes and not agrees(text("db-downgrade-asks", language, before=before, target=target), language):
            raise typer.Exit(1)
        upgrading.downgrade(engine, target)
        tell(text("db-downgraded", language, before=before, now=target))


@app.command("version", help=VERSION_HELP)
def version(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (engine, language):
        found = upgrading.version(engine)
        if as_json:
            sys.stdout.write(json.dumps({"database": found, "program": upgrading.HEAD}) + "\n")
        else:
            typer.echo(text("db-version", language, found=found or "-", wanted=upgrading.HEAD))


@contextmanager
def _opened(lang: Language | None) -> Iterator[tuple[Engine, Language]]:
    with spoken(lang) as (settings, language):
        engine = open_engine(settings.database)
        try:
            yield engine, language
        finally:
            engine.dispose()
