"""The Celery application: which queues there are, and how its few, short messages travel."""

from pathlib import Path
from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from intake_ai.dossier.states import PRIORITIES
from intake_ai.settings import Settings, get_settings
from intake_ai.work.queues import refuse_unknown_broker
from worker.folders import NAME, POLLING_SECONDS, register_transport

LOOKING_SECONDS = 5.0
"""A process that was called does piece after piece for so long before it asks Celery again."""
_HARD_LIMIT_SECONDS = 15 * 60
"""Beyond the limits of all kinds of work (`intake_ai.work.kinds`): for a process that no longer hears its alarm."""
_BROKER_SECONDS = 5.0
MESSAGE_LIFE_SECONDS = 120
"""Of a hint that nobody took: the sweep sends others."""
LOOK = "look"
TIDY = "tidy"


def configure(app: Celery, settings: Settings) -> None:
    """Point `app` at the queues of `settings`: a broker by URL, else folders under the data directory.

    Raises:
        BadRequest: There is no such broker (error-broker-url).
    """
    refuse_unknown_broker(settings.broker_url)
    app.conf.update(
        broker_url=settings.broker_url or f"{NAME}://localhost",
        broker_transport_options=_options(settings),
        broker_connection_timeout=_BROKER_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=10,
        task_queues=[Queue(name, Exchange(name, type="direct"), routing_key=name) for name in PRIORITIES],
        task_default_queue=PRIORITIES[-1],
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,  # the work was given back, and others are called for it
        task_time_limit=_HARD_LIMIT_SECONDS,
        worker_prefetch_multiplier=1,
        worker_max_memory_per_child=settings.worker_memory_mb * 1024,
        worker_proc_alive_timeout=180.0,  # a new process first makes what its first dossier needs
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
    )


def _options(settings: Settings) -> dict[str, Any]:
    if settings.broker_url.startswith("redis"):
        return {
            "socket_connect_timeout": _BROKER_SECONDS,
            "socket_timeout": _BROKER_SECONDS * 4,
            "socket_keepalive": True,
            "retry_on_timeout": False,
            "visibility_timeout": _HARD_LIMIT_SECONDS,
            "global_keyprefix": "intake-ai:",
        }
    if settings.broker_url:
        return {"confirm_publish": False, "max_retries": 1, "interval_start": 0, "interval_step": 0.2}
    return {"folder": str(_made(settings.data_dir / "queue")), "polling_interval": POLLING_SECONDS}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


register_transport()
app = Celery("intake-ai", include=["worker.tasks"], set_as_current=True)


@app.on_configure.connect
def _configure(sender: Celery, **_: object) -> None:
    configure(sender, get_settings())
