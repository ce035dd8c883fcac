"""An outage is told from an error of ours, and logged in one line."""

import errno
import logging

import psycopg
import pytest
from django.db.utils import OperationalError

from assetry.platform.database.outages import OutageInOneLine, no_room_in, outage_of


def wrapped(error: Exception) -> OperationalError:
    outer = OperationalError("from Django")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("no socket"),
        psycopg.errors.AdminShutdown(),
        psycopg.errors.CannotConnectNow(),
        psycopg.errors.DiskFull(),
    ],
)
def test_a_database_that_is_away_or_full_is_an_outage(error: psycopg.OperationalError) -> None:
    assert outage_of(error) is error
    assert outage_of(wrapped(error)) is error


@pytest.mark.parametrize(
    "error", [psycopg.errors.DeadlockDetected(), psycopg.errors.UniqueViolation(), ValueError(), None]
)
def test_anything_else_is_not(error: Exception | None) -> None:
    assert outage_of(error) is None


def record(error: Exception) -> logging.LogRecord:
    return logging.LogRecord(
        "name", logging.ERROR, "file", 1, "Failed: %s", ("/",), (type(error), error, None)
    )


def test_an_outage_is_logged_without_its_traceback() -> None:
    logged = record(wrapped(psycopg.OperationalError("gone\nfor now")))
    assert OutageInOneLine().filter(logged)
    assert logged.getMessage() == "Failed: / (gone for now)"
    assert logged.exc_info is None


def test_a_disk_without_room_is_logged_without_its_traceback() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    logged = record(wrapped(full))
    assert OutageInOneLine().filter(logged)
    assert (logged.getMessage().endswith("No space left on device)"), logged.exc_info) == (True, None)
    assert no_room_in(OSError(errno.EACCES, "Permission denied")) is None


def test_an_error_of_ours_keeps_its_traceback() -> None:
    logged = record(ValueError("ours"))
    assert OutageInOneLine().filter(logged)
    assert logged.exc_info is not None
