"""Real worker processes for tests, and dossiers of pages that are read in no time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from service_builder import ROOT, DossierService, dossier_of, made
from sqlalchemy import select

from intake_ai.dossier.tables import DossierRow, EventRow
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from worker.announcing import open_announcer

FONT = "DejaVuSerif"
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "Kính gửi: Ủy ban nhân dân xã Mẫu",
    "Họ, chữ đệm, tên người yêu cầu: NGUYỄN VĂN MẪU",
)


def typed_file(folder: Path, number: int, pages: int = 2) -> Path:
    """A PDF with a text layer: nothing has to be recognised."""
    registerFont(TTFont(FONT, f"{FONT}.ttf"))
    path = folder / f"to-khai-{number}.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(pages):
        canvas.setFont(FONT, 12)
        for row, line in enumerate((*LINES, f"Số: {number}/{page}")):
            canvas.drawString(80, 760 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return path


class RunningWorker:
    """The command `worker` in a process group of its own.

    Args:
        settings: Of the installation.
        processes: That do work.
    """

    def __init__(self, settings: Settings, processes: int = 2) -> None:
        self._settings = settings
        self._processes = processes
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "api.cli", "worker", "--processes", str(self._processes)]
        with (self._settings.data_dir / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=_environment(self._settings), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Ends main process and children at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Asks it to stop; its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(90)

    def children(self) -> list[int]:
        """Numbers of the processes that do work."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(number) for number in listed.split()]

    def log(self) -> str:
        return (self._settings.data_dir / "worker.log").read_text(encoding="utf-8")


@contextmanager
def worker_of(settings: Settings, processes: int = 2) -> Iterator[RunningWorker]:
    running = RunningWorker(settings, processes)
    running.start()
    try:
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.kill()


def sent(installation: Installation, files: list[Path], **new: Any) -> str:
    """A dossier submitted as the API does it, with a message to the workers; its id."""
    identifier = made(installation, files, **new)
    announcer = open_announcer(installation.settings)
    with writing(installation.sessions) as session:
        DossierService(session, installation, announcer).submit(identifier)
    return identifier


def wait_until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Waits; a limit is there only so that a test that hangs ends."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)


def is_ended(installation: Installation, identifiers: list[str]) -> bool:
    return all(dossier_of(installation, identifier).state != "reading" for identifier in identifiers)


def reports_told(installation: Installation) -> list[tuple[str, int]]:
    """Dossier and run of every report that was told of."""
    with reading(installation.sessions) as session:
        rows = session.scalars(select(EventRow).where(EventRow.kind == "checked")).all()
        return [(row.dossier_id, row.data["run"]) for row in rows]


def states(installation: Installation) -> set[str]:
    with reading(installation.sessions) as session:
        return set(session.scalars(select(DossierRow.state)))


def _environment(settings: Settings) -> dict[str, str]:
    own = {
        "INTAKE_AI_DATA_DIR": str(settings.data_dir),
        "INTAKE_AI_DATABASE_URL": settings.database_url,
        "INTAKE_AI_BROKER_URL": settings.broker_url,
        "INTAKE_AI_ENCODER": settings.encoder,
        "OMP_NUM_THREADS": "1",
    }
    return {**os.environ, **own}
