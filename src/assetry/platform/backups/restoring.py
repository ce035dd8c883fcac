"""Making a copy from an archive in a new database and a new folder, and proving that it is what was backed up."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from assetry.platform.backups import keys
from assetry.platform.backups.archive import CHUNK, Archive, hash_of
from assetry.platform.backups.facts import read_facts
from assetry.platform.backups.faults import ArchiveRefused, RestoreFailed
from assetry.platform.backups.golden import answer, golden_queries
from assetry.platform.backups.manifest import DUMP, FILES
from assetry.platform.backups.objects import differences, read_objects, read_rights
from assetry.platform.backups.place import FILES_FOLDER, KEY_FILE, Names, Place, make_database
from assetry.platform.backups.programs import WITH_STATISTICS, client_programs, libpq_environment
from assetry.platform.backups.swap import Marker, Phase, abandon, discard, require_nobody, switch
from assetry.platform.faults import DiskFull
from assetry.platform.secret_files import sync_folder, write_secret

# Less than this on the disk, and the database that is live would be the next to suffer.
LEAST_FREE_BYTES = 64 << 20
MOST_NAMED = 5

type Prepare = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to restore, and how the copy is brought in step.

    `prepare` gets the owner's address of the copy: it migrates, opens the trail's new epoch, and returns whether the
    archive had been made by this very version of the schema. `new_key`: the secret key out of the archive, to be used
    from now on.
    """

    archive: Archive
    place: Place
    names: Names
    prepare: Prepare
    new_key: str | None = None


def require_known_key(archive: Archive, secret_key: str, *, other_key: bool = False) -> None:
    """Raises `ArchiveRefused` when the archive was changed by somebody without the key, or made with another one."""
    if archive.manifest.key_fingerprint != keys.fingerprint(secret_key):
        if not other_key:
            raise ArchiveRefused(
                "This backup was made under another secret key. Put that key into the data folder first, restore with "
                "--with-keys if the backup holds it, or say --other-key if you know where the backup comes from: then "
                "everybody signs in again, and second factors have to be set up anew."
            )
    elif archive.mark != keys.mark_of(secret_key, archive.manifest_text):
        raise ArchiveRefused("This backup was changed by somebody who does not have the secret key.")


def require_known_migrations(archive: Archive, known: frozenset[str]) -> None:
    """Raises `ArchiveRefused` for a backup of a newer version."""
    unknown = [name for name in archive.manifest.facts.migrations if name not in known]
    if unknown:
        raise ArchiveRefused(
            f"This backup was made by a newer Assetry ({archive.manifest.version}; it has {unknown[0]}). "
            "Restore it by that version."
        )


def require_room(archive: Archive, place: Place) -> None:
    """Raises `DiskFull` when the copy does not fit beside what is live."""
    needed = archive.manifest.database_bytes + sum(
        member.size for name, member in archive.manifest.members.items() if name != DUMP
    )
    if place.free_bytes() < needed + LEAST_FREE_BYTES:
        raise _disk_full(place, f"{place.free_bytes() >> 20} MB are free, the copy needs {needed >> 20} MB")


def restore(order: Order) -> None:
    """Copy, prove, and put in the place of what is live; what was live is kept under the name `names.old`.

    Raises `RestoreFailed`, `DiskFull`, `ConfigurationError`; then nothing has changed.
    """
    require_nobody(order.place)
    Marker(order.names, Phase.COPYING).write(order.place.data_dir)
    proved = False
    try:
        _copy_and_prove(order)
        require_nobody(order.place)
        proved = True
    finally:
        if not proved:
            abandon(order.place, order.names)
    Marker(order.names, Phase.SWITCHING).write(order.place.data_dir)
    switch(order.place, order.names)


def verify(order: Order) -> None:
    """Copy and prove, then throw the copy away. Raises like `restore`."""
    try:
        _copy_and_prove(order)
    finally:
        discard(order.place, order.names)


def _copy_and_prove(order: Order) -> None:
    place, names = order.place, order.names
    require_room(order.archive, place)
    with _no_room_as_fault(place):
        with place.administrating() as connection:
            make_database(connection, place, names.new)
        _restore_dump(order)
        _restore_files(order.archive, place.data_dir / f"{FILES_FOLDER}{names.new_suffix}")
        if order.new_key is not None:
            write_secret(place.data_dir / f"{KEY_FILE}{names.new_suffix}", order.new_key)
    with psycopg.connect(place.owner_of(names.new), prepare_threshold=None) as connection:
        _require_same(order.archive, connection)
    with psycopg.connect(place.owner_of(names.new), autocommit=True) as connection:
        _let_plan(connection)
    if order.prepare(place.owner_of(names.new)):
        _require_same_rights(order)


def _let_plan(connection: psycopg.Connection) -> None:
    """What the planner knows comes in the dump; where it does not, reading every table is what is left."""
    row = connection.execute("SELECT EXISTS (SELECT FROM pg_stats WHERE schemaname = 'public')").fetchone()
    if row != (True,):
        connection.execute("ANALYZE")


def _left_out(order: Order) -> list[str]:
    """A server before 18 cannot take the statistics that a `pg_dump` of 18 has read from it."""
    if order.archive.manifest.dumped_by < WITH_STATISTICS:
        return []
    with order.place.administrating() as connection:
        return ["--no-statistics"] if connection.info.server_version < WITH_STATISTICS * 10_000 else []


def _restore_dump(order: Order) -> None:
    url = order.place.owner_of(order.names.new)
    command = [
        str(client_programs(order.archive.manifest.dumped_by) / "pg_restore"),
        f"--dbname={order.names.new}",
        "--no-owner",
        "--no-privileges",
        "--no-password",
        "--exit-on-error",
        *_left_out(order),
    ]
    with (
        order.archive.reading(DUMP) as stream,
        subprocess.Popen(
            command,
            env=libpq_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        fed = False
        try:
            _feed(process, stream, order.place)
            fed = True
        finally:
            if not fed:
                process.kill()
        _output, said = process.communicate()
    if process.returncode != 0:
        words = " ".join(said.decode(errors="replace").split())
        if os.strerror(errno.ENOSPC) in words:
            raise _disk_full(order.place, os.strerror(errno.ENOSPC))
        raise RestoreFailed(f"pg_restore failed, nothing was changed: {words[:500]}")


def _feed(process: "subprocess.Popen[bytes]", stream: IO[bytes], place: Place) -> None:
    """A dump can hold more than it says: the disk is looked at while it is read."""
    assert process.stdin  # noqa: S101 (PIPE)
    try:
        while chunk := stream.read(CHUNK):
            if place.free_bytes() < LEAST_FREE_BYTES:
                raise _disk_full(place, "the copy is larger than the backup says")
            process.stdin.write(chunk)
    except BrokenPipeError:
        return  # it has ended and says why


def _restore_files(archive: Archive, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for name, stream in archive.contents():
        path = folder / name.removeprefix(FILES)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _size, sha256 = hash_of(stream, file.write)
            file.flush()
            os.fsync(file.fileno())
        if sha256 != archive.manifest.members[name].sha256:
            raise RestoreFailed(f"{name} came out of the backup changed. Nothing was changed.")
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(each)


def _require_same(archive: Archive, connection: psycopg.Connection) -> None:
    manifest = archive.manifest
    found = manifest.facts.differences(read_facts(connection))
    for golden in golden_queries():
        digest, rows = manifest.golden.get(golden.name, ("", []))
        if digest == golden.digest and answer(connection, golden) != rows:
            found.append(f"“{golden.name}” has another answer")
    _refuse_differences(found + differences(manifest.objects, read_objects(connection)))


def _require_same_rights(order: Order) -> None:
    """After the preparation, which grants them anew. A month of the trail that it added is in no archive."""
    with psycopg.connect(order.place.owner_of(order.names.new)) as connection:
        restored = read_rights(connection, order.place.application_role)
    archived = order.archive.manifest.rights
    _refuse_differences(
        differences(archived, {name: restored[name] for name in restored.keys() & archived.keys()})
    )


def _refuse_differences(found: list[str]) -> None:
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise RestoreFailed(
            f"The restored copy is not what was backed up: {'; '.join(found[:MOST_NAMED])}{more}. Nothing was changed."
        )


@contextmanager
def _no_room_as_fault(place: Place) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.DiskFull as error:
        raise _disk_full(place, os.strerror(errno.ENOSPC)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _disk_full(place, os.strerror(errno.ENOSPC)) from error
        raise RestoreFailed(
            f"The copy cannot be written ({error.strerror or error}). Nothing was changed."
        ) from error


def _disk_full(place: Place, reason: str) -> DiskFull:
    return DiskFull(
        f"The disk that holds {place.data_dir} has no room for the copy ({reason}). Nothing was changed."
    )
