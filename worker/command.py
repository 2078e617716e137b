"""The command `worker`: processes that read and check what is waiting."""

import logging
import multiprocessing
import os
import time
import warnings
from typing import Annotated, Any

import typer
from celery.apps import worker as celery_worker
from celery.exceptions import SecurityWarning
from celery.signals import (
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)

from intake_ai.dossier.states import PRIORITIES, Priority
from intake_ai.errors import BadRequest
from intake_ai.logs import set_up_logs
from intake_ai.settings import Settings
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import open_installation
from intake_ai.terminal import LanguageOption, spoken
from intake_ai.work.bench import open_bench
from intake_ai.work.queues import queue_names
from worker.announcing import QueueAnnouncer
from worker.app import app, configure
from worker.main_process import MainProcess
from worker.run import WorkerRun, begin_run
from worker.stopping import stop
from worker.tasks import close_child, open_child

HELP = """Đọc và kiểm tra các hồ sơ đang chờ. (Read and check what is waiting.)

Dừng bằng Ctrl+C hoặc SIGTERM: việc đang làm được làm xong hoặc trả lại.
(Ctrl+C or SIGTERM stops it: what is in hand is finished or given back.)

Ví dụ (examples):

  intake-ai worker

  intake-ai worker --queues citizen,counter --processes 4
"""

_log = logging.getLogger(__name__)
_WAITING_SECONDS = 1.0
_SAID_SECONDS = 60.0
"""Between two lines of the log that say what is waited for."""
_ALL = ",".join(PRIORITIES)
_OUT_OF_REACH, _FAILED = 75, 1
"""Exit statuses of a process that only opens the installation."""
QueuesOption = Annotated[
    str,
    typer.Option("--queues", metavar="NAMES", help="Hàng đợi, cách nhau bằng dấu phẩy: citizen, counter, bulk."),
]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", min=1, metavar="N", help="Số tiến trình; mặc định là số lõi.")
]


def worker(queues: QueuesOption = _ALL, processes: ProcessesOption = None, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, _):
        chosen = _chosen(queues)
        set_up_logs(settings.log_level, settings.log_format)
        _check_semaphores()
        _prepare(settings)
        status = run_worker(settings, chosen, processes or settings.worker_processes)
        logging.shutdown()
        # everything is closed; Celery's pool would go on waiting for threads of its own for seconds
        os._exit(status)


def run_worker(settings: Settings, queues: tuple[Priority, ...], processes: int) -> int:
    """Works until it is told to stop; the exit status.

    Args:
        settings: Of the installation.
        queues: To work for.
        processes: That do work; each reads one page at a time.
    """
    # of code in messages, which ours never carry (`accept_content`)
    warnings.filterwarnings("ignore", category=SecurityWarning)
    logging.getLogger("celery").setLevel(logging.WARNING)
    celery_worker.safe_say = _say_nothing  # type: ignore[attr-defined]  # unknown to the stubs
    configure(app, settings)
    run = WorkerRun(queues)
    begin_run(run)
    main = MainProcess(settings, QueueAnnouncer(app), run.main, queues[0])
    worker_ready.connect(lambda **_: main.start(), weak=False)
    worker_shutting_down.connect(lambda **_: stop(), weak=False)
    worker_shutdown.connect(lambda **_: main.stop(), weak=False)
    status = 0
    try:
        app.worker_main(
            [
                "--quiet",
                "worker",
                "--pool=prefork",
                f"--concurrency={processes}",
                f"--queues={','.join(queues)}",
                "--loglevel=WARNING",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ]
        )
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else status
    return status


def _say_nothing(*_: object) -> None:
    """Celery's good-byes go past the log, whose lines are all of one form."""


def _check_semaphores() -> None:
    """Celery's processes wait for each other with semaphores, which lie in /dev/shm: without one none would start.

    Raises:
        BadRequest: None can be made (worker-semaphores).
    """
    try:
        multiprocessing.get_context().RLock()
    except OSError as error:
        raise BadRequest("worker-semaphores", reason=error.strerror or type(error).__name__) from error


def _prepare(settings: Settings) -> None:
    """Makes the indexes of the catalogue on disk once, before many processes want them.

    A database or store that is out of reach is waited for: after a power cut it may come up later than this machine.
    """
    said = float("-inf")
    while True:
        try:
            _open_apart(settings)
            with open_installation(settings) as opened, open_bench(opened) as bench, bench.services() as services:
                services.catalogue.prepare()
        except StorageUnusable as error:
            if error.code == "storage-folder":
                raise
            if time.monotonic() - said > _SAID_SECONDS:
                _log.warning("waiting for the installation: %s, %s", error.code, error.values["place"])
                said = time.monotonic()
            time.sleep(_WAITING_SECONDS)
        else:
            return


def _open_apart(settings: Settings) -> None:
    """Opens an installation with a store in the network in a process of its own, which makes keys where there are none.

    Who makes keys looks first whether the store is empty. The store's library starts threads for that, which no forked
    process has: those that do work would wait for them for ever (tried).

    Raises:
        StorageUnusable: The store or the database is out of reach.
    """
    if not settings.blob_url.startswith("s3:"):
        return
    child = os.fork()
    if child == 0:
        status = _FAILED
        try:
            with open_installation(settings):
                status = 0
        except StorageUnusable as error:
            status = _FAILED if error.code == "storage-folder" else _OUT_OF_REACH
        finally:
            os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _OUT_OF_REACH:  # another failure this process tells itself
        raise StorageUnusable("storage-blobs", settings.blob_url)


def _chosen(listed: str) -> tuple[Priority, ...]:
    chosen = queue_names(listed)
    named = {name.strip() for name in listed.split(",") if name.strip()}
    if not chosen or named - set(chosen):
        raise BadRequest("error-queues", value=listed, known=", ".join(PRIORITIES))
    return chosen


@worker_process_init.connect
def _open(**_: Any) -> None:
    open_child()


@worker_process_shutdown.connect
def _close(**_: Any) -> None:
    close_child()
