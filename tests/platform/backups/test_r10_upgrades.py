"""trust.md R10: an upgrade from every released version, killed at each of its steps, ends right and loses no row."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from assetry.platform.audit.install import find_problems
from assetry.platform.backups.archive import open_archive
from assetry.platform.backups.faults import BackupFailed
from assetry.platform.backups.objects import differences, read_objects
from assetry.platform.backups.place import Place
from assetry.platform.database.migrating import OWNER_ALIAS, is_upgrade, migrate
from tests.support.database import template_name
from tests.support.released import (
    RELEASED,
    columns_of,
    emptied,
    migrate_until_killed,
    missing,
    rows_of,
    upgraded,
)
from tests.support.running import run
from tests.support.server import conninfo

ROOT = Path(__file__).resolve().parents[3]
# The last commit before backups: what issue 6 landed.
BEFORE = "3804a7c"


def objects_of(url: str) -> dict[str, str]:
    """The application's own schema: no tables of tests, no months of the trail."""
    with psycopg.connect(url) as connection:
        found = read_objects(connection)
    return {
        name: digest
        for name, digest in found.items()
        if not any(word in name for word in ("shadow", "testapp", "public.audit_event_y", "_y20"))
    }


@pytest.mark.parametrize("name", sorted(path.name for path in RELEASED.iterdir()))
def test_r10_an_upgrade_that_is_killed_at_each_step_loses_nothing(
    name: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with upgraded(name) as url, django_db_blocker.unblock():
        assert is_upgrade(OWNER_ALIAS)
        columns = columns_of(url)
        before = rows_of(url, columns)
        assert len(before["assets_asset"]) == 40
        for number, key in enumerate(missing()):
            migrate_until_killed(key, noted=bool(number % 2))
            assert missing()[:1] == [key]
        migrate()
        assert missing() == []
        after = rows_of(url, columns)
        assert {table: rows - after[table] for table, rows in before.items() if rows - after[table]} == {}
        assert find_problems(connections[OWNER_ALIAS]) == []
        assert differences(objects_of(conninfo(template_name())), objects_of(url)) == []


def urls(url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a process on that database."""
    owner = Place.of(os.environ["ASSETRY_OWNER_DATABASE_URL"], str(conninfo_to_dict(url)["dbname"]))
    application = Place.of(os.environ["DATABASE_URL"], str(conninfo_to_dict(url)["dbname"]))
    key = "of this test alone, and long enough to be one"
    return {"ASSETRY_OWNER_DATABASE_URL": owner, "DATABASE_URL": application, "ASSETRY_SECRET_KEY": key}


def test_r10_before_an_upgrade_there_is_a_backup_or_no_upgrade(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with upgraded("issue-6.sql.xz") as url, django_db_blocker.unblock():
        environment = urls(url, tmp_path)
        (tmp_path / "file").write_bytes(b"no folder")
        nowhere = {"ASSETRY_BACKUP_DIR": str(tmp_path / "file" / "backups")}
        refused = run("migrate", data_dir=tmp_path, extra={**environment, **nowhere})
        assert (refused.returncode, bool(missing())) == (BackupFailed.exit_code, True), refused.stderr
        before = missing()
        done = run("migrate", data_dir=tmp_path, extra=environment)
        assert (done.returncode, missing()) == (0, []), done.stderr
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.endswith("-before-upgrade.zip")
    assert {f"{app}.{name}" for app, name in before}.isdisjoint(open_archive(made).manifest.facts.migrations)


@pytest.mark.soak
def test_r10_fifty_thousand_assets_of_the_commit_before_killed_at_each_step(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """By the code of that commit, out of our history; each step is killed by SIGKILL, unnoted and noted in turn."""
    made = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("the history of this clone does not reach back to that commit")
    subprocess.run(["tar", "-x", "-C", tmp_path], input=made.stdout, check=True)
    with emptied() as url, django_db_blocker.unblock():
        old = {**os.environ, **urls(url, tmp_path), "PYTHONPATH": f"{tmp_path}/src:{tmp_path}"}
        old["DJANGO_SETTINGS_MODULE"] = "assetry.config.settings"
        for words in (["assetry.cli.main", "migrate"], ["bench.datasets", "50000"]):
            subprocess.run([sys.executable, "-m", *words], env=old, cwd=tmp_path, check=True)
        columns = columns_of(url)
        before = rows_of(url, columns)
        assert len(before["assets_asset"]) == 50_000
        new = {**old, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        for number, (app, name) in enumerate(missing()):
            how = "noted" if number % 2 else "unnoted"
            killed = [sys.executable, "-m", "tests.support.killed_migrate", app, name, how]
            assert subprocess.run(killed, env=new, cwd=ROOT, check=False).returncode == -signal.SIGKILL
            assert missing()[:1] == [(app, name)]
        subprocess.run(
            [sys.executable, "-m", "assetry.cli.main", "migrate", "--no-backup"], env=new, check=True
        )
        assert missing() == []
        after = rows_of(url, columns)
        assert {
            table: len(rows - after[table]) for table, rows in before.items() if rows - after[table]
        } == {}
        assert find_problems(connections[OWNER_ALIAS]) == []


def test_r10_a_released_version_is_there() -> None:
    assert Path(RELEASED / "issue-6.sql.xz").exists()
