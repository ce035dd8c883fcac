"""A register to back up and restore: a database and a data folder of a test's own, and one archive for the session."""

import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from assetry.platform.backups.archive import open_archive, seal_over
from assetry.platform.backups.facts import Facts, read_facts
from assetry.platform.backups.keys import mark_of
from assetry.platform.backups.manifest import MANIFEST, SEAL
from assetry.platform.backups.place import Names, Place, database_names, drop_database
from assetry.platform.backups.preparing import known_migrations
from assetry.platform.backups.restoring import (
    Order,
    require_known_key,
    require_known_migrations,
    restore,
)
from assetry.platform.backups.writing import Source, write_backup
from tests.support.database import template_name
from tests.support.server import conninfo, database_name

SECRET_KEY = "the key of these backups: long enough to be one"
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FILES = {"ab/cd/abcd01": b"an invoice", "ef/01/ef0123": b"\x00" * 1000}


@contextmanager
def register(data_dir: Path, name: str = "live", template: str | None = None) -> Iterator[Place]:
    """A migrated database of its own, with files and a key beside it; everything that is made of it is dropped.

    `template`: a copy of another database.
    """
    live = f"{database_name()}_{name}"
    with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
        drop_database(connection, live)
        copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(copied.format(sql.Identifier(live), sql.Identifier(template or template_name())))
    for path, content in FILES.items():
        (data_dir / "files" / path).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / "files" / path).write_bytes(content)
    (data_dir / "secret_key").write_text(SECRET_KEY)
    owner = Place.of(os.environ["ASSETRY_OWNER_DATABASE_URL"], live)
    application = Place.of(os.environ["DATABASE_URL"], live)
    try:
        yield Place(data_dir, owner, owner, application)
    finally:
        with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
            for each in database_names(connection):
                if each.startswith(live):
                    drop_database(connection, each)


def source_of(place: Place) -> Source:
    """What a backup of the register reads."""
    return Source(
        url=place.owner,
        application_role=place.application_role,
        files=place.data_dir / "files",
        secret_key=SECRET_KEY,
    )


@cache
def whole_archive() -> bytes:
    """One archive of an empty register, with the key in it; made once a session."""
    with TemporaryDirectory() as folder, register(Path(folder), "archived") as place:
        target = Path(folder) / "whole.zip"
        write_backup(source_of(place), target, at=AT, passphrase="twelve or more")
        return target.read_bytes()


def members_of(content: bytes) -> dict[str, bytes]:
    """Every member of an archive, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """An archive of these members."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compression) as found:
        for name, content in members.items():
            found.writestr(name, content)
    return into.getvalue()


def sealed(members: Mapping[str, bytes], manifest: bytes, secret_key: str = SECRET_KEY) -> dict[str, bytes]:
    """With another manifest, and the seal that fits it."""
    return {**members, MANIFEST: manifest, SEAL: seal_over(manifest, mark_of(secret_key, manifest))}


def resealed(tmp_path: Path, **changes: Any) -> Path:
    """An archive whose manifest says something else, sealed by whoever has the key."""
    path = tmp_path / "resealed.zip"
    path.write_bytes(whole_archive())
    manifest = replace(open_archive(path).manifest, **changes)
    path.write_bytes(packed(sealed(members_of(whole_archive()), manifest.as_text())))
    return path


def restore_from(path: Path, place: Place, at: datetime = AT, *, other_key: bool = False) -> Names:
    """What the command does, but for bringing the copy in step."""
    archive = open_archive(path)
    require_known_key(archive, SECRET_KEY, other_key=other_key)
    require_known_migrations(archive, known_migrations())
    names = Names.of(place, at)
    restore(Order(archive=archive, place=place, names=names, prepare=lambda _url: False))
    return names


def facts_of(url: str) -> Facts:
    """What a database holds."""
    with psycopg.connect(url) as connection:
        return read_facts(connection)


def files_of(data_dir: Path) -> dict[str, bytes]:
    """Everything in the file store, and the key."""
    files = {
        path.relative_to(data_dir).as_posix(): path.read_bytes()
        for path in (data_dir / "files").rglob("*")
        if path.is_file()
    }
    return {**files, "secret_key": (data_dir / "secret_key").read_bytes()}


def left_over(place: Place) -> set[str]:
    """Whatever lies beside the register: databases made of its name, files in its folder."""
    with psycopg.connect(conninfo("postgres")) as connection:
        databases = {name for name in database_names(connection) if name.startswith(f"{place.live}_")}
    return databases | {path.name for path in place.data_dir.iterdir()} - {"files", "secret_key"}
