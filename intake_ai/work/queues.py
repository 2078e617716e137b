"""The queues that work waits in: one for each priority."""

from collections.abc import Iterable

from intake_ai.dossier.states import PRIORITIES, Priority
from intake_ai.errors import BadRequest

_BROKERS = frozenset({"redis", "rediss", "sentinel", "amqp", "amqps", "pyamqp"})


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


def refuse_unknown_broker(url: str) -> None:
    """Refuse what carries no messages here, before a process finds out by itself.

    Args:
        url: As the settings have it; empty is folders on this machine.

    Raises:
        BadRequest: It is neither of Redis nor of RabbitMQ (error-broker-url).
    """
    scheme, colon, _ = url.partition("://")
    if url and not (colon and scheme in _BROKERS):
        raise BadRequest("error-broker-url", scheme if colon else "")
