"""The command `watch`: makes dossiers of what scanners write to folders."""

import signal
import threading
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from intake_ai.dossier.states import Priority
from intake_ai.dossier.values import Channel
from intake_ai.errors import BadRequest
from intake_ai.inbox.opening import open_taker
from intake_ai.inbox.sightings import look_into
from intake_ai.inbox.taking import Head, Taker
from intake_ai.inbox.watching import Watcher
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.terminal import LanguageOption, spoken, tell
from intake_ai.work.announcing import Announcer

SOMETHING_FAILED = 1

HELP = """Theo dõi thư mục máy quét, tự lập hồ sơ từ tệp mới. (Watch folders that scanners write to.)

Mỗi tệp trong thư mục là một hồ sơ, hoặc một lượt quét nhiều hồ sơ có tờ ngăn cách ("intake-ai separators"); mỗi thư mục
con là một hồ sơ. Tệp đã nhận chuyển vào done/NGÀY/, tệp không nhận được vào failed/ kèm tệp .txt nói rõ vì sao. Không
bao giờ xóa, không bao giờ nhận hai lần.
(A file is a dossier, or a batch with separator sheets; a subfolder is a dossier. Files taken move to done/DAY/, others
to failed/ with the reason. Nothing is deleted, nothing is taken twice.)

Ví dụ (examples):

  intake-ai watch /srv/may-quet

  intake-ai watch /mnt/quay-1 /mnt/quay-2 --department UBND-XA-MAU
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
        run_watch(folders, head, settings, language, separators=not no_separators, once=once)


def run_watch(
    folders: list[Path],
    head: Head,
    settings: Settings,
    language: Language,
    announcer: Announcer | None = None,
    *,
    separators: bool = True,
    once: bool = False,
) -> None:
    """Watch until a signal says to stop, which waits for the file in hand; once: until nothing more is there to take.

    Raises:
        typer.Exit: Something failed (1), only where `once`.
    """
    stop = _stopped_by_signals()
    with open_taker(settings, announcer, separators) as taker:
        watchers = [_watcher(folder, _known(head, taker), taker, settings, language) for folder in folders]
        tell(text("watch-began", language, count=len(watchers)))
        while not stop.is_set():
            taken = sum(watcher.look() for watcher in watchers)
            if once and not taken and not any(_has_more(folder) for folder in folders):
                break
            stop.wait(0 if taken else settings.watch_poll_seconds)
    tell(text("watch-ended", language))
    if once and any(watcher.failed for watcher in watchers):
        raise typer.Exit(SOMETHING_FAILED)


def _watcher(folder: Path, head: Head, taker: Taker, settings: Settings, language: Language) -> Watcher:
    return Watcher(folder, taker, head, settings, lambda code, values: tell(text(code, language, **values)))


def _known(head: Head, taker: Taker) -> Head:
    """With the catalogue's own code of the procedure, told at once where there is none."""
    if head.procedure is not None and taker.known_procedure(head.procedure) is None:
        raise BadRequest("error-procedure-unknown", procedure=head.procedure)
    return head


def _has_more(folder: Path) -> bool:
    try:
        return bool(look_into(folder))
    except OSError:
        return False


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        signal.signal(signal.SIGIO, signal.SIG_IGN)  # brought about by asking whether a file has a writer
    return stop
