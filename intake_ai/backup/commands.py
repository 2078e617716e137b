"""The commands `backup` and `restore`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.backup.restoring import restore_backup
from intake_ai.backup.taking import take_backup
from intake_ai.messages import text
from intake_ai.storage.installation import open_installation
from intake_ai.terminal import LanguageOption, progress_bar, say, spoken, tell

_MEGABYTE = 1_000_000
BACKUP_HELP = """Sao lưu cơ sở dữ liệu và mọi tệp, kể cả khi đang làm việc. (Back up database and files while at work.)

TARGET là một thư mục chưa có; mọi nội dung ở đó đều được mã hóa. Khóa mã hóa KHÔNG nằm trong bản sao lưu:
hãy cất khóa ở một nơi khác.
(TARGET is a new folder; everything in it is sealed. The keys are NOT in the backup: keep them somewhere else.)

Ví dụ (examples):

  intake-ai backup /mnt/sao-luu/2026-11-23
"""
RESTORE_HELP = """Khôi phục một bản sao lưu vào nơi còn trống và kiểm tra từng dòng. (Restore a backup, and prove it.)

Trước hết hãy đặt lại các khóa mã hóa cũ trong thiết lập, hoặc chép tệp keys vào thư mục dữ liệu.
(First put the old keys into the settings, or copy the file `keys` into the data folder.)

Ví dụ (examples):

  intake-ai restore /mnt/sao-luu/2026-11-23
"""
TargetArgument = Annotated[Path, typer.Argument(metavar="TARGET", help="Thư mục mới.")]
SourceArgument = Annotated[Path, typer.Argument(metavar="SOURCE", help="Thư mục của bản sao lưu.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]


def backup(target: TargetArgument, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang, "backup-interrupted") as (settings, language):
        label = text("backup-copying", language)
        with open_installation(settings) as installation, progress_bar(label, as_json) as progress:
            taken = take_backup(installation, target, progress)
        rows = sum(table.rows for table in taken.tables.values())
        if as_json:
            said = {"rows": rows, "files": taken.files, "bytes": taken.bytes, "gone": len(taken.gone)}
            sys.stdout.write(json.dumps({**said, "keys": taken.keys}) + "\n")
            return
        size = round(taken.bytes / _MEGABYTE, 1)
        tell(text("backup-taken", language, target=target, rows=rows, files=taken.files, size=size))
        if taken.gone:
            say(text("backup-gone", language, files=len(taken.gone)))
        tell(text("backup-keys", language, keys=", ".join(taken.keys)))


def restore(source: SourceArgument, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang, "restore-interrupted") as (settings, language):
        with progress_bar(text("restore-copying", language), as_json) as progress:
            restored = restore_backup(settings, source, progress)
        if as_json:
            sys.stdout.write(json.dumps({**asdict(restored), "gone": len(restored.gone)}) + "\n")
            return
        tell(
            text(
                "restore-done",
                language,
                rows=restored.rows,
                files=restored.files,
                entries=restored.audit_entries,
            )
        )
        if restored.gone:
            say(text("backup-gone", language, files=len(restored.gone)))
