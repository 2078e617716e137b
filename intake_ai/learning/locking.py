"""One training at a time: two would make the same dossiers and replace each other's models."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from intake_ai.learning.errors import TrainingImpossible
from intake_ai.learning.keeping import make_private
from intake_ai.settings import Settings


@contextmanager
def one_training(settings: Settings) -> Iterator[None]:
    """Holds the right to train and to replace models; it ends with the process at the latest.

    Raises:
        TrainingImpossible: Another process, or another part of this one, holds it.
    """
    folder = settings.data_dir / "learning"
    make_private(settings.data_dir, folder)
    with (folder / "training.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TrainingImpossible("train-already-running") from error
        yield
