"""The test session: one PostgreSQL server, one database per worker, the application role, no outside network."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests.support.browsers import (  # noqa: F401 - fixtures
    browser,
    browsers,
    open_for,
    page,
    playwright,
    sign_in,
    watch,
)
from tests.support.corpus import SKIPPED, corpus_folder
from tests.support.once import make_shared_folder
from tests.support.order import put_long_ones_first
from tests.support.server import conninfo, database_name, ensure_server, export_urls
from tests.support.shadow import pytest_runtest_call  # noqa: F401 - the hook that compares the trail after each test

if TYPE_CHECKING:
    from tests.cast import Cast

# Here, before the settings are read (xdist's workers, which inherit this, read them earlier).
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
ensure_server()
export_urls()
# At once, not when pytest is configured: the conftest.py files of folders below import models.
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """Name our markers, and make the folder that workers share."""
    make_shared_folder(config)
    config.addinivalue_line(
        "markers", "soak: many rounds of what the suite does a few times; `make soak` runs these"
    )
    config.addinivalue_line("markers", "untrailed: breaks the trail on purpose, so it is not compared")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, in whatever order the rest was shuffled."""
    put_long_ones_first(items)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: migrate as the owner, run as the application role, restore by copying."""
    from django.test import TransactionTestCase

    from tests.support import database

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.restore())
        database.prepare()
        yield
        database.drop()


@pytest.fixture
def owner_connection(db: None) -> Iterator[psycopg.Connection]:
    """A connection of the owner role to this worker's database; it sees only what was committed."""
    with psycopg.connect(conninfo(database_name()), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real data; a test that asks for it is skipped, and counted, where there is none."""
    folder = corpus_folder()
    if folder is None:
        pytest.skip(SKIPPED)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End the suite with how many tests could not see real data, and how large the permission matrix is."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if SKIPPED in str(report.longrepr)
    ]
    terminalreporter.write_line(f"corpus tests skipped: {len(skipped)}")
    told = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in report.user_properties
        if name == "cells"
    ]
    terminalreporter.write_line(f"permission matrix: {sum(told)} cells")


@pytest.fixture
def cast(db: None) -> "Cast":
    """The six people that every rule is tried with."""
    from tests.cast import make_cast

    return make_cast()
