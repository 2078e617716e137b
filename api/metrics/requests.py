"""How many requests were answered, how, and how fast."""

from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 15, 60)


disable_created_metrics()  # type: ignore[no-untyped-call]  # as the library has it; nobody asks when a count began


class RequestMetrics:
    """Counts of one process; of several processes each writes its own file, and whoever is asked adds them up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "intake_request_seconds",
            "Time from the first byte of a request to the last of its answer",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )

    def tell(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one request.

        Args:
            method: From `known_method`.
            route: Its pattern.
            status: Of the answer.
            seconds: From its head to the end of the answer.
        """
        self._seconds.labels(method, route, str(status)).observe(seconds)


def known_method(method: str) -> str:
    """A method of HTTP; what else stands in its place could be anything, and is told as one."""
    return method if method in _METHODS else "other"


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
