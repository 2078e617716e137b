"""One sandbox with one child for each process of ours that reads single files and pages, such as a Celery worker's."""

import atexit
import os
from functools import cache

from ocr.limits import Limits
from ocr.sandbox import Sandbox


def shared_sandbox(limits: Limits) -> Sandbox:
    """The sandbox of this process for these limits; its child starts with its first task."""
    # keyed by process: after a fork the parent's child is not ours to talk to
    return _sandbox_of(limits, os.getpid())


@cache
def _sandbox_of(limits: Limits, process: int) -> Sandbox:
    sandbox = Sandbox(limits)
    atexit.register(lambda: sandbox.close() if os.getpid() == process else None)
    return sandbox
