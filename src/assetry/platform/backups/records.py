"""What was backed up when: a short list beside the data, since a list in the database would itself be restored."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from assetry.platform.secret_files import write_secret

NAME = "backups.json"
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Record:
    """One backup that was tried. `failure` is why it was not made, empty when it was; then it was read back too."""

    path: Path
    taken_at: datetime
    bytes: int
    verified: bool
    failure: str = ""


class UnreadableRecords(Exception):
    """The list is there and is none that Assetry wrote."""


def read_records(data_dir: Path) -> list[Record]:
    """The newest last; empty where there are none. Raises UnreadableRecords."""
    try:
        found = json.loads((data_dir / NAME).read_text())
        return [
            Record(
                **{**each, "path": Path(each["path"]), "taken_at": datetime.fromisoformat(each["taken_at"])}
            )
            for each in found
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnreadableRecords(str(data_dir / NAME)) from error


def known_records(data_dir: Path) -> list[Record]:
    """The same; empty too where the list cannot be read, which doctor names."""
    try:
        return read_records(data_dir)
    except UnreadableRecords:
        return []


def add_record(data_dir: Path, record: Record) -> None:
    """Note it down; the oldest of many are forgotten. A list that cannot be read is put aside and begun anew."""
    try:
        known = read_records(data_dir)
    except UnreadableRecords:
        (data_dir / NAME).rename(data_dir / f"{NAME}.unreadable")
        known = []
    _write(data_dir, [*known, record][-MOST:])


def _write(data_dir: Path, records: Iterable[Record]) -> None:
    found = [
        asdict(record) | {"path": str(record.path), "taken_at": record.taken_at.isoformat()}
        for record in records
    ]
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(data_dir / NAME, json.dumps(found, indent=1))
