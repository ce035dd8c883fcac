"""`assetry backup` and `assetry restore` of 100,000 assets with two years of trail and 1,000 files, as commands.

The floor of a backup is `pg_dump` into a file and a copy of the files; of a restore `pg_restore` of that dump into an
empty database, and a copy of the files. Both commands prove what they made: that is what may cost a third and a half.
"""

import hashlib
import os
import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from assetry.platform.backups.programs import client_programs, libpq_environment
from assetry.platform.database.embedded.roles import OWNER, SUPERUSER
from bench.database import Bench
from bench.datasets import Register, copy_of, register_of
from bench.metering import Meter
from bench.results import Result, compared

OPERATIONS = ("backup", "restore")
ROWS = 100_000
FILES = 1000
FILE_BYTES = 60_000
_BESIDE = (" COMMENT ", " STATISTICS DATA ")
_CHECKSUM = """
    SELECT (SELECT sum(hashtextextended(t::text, 0)) FROM assets_asset t)::text,
           (SELECT sum(hashtextextended(t::text, 0)) FROM audit_change t)::text
"""


class CommandMeter(Meter):
    """With what the commands cost that this process has started and waited for."""

    def _read(self) -> tuple[float, float]:
        python, postgres = super()._read()
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return python + children.ru_utime + children.ru_stime, postgres


def run(bench: Bench) -> Iterator[Result]:
    """The floor goes first, so that both read from memory."""
    register = copy_of(bench, register_of(bench, ROWS), "history")
    data_dir = bench.folder / "backup"
    environment = _environment(bench, register, data_dir)
    _write_files(data_dir / "files")
    subprocess.run([sys.executable, "-m", "bench.history"], env=environment, check=True)
    _assetry(environment, "audit", "seal")  # as the worker does each minute
    archive, dump, copied = data_dir / "ours.zip", bench.folder / "floor.dump", bench.folder / "floor-files"
    programs = client_programs(17)
    dumping = [
        str(programs / "pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={dump}",
    ]
    with CommandMeter(bench.database) as floor:
        subprocess.run(dumping, env=libpq_environment(register.owner_url), check=True)
        subprocess.run(["cp", "-a", data_dir / "files", copied], check=True)
    with CommandMeter(bench.database) as ours:
        _assetry(environment, "backup", "--to", str(archive))
    yield compared(
        "backup",
        rows=ROWS,
        ours=ours,
        floor=floor,
        checksum_equal=_listed(programs, dump) == _listed(programs, _dump_in(archive, bench.folder)),
    )
    yield _restored(bench, register, environment, archive, dump)


def _restored(
    bench: Bench, register: Register, environment: dict[str, str], archive: Path, dump: Path
) -> Result:
    name = "bench_restored_floor"
    with psycopg.connect(bench.database.cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        connection.execute(made)
    url = bench.database.cluster.url(OWNER, name)
    command = [
        str(client_programs(17) / "pg_restore"),
        "--no-owner",
        "--exit-on-error",
        f"--dbname={name}",
        str(dump),
    ]
    with CommandMeter(bench.database) as floor:
        subprocess.run(command, env=libpq_environment(url), check=True)
        subprocess.run(
            ["cp", "-a", bench.folder / "floor-files", bench.folder / "floor-restored"], check=True
        )
    sums = _sums(url)
    _drop(bench, name)
    with CommandMeter(bench.database) as ours:
        _assetry(environment, "restore", str(archive))
    return compared(
        "restore", rows=ROWS, ours=ours, floor=floor, checksum_equal=sums == _sums(register.owner_url)
    )


def _drop(bench: Bench, name: str) -> None:
    """The floor's work that PostgreSQL puts off (vacuum, analyze, checkpoint) must not fall into ours."""
    with psycopg.connect(bench.database.cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute("CHECKPOINT")


def _environment(bench: Bench, register: Register, data_dir: Path) -> dict[str, str]:
    """The owner may make databases here, as a restore beside an outside server needs."""
    with psycopg.connect(bench.database.cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
    own = {"ASSETRY_OWNER_DATABASE_URL": register.owner_url, "ASSETRY_DATA_DIR": str(data_dir)}
    return {**register.environment, **own}


def _write_files(folder: Path) -> None:
    chance = random.Random(7)  # noqa: S311 (the same files each time)
    for number in range(FILES):
        key = hashlib.sha256(str(number).encode()).hexdigest()[:32]
        path = folder / key[:2] / key[2:4] / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.randbytes(FILE_BYTES))


def _assetry(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "assetry.cli.main", *words]
    subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)


def _dump_in(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as found:
        return Path(found.extract("database.dump", folder))


def _listed(programs: Path, dump: Path) -> list[str]:
    """What a dump holds, object by object; statistics and comments are no part of the register."""
    said = subprocess.run(
        [programs / "pg_restore", "--list", dump], check=True, capture_output=True, text=True
    )
    lines = [line.partition("; ")[2] for line in said.stdout.splitlines() if not line.startswith(";")]
    return sorted(line for line in lines if not any(word in f" {line}" for word in _BESIDE))


def _sums(url: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET search_path = public")
        return tuple(connection.execute(_CHECKSUM).fetchone() or ())
