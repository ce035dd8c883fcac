"""`pg_dump` and `pg_restore`: which ones fit a server, and how they are led to it without a password in `ps`."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from psycopg import pq

from assetry.platform.database.embedded.binaries import candidate_folders
from assetry.platform.faults import PostgresMissing

# From this version on a dump can hold what the planner knows of its tables, and a server take it back.
WITH_STATISTICS = 18


def client_programs(least_major: int, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the oldest programs that are at least of that version: newer ones than the server say things in a
    restore that it does not know (`transaction_timeout`, before 17). Raises `PostgresMissing`.
    """
    found = [
        (major, number, folder)
        for number, folder in enumerate(_folders(environ))
        if (major := major_of(folder / "pg_dump")) is not None and (folder / "pg_restore").exists()
    ]
    fitting = [each for each in found if each[0] >= least_major]
    if fitting:
        return min(fitting)[2]
    raise PostgresMissing(
        f"No pg_dump and pg_restore of PostgreSQL {least_major} or newer were found. Install the system's "
        "postgresql-client, or name the folder of the programs by ASSETRY_PG_BINDIR."
    )


def major_of(program: Path) -> int | None:
    """The major version that a program names, None when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\s(\d+)", said)
    return int(found[1]) if found else None


def libpq_environment(url: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """This process's environment with the address as libpq's variables, and nothing else that leads elsewhere."""
    given = {option.envvar: option.val for option in pq.Conninfo.parse(url.encode()) if option.val}
    plain = {name: value for name, value in environ.items() if not name.startswith("PG")}
    named = {name.decode(): value.decode() for name, value in given.items() if name}
    return {**plain, **named, "LC_ALL": "C"}


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    named = environ.get("ASSETRY_PG_BINDIR")
    if named:
        yield Path(named)
    yield from candidate_folders()
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent
