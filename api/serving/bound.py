"""A command of `intake-ai` that ends with the process that started it, even where that is killed.

``python -m api.serving.bound worker …`` is ``intake-ai worker …``, bound so.
"""

import ctypes
import os
import signal

_SET_SIGNAL_OF_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
PARENT = "INTAKE_PARENT_PROCESS"
"""Variable that holds the number of the parent; no setting, so not named like one."""


def bind_to_parent(parent: int) -> None:
    """Be told to stop (SIGTERM) when the parent ends; where it has ended already, end.

    Args:
        parent: Number of the process that started this one.
    """
    ctypes.CDLL(None, use_errno=True).prctl(_SET_SIGNAL_OF_PARENT, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)


if __name__ == "__main__":
    bind_to_parent(int(os.environ[PARENT]))
    from api.cli import main

    main()
