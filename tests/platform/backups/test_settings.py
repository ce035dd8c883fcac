"""When backups are made by themselves, as the environment says."""

from datetime import time
from pathlib import Path

import pytest

from assetry.platform.backups.settings import read_backup_settings
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, role_url
from assetry.platform.faults import ConfigurationError

DATA = Path("/srv/register")
OUTSIDE = {"DATABASE_URL": "postgresql://app@db.example/register"}


def test_our_own_database_is_backed_up_daily_into_the_data_folder() -> None:
    url = role_url(DataFolder(DATA).socket, APPLICATION)
    for environ in ({}, {"DATABASE_URL": url}):
        found = read_backup_settings(DATA, environ)
        assert (found.folder, found.daily_at, found.days, found.weeks) == (
            DATA / "backups",
            time(2, 30),
            7,
            4,
        )
        assert found.before_upgrade


def test_an_outside_database_only_where_a_time_is_given() -> None:
    assert read_backup_settings(DATA, OUTSIDE).daily_at is None
    assert read_backup_settings(DATA, {**OUTSIDE, "ASSETRY_BACKUP_AT": "23:05"}).daily_at == time(23, 5)


def test_everything_can_be_said() -> None:
    said = {
        "ASSETRY_BACKUP_DIR": "/mnt/backups",
        "ASSETRY_BACKUP_AT": "off",
        "ASSETRY_BACKUP_KEEP": "14, 8",
        "ASSETRY_BACKUP_BEFORE_UPGRADE": "0",
    }
    found = read_backup_settings(DATA, said)
    assert (found.folder, found.daily_at, found.days, found.weeks) == (Path("/mnt/backups"), None, 14, 8)
    assert not found.before_upgrade


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASSETRY_BACKUP_AT", "24:00"),
        ("ASSETRY_BACKUP_AT", "noon"),
        ("ASSETRY_BACKUP_KEEP", "7"),
        ("ASSETRY_BACKUP_KEEP", "0,4"),
        ("ASSETRY_BACKUP_KEEP", "-1,4"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read_backup_settings(DATA, {variable: value})
