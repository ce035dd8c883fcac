"""Putting a restored copy in the place of what is live, so that a crash at any moment leaves one or the other.

A marker in the data folder says what is under way. While the copy is made, a crash means: throw it away. Once it is
proved, a crash means: go on. Each step looks at what is there and does what is left, so it can be done again.
"""

import json
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import sql

from assetry.platform.backups.faults import RestoreFailed
from assetry.platform.backups.place import (
    MARKER,
    PUT_IN_PLACE,
    Names,
    Place,
    database_names,
    drop_database,
    old_prefix,
)
from assetry.platform.secret_files import sync_folder, write_secret

# Without a user: PostgreSQL's own workers. What they are is not told to everybody.
_SESSIONS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""


class Phase(StrEnum):
    """What a crash means: throw the copy away, or go on."""

    COPYING = "copying"
    SWITCHING = "switching"


@dataclass(frozen=True)
class Marker:
    """The file in the data folder, there only while a restore is under way."""

    names: Names
    phase: Phase

    def write(self, data_dir: Path) -> None:
        """On disk before anything is done under it."""
        found = {"live": self.names.live, "stamp": self.names.stamp, "phase": self.phase}
        write_secret(data_dir / MARKER, json.dumps(found))
        sync_folder(data_dir)


def read_marker(data_dir: Path) -> Marker | None:
    """What is under way; None for nothing. Raises `RestoreFailed` for a marker that nobody of us wrote."""
    path = data_dir / MARKER
    try:
        found = json.loads(path.read_text())
        return Marker(Names(found["live"], found["stamp"]), Phase(found["phase"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise RestoreFailed(
            f"{path} is damaged: a restore was under way. See docs/admin/backup.md."
        ) from error


def finish_interrupted(place: Place) -> Phase | None:
    """Throw a half-made copy away, or finish a switch that was cut short; returns what was under way.

    Call it when the server answers and before anything looks at the live database.
    """
    marker = read_marker(place.data_dir)
    if marker is None:
        return None
    if marker.phase is Phase.COPYING:
        abandon(place, marker.names)
    else:
        switch(place, marker.names)
    return marker.phase


def abandon(place: Place, names: Names) -> None:
    """Nothing is left of the copy, nor of the marker; what is live was never touched."""
    discard(place, names)
    _forget_marker(place.data_dir)


def discard(place: Place, names: Names) -> None:
    """Nothing is left of the copy."""
    with place.administrating() as connection:
        drop_database(connection, names.new)
    for name in PUT_IN_PLACE:
        _remove(_beside(place, name, names.new_suffix))


def require_nobody(place: Place) -> None:
    """Raises `RestoreFailed` while somebody is connected to the live database."""
    with place.administrating() as connection:
        count = _sessions(connection, place.live)
    if count:
        raise RestoreFailed(
            f"{count} sessions are connected to the database {place.live}. Stop every Assetry that uses it (web "
            "server, worker), then restore again. Nothing was changed."
        )


def switch(place: Place, names: Names) -> None:
    """The copy becomes live, what was live is kept beside it. Under a marker that says so; can be done again."""
    with place.administrating() as connection:
        there = database_names(connection)
        if names.new in there:
            if names.live in there:
                _close(connection, names.live)
                _rename(connection, names.live, names.old)
            _rename(connection, names.new, names.live)
    for name in PUT_IN_PLACE:
        _put_in_place(place, name, names)
    _forget_marker(place.data_dir)


def replaced(place: Place) -> list[str]:
    """The names of databases that restores have replaced, the oldest first."""
    with place.administrating() as connection:
        return sorted(name for name in database_names(connection) if name.startswith(old_prefix(place.live)))


def remove_replaced(place: Place) -> list[str]:
    """Drop what restores have replaced, databases and files; returns the names of the databases."""
    names = replaced(place)
    with place.administrating() as connection:
        for name in names:
            drop_database(connection, name)
    for kept in place.data_dir.glob("*.before-*"):
        if kept.name.partition(".before-")[0] in PUT_IN_PLACE:
            _remove(kept)
    return names


def _put_in_place(place: Place, name: str, names: Names) -> None:
    waiting = _beside(place, name, names.new_suffix)
    if not waiting.exists():
        return
    live, before = place.data_dir / name, _beside(place, name, names.old_suffix)
    if live.exists():
        live.rename(before)
    waiting.rename(live)
    sync_folder(place.data_dir)


def _close(connection: psycopg.Connection, database: str) -> None:
    """Nobody comes in any more; raises `RestoreFailed` when somebody is still in, and lets others in again."""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    connection.execute(allow.format(sql.Identifier(database), sql.SQL("false")))
    if _sessions(connection, database):
        connection.execute(allow.format(sql.Identifier(database), sql.SQL("true")))
        raise RestoreFailed(
            f"Somebody is connected to the database {database}. Stop every Assetry that uses it, then start again: the "
            "restore is proved and will be finished."
        )


def _sessions(connection: psycopg.Connection, database: str) -> int:
    row = connection.execute(_SESSIONS, [database]).fetchone()
    return int(row[0]) if row else 0


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        connection.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))
    except psycopg.errors.ObjectInUse as error:
        raise RestoreFailed(
            f"Somebody is connected to the database {old}. Stop them, then start again."
        ) from error


def _beside(place: Place, name: str, suffix: str) -> Path:
    return place.data_dir / f"{name}{suffix}"


def _forget_marker(data_dir: Path) -> None:
    (data_dir / MARKER).unlink(missing_ok=True)
    sync_folder(data_dir)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
