"""The worker's view of the application: everything is imported once, before the pool's processes are split off.

Imported afterwards, the model SDKs and our own modules would lie in each of them: four processes weigh 460 MB then,
and 280 when they share what was there before.
"""

import gc
import importlib
import warnings
from typing import Any

from celery import signals
from celery.exceptions import SecurityWarning

from enterprisehub.celery import app

# Celery warns root because a pickled message can run code. Ours are JSON with no more than a task's name in them, and
# pickle as root is still refused. Whoever runs the product as root, as in a container, would read nine lines of it.
warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser", category=SecurityWarning)

HEAVY = ("anthropic", "openai", "phonenumbers")


@signals.worker_init.connect
def share_before_the_split(**_: Any) -> None:
    """Import what tasks use, then take it all out of the collector's sight: a collection would copy every page."""
    app.loader.import_default_modules()
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
