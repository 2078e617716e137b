"""The command `serve`: API and workers on this machine, until it is told to stop."""

import errno
import os
import shutil
import socket
import ssl
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from api.serving.children import Child, Children
from api.serving.listening import open_socket
from intake_ai.access.people import has_people
from intake_ai.errors import BadRequest
from intake_ai.logs import set_up_logs
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation
from intake_ai.terminal import LanguageOption, spoken
from intake_ai.work.queues import refuse_unknown_broker

HELP = """Chạy dịch vụ: API và các tiến trình đọc hồ sơ. (Run the service: API and workers.)

Dừng bằng Ctrl+C hoặc SIGTERM. (Ctrl+C or SIGTERM stops it.)

Ví dụ (examples):

  intake-ai serve

  intake-ai serve --host 0.0.0.0 --port 8443
"""
_NAME = "intake-ai"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LAST_SECONDS = 2.0
"""Beyond what children are given to end by themselves, for their own leave-taking."""
_LOG = structlog.get_logger("serve")

HostOption = Annotated[str | None, typer.Option("--host", help="Địa chỉ lắng nghe; mặc định chỉ máy này.")]
PortOption = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Cổng; 0: chọn cổng còn trống.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=0, metavar="N", help="Số tiến trình đọc; 0: chỉ chạy API.")
]


def serve(
    host: HostOption = None, port: PortOption = None, workers: WorkersOption = None, lang: LanguageOption = None
) -> None:
    with spoken(lang) as (settings, language):
        _check_tls(settings)
        refuse_unknown_broker(settings.broker_url)
        set_up_logs(settings.log_level, settings.log_format)
        address = (host or settings.host, settings.port if port is None else port)
        with _listening(*address) as listening:
            with open_installation(settings) as installation:
                is_new = not has_people(installation)
            url = _url(settings, address[0], listening.getsockname()[1])
            _greet(url, address[0], settings, is_new, language)
            children = [
                *_api_children(settings, listening.fileno(), address[0]),
                *_worker_children(settings.worker_processes if workers is None else workers),
            ]
            Children(children, settings.stop_seconds + _LAST_SECONDS, _tell_death).run()


def _listening(host: str, port: int) -> socket.socket:
    try:
        return open_socket(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadRequest("serve-port-taken", host=host, port=port) from error
        raise BadRequest("serve-address-taken", host=host, port=port, reason=error.strerror or str(error)) from error


def _api_children(settings: Settings, number: int, host: str) -> list[Child]:
    environment = {"INTAKE_AI_HOST": host}
    if settings.api_processes > 1:
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(_emptied(settings.data_dir / "metrics"))
    arguments = ("-m", "api.serving.listening", str(number))
    return [Child(f"api-{one + 1}", arguments, environment, sockets=(number,)) for one in range(settings.api_processes)]


def _worker_children(processes: int) -> list[Child]:
    if not processes:
        return []
    return [Child("worker", ("-m", "api.serving.bound", "worker", "--processes", str(processes)))]


def _emptied(folder: Path) -> Path:
    """Figures of processes that are no more would be counted on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _check_tls(settings: Settings) -> None:
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        raise BadRequest("serve-tls-half")
    for path in (settings.tls_certificate, settings.tls_key):
        if path is not None and not os.access(path, os.R_OK):
            raise BadRequest("serve-tls-unreadable", file=str(path))
    if settings.tls_certificate is not None and settings.tls_key is not None:
        _check_pair(settings.tls_certificate, settings.tls_key)


def _check_pair(certificate: Path, key: Path) -> None:
    """Told here: the API would die of it again and again."""
    try:
        # a key with a password would be asked for at a terminal that nobody watches
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except OSError as error:  # that of SSL is one
        reason = getattr(error, "reason", None) or error.strerror or str(error)
        raise BadRequest("serve-tls-unusable", file=str(certificate), key=str(key), reason=reason) from error


def _url(settings: Settings, host: str, port: int) -> str:
    """How a browser on this machine asks for it."""
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  told, not bound
    scheme = "https" if settings.tls_certificate else "http"
    return f"{scheme}://[{shown}]:{port}" if ":" in shown else f"{scheme}://{shown}:{port}"


def _greet(url: str, host: str, settings: Settings, is_new: bool, language: Language) -> None:
    """Where to go, and what is to be done first."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(text("serve-started", language, url=url, folder=settings.data_dir), markup=False)
    if is_new:
        command = f"{_called()} users add"
        console.print(text("serve-first-person", language, command=command), markup=False)
    if host not in _LOOPBACK and settings.tls_certificate is None:
        console.print(text("serve-without-tls", language), markup=False, style="yellow")


def _called() -> str:
    """This program as a person at the same terminal can call it."""
    called = Path(sys.argv[0])
    return str(called) if called.name == _NAME and shutil.which(_NAME) is None else _NAME


def _tell_death(name: str, code: int, seconds: float) -> None:
    _LOG.error("process-died", process=name, code=code, again_in_seconds=seconds)
