"""The queues that work waits in: one for each priority."""

from collections.abc import Iterable

from intake_ai.dossier.states import PRIORITIES, Priority


def as_queue(name: str) -> Priority:
    """The queue of a name, as it stands in the database.

    Raises:
        ValueError: There is none.
    """
    return PRIORITIES[PRIORITIES.index(name)]


def queue_names(listed: str) -> tuple[Priority, ...]:
    """The queues named in a list parted by commas, in the order of their priority."""
    named = {name.strip() for name in listed.split(",")}
    return tuple(queue for queue in PRIORITIES if queue in named)


def written_queues(queues: Iterable[Priority]) -> str:
    """The other way round."""
    return ",".join(queues)
