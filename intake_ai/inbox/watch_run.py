"""Runs the watching of folders until a signal ends it."""

import signal
import threading
from pathlib import Path
from types import FrameType

import typer

from intake_ai.errors import BadRequest
from intake_ai.inbox.opening import open_taker
from intake_ai.inbox.sightings import look_into
from intake_ai.inbox.taking import Head, Taker
from intake_ai.inbox.watching import Watcher
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.terminal import tell
from intake_ai.work.announcing import Announcer

SOMETHING_FAILED = 1


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
