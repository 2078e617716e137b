"""A server as a child of the tests: started, waited for, killed, started again; it never outlives them."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_START_SECONDS = 180
_TEMPORARY = tempfile.gettempdir()
"""Of the tests: an installation that is open in this process puts its own in its place, where servers may not look."""


class ServerMissing(Exception):
    """The server is not installed; `deploy/system-packages --development` installs it."""


class Server:
    """A server process.

    Args:
        name: For its folder and for errors.
        command: Made anew for each start.
        ready: Whether it answers.
        user: To run as where the tests run as root; None: as the tests.
        environment: Beside PATH and LANG.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[Path], Sequence[str]],
        ready: Callable[[], bool],
        user: str | None = None,
        environment: Callable[[Path], Mapping[str, str]] = lambda _: {},
    ) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"intake-ai-{name}-", dir=_TEMPORARY))
        self.user = runs_as(user)
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, pwd.getpwnam(self.user).pw_gid)
        self._command, self._ready, self._environment = command, ready, environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command(self.folder)],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509  it calls the kernel alone
                **self.as_user(),
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not start: {(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, with its children, as a power cut would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def as_user(self) -> dict[str, object]:
        """Arguments for `subprocess` to run a program as the server's user."""
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self._environment(self.folder)}
        return {
            "env": environment,
            **({"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}),
        }


def runs_as(user: str | None) -> str | None:
    """The user to change to: `user`, or nobody where that is unknown, if the tests run as root."""
    if user is None or os.getuid() != 0:
        return None
    try:
        pwd.getpwnam(user)
    except KeyError:
        return "nobody"
    return user


def program(name: str, *folders: str) -> str:
    """Path of an installed program, the newest version of several.

    Raises:
        ServerMissing: It is not installed.
    """
    for pattern in folders:
        found = sorted(Path("/").glob(f"{pattern.lstrip('/')}/{name}"), key=_version)
        if found:
            return str(found[-1])
    on_path = shutil.which(name)
    if on_path is None:
        raise ServerMissing(f"{name} is not installed: deploy/system-packages --development")
    return on_path


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts if part.isdigit())


def _end_with_parent() -> None:
    """The kernel ends this process when the tests end, however they end."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
