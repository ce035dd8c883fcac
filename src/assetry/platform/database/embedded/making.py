"""Making the database's folder, and refusing one that these programs must not touch."""

import os
import shutil
import subprocess

from assetry.platform.database.embedded.account import Account, name_of_this_user
from assetry.platform.database.embedded.binaries import Binaries
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER
from assetry.platform.faults import OtherMajorVersion, StartFailed


def make_when_missing(folder: DataFolder, account: Account, binaries: Binaries) -> None:
    """Run initdb, under another name first: a cluster that is there is a whole one.

    Raises `DiskFull`, `StartFailed`.
    """
    if (folder.database / "PG_VERSION").exists():
        return
    unfinished = folder.path / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.own(unfinished, 0o700)
    result = subprocess.run(
        [
            binaries.folder / "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--auth-local=peer",
            "--auth-host=reject",
            "--no-instructions",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"LC_ALL": "C", "PATH": os.defpath},
        **account.spawn_options(),
    )
    if result.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        reason = result.stderr.strip()
        raise folder.full_if_no_space(reason) or StartFailed(f"The database could not be made:\n{reason}")
    unfinished.rename(folder.database)


def require_same_major(folder: DataFolder, binaries: Binaries) -> None:
    """Raises `OtherMajorVersion` for data of another one, `StartFailed` where it does not say; nothing is written."""
    written_by = (folder.database / "PG_VERSION").read_text(errors="replace").strip()
    if not written_by.isdecimal():
        raise StartFailed(
            f"{folder.database / 'PG_VERSION'} does not say which PostgreSQL wrote this data: it is empty or damaged, "
            "and other files there may be too. Nothing was touched. Move the data folder aside and restore a backup."
        )
    if written_by != str(binaries.major):
        raise OtherMajorVersion(
            f"{folder.database} was written by PostgreSQL {written_by}, and this is {binaries.version}. "
            f"Nothing was touched. Start with the programs of PostgreSQL {written_by} (ASSETRY_PG_BINDIR) and move "
            "the data by a backup and restore, or by pg_upgrade."
        )


def write_access(folder: DataFolder, account: Account) -> None:
    """Only the user who starts Assetry connects, over the socket, as one of three roles."""
    user = name_of_this_user()
    maps = "".join(f'assetry "{user}" {role}\n' for role in (OWNER, APPLICATION, SUPERUSER))
    for name, content in (("pg_hba.conf", "local all all peer map=assetry\n"), ("pg_ident.conf", maps)):
        account.write(folder.database / name, content)
