"""The log: one line of JSON for each thing that happened, without personal data."""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

LogFormat = Literal["json", "console"]
_FRAMES = 40
_ERRORS = ("exc", "traceback", "args", "kwargs")
"""Names by which Celery's sentences take in what an error or a task holds."""
_QUIET = ("uvicorn.access", "httpx", "httpx2", "httpcore", "botocore", "alembic")


def set_up_logs(level: str = "INFO", style: LogFormat = "json", stream: TextIO | None = None) -> None:
    """Let structlog and the standard library write to one place in one way.

    Args:
        level: Least that is told.
        style: Lines of JSON, or for people at a terminal.
        stream: Where to; None is standard error.
    """
    ending = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, ending],
        )
    )
    handler.addFilter(_without_errors)
    pass_on_to_logging()
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", *_QUIET):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        if name in _QUIET:
            logger.setLevel(logging.WARNING)


def pass_on_to_logging() -> None:
    """Let structlog tell the standard library, without values of errors; where to is up to the process."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _without_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What broke and where, but not what the error says: its text may hold what a page or a person said."""
    shown = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None:
        shown, record.exc_info, record.exc_text = shown or record.exc_info, None, None
    if shown:
        kind, error, trace = shown if isinstance(shown, tuple) else _parts(shown)
        event["error"] = _chain(error) or getattr(kind, "__name__", "")
        event["frames"] = _frames(trace)
    return event


def _without_errors(record: logging.LogRecord) -> bool:
    """Celery puts the error of a task, and its trace, into the sentence itself."""
    if isinstance(record.args, Mapping):
        record.args = {**record.args, **{name: "…" for name in _ERRORS if name in record.args}}
    return True


def _parts(shown: object) -> tuple[type[BaseException] | None, BaseException | None, TracebackType | None]:
    if isinstance(shown, BaseException):
        return type(shown), shown, shown.__traceback__
    return sys.exc_info()


def _chain(error: BaseException | None) -> str:
    """Kinds of an error and of those that caused it."""
    kinds: list[str] = []
    while error is not None and len(kinds) < _FRAMES:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " < ".join(kinds)


def _frames(trace: TracebackType | None) -> list[str]:
    """Places in the code, without what stood in them."""
    return [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)[-_FRAMES:]]


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_values,
]
