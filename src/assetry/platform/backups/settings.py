"""When backups are made by themselves, where, and how many are kept: read from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.faults import ConfigurationError

USUAL_TIME = "02:30"
USUAL_KEEP = "7,4"


@dataclass(frozen=True, kw_only=True)
class BackupSettings:
    """`daily_at` is UTC, None for never; `days` and `weeks`: how many of the newest of each keep one backup."""

    folder: Path
    daily_at: time | None
    days: int
    weeks: int
    before_upgrade: bool


def read_backup_settings(data_dir: Path, environ: Mapping[str, str] = os.environ) -> BackupSettings:
    """Daily where the database is our own, else when a time is given. Raises `ConfigurationError`."""
    usual = USUAL_TIME if is_embedded(data_dir, environ) else "off"
    days, weeks = _keep(environ.get("ASSETRY_BACKUP_KEEP") or USUAL_KEEP)
    return BackupSettings(
        folder=Path(environ.get("ASSETRY_BACKUP_DIR") or data_dir / "backups").expanduser().absolute(),
        daily_at=_time(environ.get("ASSETRY_BACKUP_AT") or usual),
        days=days,
        weeks=weeks,
        before_upgrade=environ.get("ASSETRY_BACKUP_BEFORE_UPGRADE") != "0",
    )


def is_embedded(data_dir: Path, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the database is our own; `assetry up` names it to its children."""
    url = environ.get("DATABASE_URL", "")
    return not url or str(DataFolder(data_dir).socket) in url.replace("%2F", "/")


def _time(text: str) -> time | None:
    if text == "off":
        return None
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if not found:
        raise ConfigurationError(f"ASSETRY_BACKUP_AT is {text!r}. Give a time (UTC) like 02:30, or off.")
    return time(int(found[1]), int(found[2]))


def _keep(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,3}),(\d{1,3})", text.replace(" ", ""))
    if not found or int(found[1]) < 1:
        raise ConfigurationError(
            f"ASSETRY_BACKUP_KEEP is {text!r}. Give how many days and weeks, like 7,4; at least one day."
        )
    return int(found[1]), int(found[2])
