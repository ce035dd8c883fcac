"""Which pg_dump fits, and how it is led to a server."""

from pathlib import Path

import pytest

from assetry.platform.backups.programs import client_programs, libpq_environment, major_of
from assetry.platform.faults import PostgresMissing


@pytest.fixture
def newest(tmp_path: Path) -> Path:
    """Programs that say they are newer than any server."""
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 99.1'\n")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_of_several_the_oldest_that_fits_is_taken(newest: Path) -> None:
    environ = {"ASSETRY_PG_BINDIR": str(newest)}
    assert major_of(client_programs(18, environ) / "pg_dump") == 18
    assert client_programs(50, environ) == newest


def test_without_any_it_is_said_what_to_do() -> None:
    with pytest.raises(PostgresMissing, match="postgresql-client"):
        client_programs(99, {})


def test_what_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert major_of(tmp_path / "pg_dump") is None


def test_an_address_becomes_variables_and_nothing_else_leads_elsewhere() -> None:
    url = "postgresql://app:s%40fe@db.example:6432/register?sslmode=verify-full&options=-c%20a%3Db"
    found = libpq_environment(url, {"PATH": "/bin", "PGSERVICE": "another", "PGHOST": "another"})
    assert found == {
        "PATH": "/bin",
        "LC_ALL": "C",
        "PGHOST": "db.example",
        "PGPORT": "6432",
        "PGUSER": "app",
        "PGPASSWORD": "s@fe",
        "PGDATABASE": "register",
        "PGSSLMODE": "verify-full",
        "PGOPTIONS": "-c a=b",
    }
