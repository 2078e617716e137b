"""What one run of a worker was started with; the command sets it, the processes that it forks read it."""

from dataclasses import dataclass, field

from intake_ai.dossier.states import PRIORITIES, Priority
from worker.living import new_main_id


@dataclass(frozen=True, slots=True)
class WorkerRun:
    """One start of a worker.

    Attributes:
        queues: That it works for.
        main: Id of its main process.
    """

    queues: tuple[Priority, ...] = PRIORITIES
    main: str = field(default_factory=new_main_id)


_run = WorkerRun()


def begin_run(run: WorkerRun) -> None:
    """Sets what this process and those that it forks are to know."""
    global _run  # noqa: PLW0603  Celery hands nothing to its processes
    _run = run


def run_of_worker() -> WorkerRun:
    """What this worker was started with."""
    return _run
