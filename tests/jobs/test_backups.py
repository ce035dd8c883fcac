"""The backup of the day, made by the worker."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from assetry.jobs.backups import make_due_backup
from assetry.platform.backups.archive import open_archive
from assetry.platform.backups.queries import last_failure, latest_backup


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_setup: None) -> Iterator[Path]:
    """Of this test alone; a backup is due at every midnight."""
    monkeypatch.setenv("ASSETRY_BACKUP_AT", "00:00")
    # Settings were read before this worker had a database of its own.
    own = replace(
        settings.ENVIRONMENT,
        database_url=os.environ["DATABASE_URL"],
        owner_database_url=os.environ["ASSETRY_OWNER_DATABASE_URL"],
    )
    with override_settings(DATA_DIR=tmp_path, ENVIRONMENT=own):
        yield tmp_path


def test_it_is_made_once_however_often_the_job_is_delivered(data_dir: Path) -> None:
    make_due_backup(0)
    make_due_backup(0)
    (made,) = (data_dir / "backups").iterdir()
    latest = latest_backup()
    assert latest is not None
    assert (latest.path, latest.bytes, latest.verified) == (made, made.stat().st_size, True)
    assert "public.assets_asset" in open_archive(made).manifest.facts.tables


def test_a_failure_is_noted_down_and_logged(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (data_dir / "file").write_bytes(b"no folder")
    monkeypatch.setenv("ASSETRY_BACKUP_DIR", str(data_dir / "file" / "backups"))
    make_due_backup(0)
    failure = last_failure()
    assert failure is not None
    assert failure.failure in caplog.text
