"""Child processes that touch untrusted files: what hangs, bursts or crashes there costs one file or page, never us.

A child is a fresh Python started for good (`python -m ocr.sandbox_process`), not a fork: it works the same from a
command line, a test, a thread and inside a Celery worker, whose own children may not fork again. It is reused for
many tasks and replaced when it dies. Both directions speak JSON with a length before it: a parser that was taken
over by a crafted file can answer nonsense, but nothing that we would execute (as a pickle would be).

What a child writes while it reads (pictures of pages) lies in a folder of its own, which is removed with it: a child
that is killed cannot clean up. What outlives a task (text documents laid out as PDF) lies in a folder of the sandbox.
"""

import contextlib
import json
import os
import queue
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ocr.limits import Limits
from ocr.scratch import new_scratch, remove_scratch

_LENGTH = struct.Struct(">I")
_MOST_REPLY_BYTES = 64 << 20
_START_SECONDS = 60.0  # a child imports OpenCV and pdfium: 1 s on an idle machine, far more on a loaded one


class TaskFailed(Exception):
    """A task in the sandbox did not give a result.

    Attributes:
        reason: ``timed-out``, ``crashed``, ``out-of-memory``, or the code that the task itself raised.
        values: What the task said about it.
    """

    def __init__(self, reason: str, detail: str = "", values: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.values = dict(values or {})


class _Child:
    """One child process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._scratch = new_scratch()
        try:
            self._process = _start(limits, self._scratch)
        except BaseException:
            remove_scratch(self._scratch)
            raise
        # also ends a child that nobody closed, at the latest when this interpreter exits
        self._end = weakref.finalize(self, _end, self._process, self._scratch, os.getpid())
        self._used = False

    def call(self, request: Mapping[str, Any], seconds: float) -> Any:
        deadline = time.monotonic() + seconds + (0 if self._used else _START_SECONDS)
        body = json.dumps({**request, "seconds": seconds}).encode()
        try:
            self._input.write(_LENGTH.pack(len(body)) + body)
            self._input.flush()
            reply = json.loads(self._receive(self._reply_length(deadline), deadline))
        except (BrokenPipeError, EOFError) as error:
            raise TaskFailed("crashed", f"child ended with {self._process.wait()}") from error
        except ValueError as error:
            raise TaskFailed("crashed", "reply is not JSON") from error
        self._used = True
        if "reason" in reply:
            raise TaskFailed(str(reply["reason"]), str(reply.get("detail", "")), reply.get("values"))
        return reply["result"]

    def _reply_length(self, deadline: float) -> int:
        (length,) = _LENGTH.unpack(self._receive(_LENGTH.size, deadline))
        if length > _MOST_REPLY_BYTES:
            raise TaskFailed("crashed", f"reply of {length} bytes")
        return int(length)

    def _receive(self, size: int, deadline: float) -> bytes:
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while len(received) < size:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TaskFailed("timed-out")
                chunk = os.read(self._output.fileno(), size - len(received))
                if not chunk:
                    raise EOFError
                received += chunk
        return bytes(received)

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - opened above
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - opened above
        return self._process.stdout

    def kill(self) -> None:
        self._end()
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        self._output.close()


def _start(limits: Limits, scratch: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        # one thread in every library: we run a process per core
        **dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        "MALLOC_ARENA_MAX": "2",
        "TMPDIR": str(scratch),
    }
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(Path(__file__).resolve().parents[1]), *filter(None, [environment.get("PYTHONPATH", "")])]
    )
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "ocr.sandbox_process", str(limits.memory_bytes), str(scratch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # so that killing the group ends its Tesseract too
    )


def _end(process: subprocess.Popen[bytes], scratch: Path, owner: int) -> None:
    """Kills a child and removes what it wrote; a fork of the process that owns it leaves it alone."""
    if os.getpid() != owner:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    remove_scratch(scratch)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        remove_scratch(folder)


class Sandbox:
    """A fixed number of children, started when first needed. Safe to call from several threads.

    Args:
        limits: What each child may use.
        processes: How many tasks may run at once.
    """

    def __init__(self, limits: Limits, processes: int = 1) -> None:
        self.limits = limits
        self.processes = processes
        self._folder: Path | None = None
        self._folder_lock = threading.Lock()
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(None)

    def folder(self) -> Path:
        """A folder for what one task leaves for later ones of this sandbox; gone when it is closed."""
        with self._folder_lock:
            if self._folder is None:
                self._folder = new_scratch()
                self._remove_folder = weakref.finalize(self, _remove, self._folder, os.getpid())
            return self._folder

    def call(self, task: str, seconds: float, **arguments: Any) -> Any:
        """Runs a task of `ocr.sandbox_process.TASKS` in a child and waits for its result.

        Args:
            task: Its name.
            seconds: Wall time it may take.
            arguments: JSON values.

        Returns:
            What the task returned, as JSON values.

        Raises:
            TaskFailed: It raised an error, took too long, or its process died.
        """
        with self._child() as child:
            return child.call({"task": task, "arguments": arguments}, seconds)

    @contextlib.contextmanager
    def _child(self) -> Iterator[_Child]:
        child = self._idle.get()
        try:
            child = child or _Child(self.limits)
            yield child
        except TaskFailed as error:
            if error.reason in {"timed-out", "crashed", "out-of-memory"} and child is not None:
                child.kill()
                child = None
            raise
        except BaseException:
            # interrupted in the middle of a task: its answer would be taken for the next one's
            if child is not None:
                child.kill()
                child = None
            raise
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """Ends all children; the sandbox can still be used and then starts new ones."""
        children = [self._idle.get() for _ in range(self.processes)]
        for child in children:
            if child is not None:
                child.kill()
            self._idle.put(None)
        with self._folder_lock:
            if self._folder is not None:
                self._remove_folder()
                self._folder = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
