"""Whether a connection that a process keeps still stands."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[Any]:
    """A second connection of the application."""
    second = connection.copy()
    second.ensure_connection()
    yield second
    second.close()


def _last_statement(kept: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s", [kept.connection.info.backend_pid]
        )
        return str(cursor.fetchone()[0])


def test_a_healthy_connection_is_not_asked(kept: Any) -> None:
    before = _last_statement(kept)
    assert kept.is_usable()
    assert _last_statement(kept) == before != "SELECT 1"


def test_a_connection_that_the_server_ended_is_given_up(kept: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    assert not kept.is_usable()


def test_a_connection_that_we_closed_is_given_up(kept: Any) -> None:
    kept.connection.close()
    assert not kept.is_usable()


def test_a_connection_whose_transaction_failed_is_given_up(kept: Any) -> None:
    kept.set_autocommit(False)
    with pytest.raises(DataError), kept.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert not kept.is_usable()
