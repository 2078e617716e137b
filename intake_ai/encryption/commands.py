"""The commands `encryption …`: the keys that everything kept of people is sealed with."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from intake_ai.encryption.key_file import add_key
from intake_ai.encryption.resealing import reseal, waiting_values
from intake_ai.messages import Language, text
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.key_checks import known_keys
from intake_ai.storage.keyring import new_key_line
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading
from intake_ai.terminal import LanguageOption, open_console, progress_bar, say, spoken, tell

app = typer.Typer(
    help="Khóa mã hóa dữ liệu: thêm khóa, đổi khóa. (The keys that data is sealed with.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

NEW_KEY_HELP = """Thêm một khóa mới lên đầu tệp khóa; các khóa cũ giữ nguyên. (Put a new key in front.)

Sau đó: cất bản sao tệp khóa, đưa tệp đến mọi máy, khởi động lại mọi máy, rồi chạy intake-ai encryption reseal
(Then keep a copy, bring the file to all machines, restart them, and run `intake-ai encryption reseal`.)

Ví dụ (examples):

  intake-ai encryption new-key

  intake-ai encryption new-key --print > /etc/intake-ai/keys      # tệp khóa đầu tiên (the first file of keys)
"""
RESEAL_HELP = """Mã hóa lại mọi dữ liệu bằng khóa đầu tiên, trong khi vẫn làm việc. (Seal all anew with the first key.)

Dừng giữa chừng thì chạy lại: phần đã xong không làm lại. (After a stop run it again: it goes on where it was.)
"""
LIST_HELP = """Liệt kê các khóa, không kèm bí mật. (List the keys without their secrets.)"""

PrintOption = Annotated[bool, typer.Option("--print", help="Chỉ in dòng khóa ra stdout, không sửa tệp nào.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]


@app.command("new-key", help=NEW_KEY_HELP)
def new_key(only_print: PrintOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language):
        if only_print or settings.encryption_keys:
            sys.stdout.write(new_key_line() + "\n")
            if not only_print:
                tell(text("encryption-put-in-front", language))
            return
        file = settings.encryption_key_file or settings.own_key_file
        tell(text("encryption-key-added", language, id=add_key(file), file=file))


@app.command("reseal", help=RESEAL_HELP)
def reseal_all(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang, "encryption-interrupted") as (settings, language):
        label = text("encryption-resealing", language)
        with open_installation(settings) as installation, progress_bar(label, as_json) as progress:
            done = reseal(installation, progress)
            key = installation.keys.sealing.id
        if as_json:
            said = {"values": done.values, "files": done.files, "broken": done.broken, "retired": done.retired}
            sys.stdout.write(json.dumps({"key": key, **said}) + "\n")
        else:
            tell(text("encryption-resealed", language, values=done.values, files=done.files, key=key))
            if done.retired:
                tell(text("encryption-retired", language, ids=", ".join(done.retired)))
        if done.broken:
            say(text("encryption-broken", language, files=len(done.broken), first=done.broken[0]))
            raise typer.Exit(1)


@app.command("list", help=LIST_HELP)
def list_keys(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        keys = _described(installation)
        if as_json:
            sys.stdout.write(json.dumps(keys) + "\n")
            return
        _print(keys, language)
        if waiting := waiting_values(installation):
            tell(text("encryption-waiting", language, values=waiting))


def _described(installation: Installation) -> list[dict[str, Any]]:
    with reading(installation.sessions) as session:
        known = known_keys(session)
        return [
            {
                "id": key_id,
                "seals": key_id == installation.keys.sealing.id,
                "log": key_id == installation.keys.root.id,
                "first_used": in_utc(known[key_id].first_used).isoformat(timespec="seconds"),
                "needed": known[key_id].retired_at is None,
            }
            for key_id in installation.keys.ids
        ]


def _print(keys: list[dict[str, Any]], language: Language) -> None:
    table = Table(*(text(f"encryption-{name}", language) for name in ("id", "first-used", "use")))
    for key in keys:
        uses = ["seals"] if key["seals"] else ["opens"] if key["needed"] else ["not-needed"]
        uses += ["log"] if key["log"] else []
        table.add_row(key["id"], key["first_used"], ", ".join(text(f"encryption-{use}", language) for use in uses))
    open_console().print(table, markup=False, highlight=False)
