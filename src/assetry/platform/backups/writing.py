"""Making a backup: everything read in one snapshot, written beside its final name, read back, then renamed."""

import errno
import hashlib
import os
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg

from assetry.platform.backups import keys
from assetry.platform.backups.archive import FILE_NAME, Archive, hash_of, open_archive, seal_over
from assetry.platform.backups.facts import read_facts
from assetry.platform.backups.faults import BackupFailed
from assetry.platform.backups.golden import answer, golden_queries
from assetry.platform.backups.manifest import DUMP, FILES, KEY, MANIFEST, PRODUCT, SEAL, Manifest, Member
from assetry.platform.backups.objects import read_objects, read_rights
from assetry.platform.backups.programs import WITH_STATISTICS, client_programs, libpq_environment, major_of
from assetry.platform.faults import DatabaseDown, DiskFull
from assetry.platform.secret_files import sync_folder

_DATES = (1980, 1, 1, 0, 0, 0)
UNFINISHED = ".part"


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is backed up. `url` reaches the database as any role that may read all of it, the application's too."""

    url: str
    application_role: str
    files: Path
    secret_key: str


def write_backup(source: Source, target: Path, *, at: datetime, passphrase: str | None = None) -> Archive:
    """Make `target`, readable by its owner alone; with the secret key inside when a passphrase is given.

    Raises `BackupFailed`, `DiskFull`, `DatabaseDown`, `PostgresMissing`; nothing of it is left then.
    """
    part = target.with_name(f"{target.name}.part")
    with _as_faults(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "w+b") as file:
                _write(source, file, at=at, passphrase=passphrase)
                file.flush()
                os.fsync(file.fileno())
            archive = open_archive(part)
            part.rename(target)
            sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
    return replace(archive, path=target)


@contextmanager
def _as_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(
                f"The disk that holds {target.parent} is full. Make room, or write the backup elsewhere (--to); "
                "nothing of it was left there."
            ) from error
        raise BackupFailed(f"{target} cannot be written ({error.strerror or error}).") from error
    except psycopg.errors.UndefinedTable as error:
        raise BackupFailed("There is nothing to back up yet: the database has no register.") from error
    except psycopg.OperationalError as error:
        raise DatabaseDown(
            f"The database gave up during the backup: {' '.join(str(error).split())}."
        ) from error


def _write(source: Source, file: IO[bytes], *, at: datetime, passphrase: str | None) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as into,
        _snapshot(source.url) as (connection, snapshot),
    ):
        facts = read_facts(connection)
        golden = {each.name: (each.digest, answer(connection, each)) for each in golden_queries()}
        programs = client_programs(connection.info.server_version // 10_000)
        members = {DUMP: _add_dump(into, source.url, programs, snapshot)}
        # After the snapshot: a file is written before its row, and removed long after it.
        members |= _add_files(into, source.files)
        if passphrase is not None:
            members[KEY] = _add_bytes(into, KEY, keys.locked(source.secret_key, passphrase))
        manifest = Manifest(
            version=version(PRODUCT),
            taken_at=at,
            server_version=connection.info.server_version,
            dumped_by=major_of(programs / "pg_dump") or 0,
            database_bytes=_database_bytes(connection),
            key_fingerprint=keys.fingerprint(source.secret_key),
            facts=facts,
            objects=read_objects(connection),
            rights=read_rights(connection, source.application_role),
            golden=golden,
            members=members,
        ).as_text()
        _add_bytes(into, MANIFEST, manifest)
        _add_bytes(into, SEAL, seal_over(manifest, keys.mark_of(source.secret_key, manifest)))


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A read-only transaction, and the name by which `pg_dump` sees exactly what it sees."""
    with psycopg.connect(url, prepare_threshold=None) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row  # noqa: S101 (a function without FROM gives one row)
        yield connection, str(row[0])
        connection.rollback()


def _add_dump(into: zipfile.ZipFile, url: str, programs: Path, snapshot: str) -> Member:
    command = [
        str(programs / "pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--no-password",
        f"--snapshot={snapshot}",
        *(["--statistics"] if (major_of(programs / "pg_dump") or 0) >= WITH_STATISTICS else []),
    ]
    with (
        into.open(_info(DUMP), "w", force_zip64=True) as stream,
        subprocess.Popen(
            command, env=libpq_environment(url), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stdout  # noqa: S101 (PIPE)
        # Should this fail, the pipe is closed and pg_dump ends by that.
        size, sha256 = hash_of(process.stdout, stream.write)
        _output, said = process.communicate()
    if process.returncode != 0:
        raise BackupFailed(f"pg_dump failed: {' '.join(said.decode(errors='replace').split())[:500]}")
    return Member(size, sha256)


def _add_files(into: zipfile.ZipFile, folder: Path) -> dict[str, Member]:
    """Every plain file of the store; what is unfinished is no row's, and neither is what goes meanwhile."""
    members = {}
    for path in sorted(folder.rglob("*")):
        name = f"{FILES}{path.relative_to(folder).as_posix()}"
        if (
            path.is_symlink()
            or not path.is_file()
            or path.suffix == UNFINISHED
            or not FILE_NAME.fullmatch(name)
        ):
            continue
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        with source, into.open(_info(name), "w", force_zip64=True) as stream:
            members[name] = Member(*hash_of(source, stream.write))
    return members


def _add_bytes(into: zipfile.ZipFile, name: str, content: bytes) -> Member:
    with into.open(_info(name), "w") as stream:
        stream.write(content)
    return Member(len(content), hashlib.sha256(content).hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATES)
    info.external_attr = 0o100600 << 16
    return info


def _database_bytes(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0
