"""The commands `watch` and `import-archive`: dossiers from scanners' folders and from archives."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.dossier.states import Priority
from intake_ai.dossier.values import Channel
from intake_ai.inbox.import_run import Wanted, run_import
from intake_ai.inbox.taking import Head
from intake_ai.inbox.watch_run import run_watch
from intake_ai.terminal import LanguageOption, spoken
from worker.announcing import open_announcer

WATCH_HELP = """Theo dõi thư mục máy quét, tự lập hồ sơ từ tệp mới. (Watch folders that scanners write to.)

Mỗi tệp trong thư mục là một hồ sơ, hoặc một lượt quét nhiều hồ sơ có tờ ngăn cách ("intake-ai separators"); mỗi thư mục
con là một hồ sơ. Tệp đã nhận chuyển vào done/NGÀY/, tệp không nhận được vào failed/ kèm tệp .txt nói rõ vì sao. Không
bao giờ xóa, không bao giờ nhận hai lần.
(A file is a dossier, or a batch with separator sheets; a subfolder is a dossier. Files taken move to done/DAY/, others
to failed/ with the reason. Nothing is deleted, nothing is taken twice.)

Ví dụ (examples):

  intake-ai watch /srv/may-quet

  intake-ai watch /mnt/quay-1 /mnt/quay-2 --department UBND-XA-MAU
"""

IMPORT_HELP = """Nhập hàng loạt hồ sơ đã quét từ thư mục hoặc tệp ZIP. (Import an archive of scanned dossiers.)

Danh sách CSV (dấu phẩy, chấm phẩy hoặc tab), dòng đầu là tên cột, mỗi dòng một tệp hoặc thư mục:
  dossier (hồ sơ)       bắt buộc: các dòng cùng giá trị là một hồ sơ
  file (tệp)            đường dẫn trong thư mục hoặc ZIP; là thư mục thì lấy mọi tệp trong đó
  procedure (thủ tục), received (ngày nhận), code (mã hồ sơ), department (cơ quan), channel (hình thức): nếu biết
Không có --csv thì mỗi thư mục con là một hồ sơ. Chạy lại lệnh là tiếp tục từ chỗ dừng, không nhận hai lần.

(Columns: dossier, file, procedure, received, code, department, channel. Without --csv each subfolder is a dossier. Run
it again to go on where it stopped; nothing is taken twice. Exit code: 0 all taken, 1 some failed, 2 not possible.)

Ví dụ (examples):

  intake-ai import-archive /srv/luu-tru-2025 --csv danh-sach.csv --dry-run

  intake-ai import-archive luu-tru.zip --csv danh-sach.csv --result ket-qua.csv
"""

Folders = Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Thư mục mà máy quét ghi vào.")]
PriorityOption = Annotated[Priority, typer.Option("--priority", help="Hàng đợi: counter, bulk.")]
ChannelOption = Annotated[
    Channel | None, typer.Option("--channel", help="direct, online, postal; mặc định: thiết lập.")
]
DepartmentOption = Annotated[str | None, typer.Option("--department", metavar="CODE", help="Cơ quan giải quyết.")]
ProcedureOption = Annotated[
    str | None, typer.Option("--procedure", metavar="CODE", help="Mọi hồ sơ ở đây của thủ tục.")
]
WholeOption = Annotated[bool, typer.Option("--no-separators", help="Không tìm tờ ngăn cách: mỗi tệp một hồ sơ.")]
OnceOption = Annotated[bool, typer.Option("--once", help="Nhận những gì đang có rồi dừng; mã thoát 1 nếu có tệp lỗi.")]
SourceArgument = Annotated[Path, typer.Argument(metavar="FOLDER_OR_ZIP", help="Thư mục hoặc tệp ZIP.")]
CsvOption = Annotated[Path | None, typer.Option("--csv", metavar="LIST.csv", help="Danh sách hồ sơ.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra danh sách, không nhận gì.")]
SkipOption = Annotated[bool, typer.Option("--skip-wrong", help="Bỏ qua các hồ sơ có dòng sai, nhận phần còn lại.")]
ResultOption = Annotated[Path | None, typer.Option("--result", metavar="FILE.csv", help="Ghi kết quả từng hồ sơ.")]
BulkPriorityOption = Annotated[
    Priority, typer.Option("--priority", help="Hàng đợi; mặc định bulk: sau mọi hồ sơ tại quầy.")
]


def watch(  # noqa: PLR0913, PLR0917  each is an option of the command line
    folders: Folders,
    priority: PriorityOption = "counter",
    channel: ChannelOption = None,
    department: DepartmentOption = None,
    procedure: ProcedureOption = None,
    no_separators: WholeOption = False,
    once: OnceOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language):
        head = Head("watch", date.min, priority, channel or settings.channel, procedure, department)
        run_watch(folders, head, settings, language, open_announcer(settings), separators=not no_separators, once=once)


def import_archive(  # noqa: PLR0913, PLR0917  each is an option of the command line
    source: SourceArgument,
    list_csv: CsvOption = None,
    dry_run: DryOption = False,
    skip_wrong: SkipOption = False,
    result: ResultOption = None,
    priority: BulkPriorityOption = "bulk",
    department: DepartmentOption = None,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang, "import-interrupted") as (settings, language):
        wanted = Wanted(source, list_csv, dry_run, skip_wrong, result, priority, department)
        run_import(wanted, settings, language, open_announcer(settings))
