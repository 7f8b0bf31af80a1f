"""The product's settings with pooled connections: a hundred requests of one process share a few."""

from enterprisehub.settings import *  # noqa: F403
from enterprisehub.settings import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 7, "timeout": 60.0}
