"""Runs the watching of folders until a signal ends it."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from intake_ai.errors import BadRequest
from intake_ai.inbox.opening import open_taker
from intake_ai.inbox.sightings import look_into
from intake_ai.inbox.taking import Head, Taker
from intake_ai.inbox.watching import PATIENCE_SECONDS, Watcher
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.terminal import tell
from intake_ai.work.announcing import Announcer

SOMETHING_FAILED = 1
_Handler = Callable[[int, FrameType | None], None] | signal.Handlers


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
        BadRequest: There is no such procedure, or, where `once`, no such folder.
        typer.Exit: Something failed or could not be taken (1), only where `once`.
    """
    for folder in folders:
        if once and not folder.is_dir():
            raise BadRequest("watch-no-folder", folder=folder)
    with _stopped_by_signals() as stop, open_taker(settings, announcer, separators) as taker:
        watchers = [_watcher(folder, _known(head, taker), taker, settings, language) for folder in folders]
        tell(text("watch-began", language, count=len(watchers)))
        is_whole = _until_stopped(watchers, stop, settings, once)
    tell(text("watch-ended", language))
    if once and (not is_whole or any(watcher.failed for watcher in watchers)):
        raise typer.Exit(SOMETHING_FAILED)


def _until_stopped(watchers: list[Watcher], stop: threading.Event, settings: Settings, once: bool) -> bool:
    """Look again and again; once: until nothing is left to take, or nothing could be taken for long.

    Returns:
        Whether everything was taken or put away; only told where `once`.
    """
    patience = PATIENCE_SECONDS + settings.watch_folder_seconds + settings.watch_settle_seconds
    last_progress = time.monotonic()
    while not stop.is_set():
        taken = sum(watcher.look() for watcher in watchers)
        if taken:
            last_progress = time.monotonic()
        elif once and not any(_has_more(watcher.folder) for watcher in watchers):
            return True
        elif once and time.monotonic() - last_progress > patience:
            return False
        stop.wait(0 if taken else settings.watch_poll_seconds)
    return True


def _watcher(folder: Path, head: Head, taker: Taker, settings: Settings, language: Language) -> Watcher:
    return Watcher(folder, taker, head, settings, lambda code, values: tell(text(code, language, **values)))


def _known(head: Head, taker: Taker) -> Head:
    """With the catalogue's own code of the procedure, told at once where there is none."""
    if head.procedure is not None and taker.known_procedure(head.procedure) is None:
        raise BadRequest("error-procedure-unknown", procedure=head.procedure)
    return head


def _has_more(folder: Path) -> bool:
    """Whether something lies there that may still be taken; what somebody is writing to is not waited for."""
    try:
        return any(not sighting.unfinished for sighting in look_into(folder).values())
    except OSError:
        return True  # it may come back


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Set by SIGTERM and SIGINT; what these did before they do again afterwards."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    # SIGIO is brought about by asking whether a file has a writer
    ignore = signal.SIG_IGN
    wanted: dict[int, _Handler] = {signal.SIGTERM: end, signal.SIGINT: end, signal.SIGIO: ignore}
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
