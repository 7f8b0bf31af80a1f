"""The worker's view of the application: everything is imported once, before the pool's processes are split off.

Imported afterwards, the model SDKs and our own modules would lie in each of them: four processes weigh 460 MB then,
and 280 when they share what was there before.
"""

import gc
import importlib
from typing import Any

from celery import signals

from enterprisehub.celery import app

HEAVY = ("anthropic", "openai", "phonenumbers")


@signals.worker_init.connect
def share_before_the_split(**_: Any) -> None:
    """Import what tasks use, then take it all out of the collector's sight: a collection would copy every page."""
    app.loader.import_default_modules()
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
