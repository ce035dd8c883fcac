"""Write everything into one archive, and read it back.

Database, files and the head of the trail, at one instant, while Assetry runs. Without --to it goes into the folder of
backups (ASSETRY_BACKUP_DIR). The secret key is not in it; with --with-keys it is, under a passphrase that is asked for,
or taken from ASSETRY_BACKUP_PASSPHRASE.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from assetry.cli.support.passphrases import asked_passphrase
from assetry.platform.backups.current import current_source
from assetry.platform.backups.making import make_backup
from assetry.platform.backups.queries import backup_settings
from assetry.platform.backups.retention import name_of
from assetry.platform.environment import read_environment


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry backup`."""
    parser = commands.add_parser("backup", description=__doc__)
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help="the archive to write; a folder gets the usual name"
    )
    parser.add_argument("--with-keys", action="store_true", help="put the secret key in, under a passphrase")


def run(arguments: argparse.Namespace) -> int:
    """Write, verify, say where it is."""
    at = datetime.now(UTC)
    target: Path = (arguments.to or backup_settings().folder).expanduser().absolute()
    if arguments.to is None or target.is_dir():
        target /= name_of(at)
    passphrase = asked_passphrase(confirm=True) if arguments.with_keys else None
    archive = make_backup(current_source(), target, read_environment().data_dir, at=at, passphrase=passphrase)
    rows = sum(count for count, _digest in archive.manifest.facts.tables.values())
    print(
        f"Wrote {target}: {target.stat().st_size / 1e6:.1f} MB, {rows} rows in {len(archive.manifest.facts.tables)} "
        f"tables, {len(archive.files())} files. It was read back and is whole."
    )
    if passphrase is None:
        print("The secret key is not in it: keep that apart (docs/admin/backup.md).")
    return 0
