"""The task application, its queues and the beat's schedule."""

import os

from celery import Celery
from django.conf import settings
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enterprisehub.settings")

# The nameless exchange routes by queue name alone: no binding is kept in Redis that a flush could lose.
DIRECT = Exchange("")
QUEUES = ("intake", "turns", "outbox", "upkeep")


def every(task: str, seconds: float) -> dict[str, object]:
    """A line of the beat's schedule. What a stopped worker left lying is dropped: the next beat says the same."""
    return {"task": f"enterprisehub.tasks.{task}", "schedule": seconds, "options": {"expires": max(10.0, 2 * seconds)}}


# Beat is a metronome: whatever it misses is found by the next sweep, because the work stands in PostgreSQL.
BEAT = {
    "sweep": every("sweep", settings.SWEEP_SECONDS),
    "release expired claims": every("release_expired_claims", 2.0),
    "tend the models": every("tend_models", 5.0),
    "resume threads": every("resume_threads", 10.0),
    "chain the audit record": every("chain_audit", 30.0),
    "forget lost values": every("forget_lost_values", 600.0),
}

app = Celery("enterprisehub")
app.config_from_object(
    {
        "broker_url": settings.CELERY_BROKER_URL,
        "beat_schedule": BEAT,
        # Connections of a worker stay open from task to task (the drains check them); 0 would open one per wake-up.
        "CELERY_DB_REUSE_MAX": 1_000_000,
        "task_queues": [Queue(name, DIRECT, routing_key=name) for name in QUEUES],
        "task_routes": {f"enterprisehub.tasks.drain_{stage}": {"queue": stage} for stage in QUEUES[:3]},
        "task_default_queue": "upkeep",
        "task_default_exchange": "",
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        # A task is only a wake-up for work that stands in PostgreSQL, so nothing is redelivered: sweepers ring again.
        "task_acks_late": False,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {"socket_timeout": 5, "socket_connect_timeout": 1, "socket_keepalive": True},
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "enable_utc": True,
        "timezone": "UTC",
        "imports": ["enterprisehub.tasks"],
    }
)
