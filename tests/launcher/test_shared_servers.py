"""The servers that tests share."""

import os

import pytest
import redis
from django.db import connection


@pytest.mark.django_db
def test_each_test_process_has_a_database_of_its_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    assert connection.settings_dict["NAME"] == "_".join(filter(None, ("test_enterprisehub", worker)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        assert cursor.fetchone()[0] >= 150_000


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_finds_an_empty_valkey(valkey: redis.Redis, turn: int) -> None:
    assert valkey.get("left_by_the_other") is None
    valkey.set("left_by_the_other", turn)
