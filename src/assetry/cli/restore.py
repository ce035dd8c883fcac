"""Put a backup in the place of what is there, or only prove that it could be.

The archive is checked to the last byte first, then restored into a new database and a new folder, compared with
everything that it says about itself, and only then put in place. What was there is kept beside it until
--remove-replaced. Stop `assetry up` first; --verify-only goes beside a running one.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django

from assetry.cli.support.database import APPLICATION_URL, OWNER_URL, running_database, started
from assetry.cli.support.restores import finish_restore_outside, place_of
from assetry.platform.backups.archive import Archive, open_archive
from assetry.platform.backups.keys import fingerprint, unlocked
from assetry.platform.backups.place import HEAD_FILE, Names, Place
from assetry.platform.backups.restoring import (
    Order,
    require_known_key,
    require_known_migrations,
    restore,
    verify,
)
from assetry.platform.backups.swap import remove_replaced
from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.environment import Environment, read_environment
from assetry.platform.faults import ConfigurationError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry restore`."""
    parser = commands.add_parser("restore", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="an archive of `assetry backup`")
    parser.add_argument(
        "--verify-only", action="store_true", help="prove the archive by a copy, then drop the copy"
    )
    parser.add_argument(
        "--with-keys", action="store_true", help="use the secret key in the archive from now on"
    )
    parser.add_argument(
        "--other-key", action="store_true", help="take an archive made under another secret key"
    )
    parser.add_argument(
        "--remove-replaced", action="store_true", help="drop what earlier restores have replaced"
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore, verify, or clear away; returns the exit code."""
    environment = read_environment()
    if arguments.remove_replaced:
        return _remove_replaced(environment)
    if arguments.file is None:
        raise ConfigurationError("Name the archive: assetry restore FILE.")
    archive = open_archive(arguments.file.expanduser().absolute())
    new_key = _key_inside(archive, environment) if arguments.with_keys else None
    require_known_key(archive, new_key or environment.secret_key, other_key=arguments.other_key)
    database = running_database if arguments.verify_only else _exclusive_database
    with database(environment):
        place = place_of(environment)
        names = Names.of(place, datetime.now(UTC))
        _lead_django_to(place, names)
        order = _order(archive, place, names, new_key)
        if arguments.verify_only:
            verify(order)
            print(
                f"{archive.path} is whole: its copy was the same in every table, object and file. It was dropped."
            )
            return 0
        restore(order)
    print(
        f"Restored the register as of {archive.manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC. What was there is kept as the "
        f"database {names.old}; `assetry restore --remove-replaced` drops it."
    )
    return 0


@contextmanager
def _exclusive_database(environment: Environment) -> Iterator[None]:
    """The server runs, and no Assetry on this data folder does. Raises `DataFolderInUse`."""
    with ExitStack() as stack:
        stack.enter_context(DataFolder(environment.data_dir).locked())
        if environment.database_url:
            finish_restore_outside(environment)
        else:
            stack.enter_context(started(embedded_cluster(environment.data_dir, ends_with_us=True)))
        yield


def _lead_django_to(place: Place, names: Names) -> None:
    """Django serves one database: the copy. What is live is handled by its address alone."""
    os.environ[APPLICATION_URL] = place.of(place.application, names.new)
    os.environ[OWNER_URL] = place.owner_of(names.new)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()


def _order(archive: Archive, place: Place, names: Names, new_key: str | None) -> Order:
    # Here, since they need Django.
    from assetry.platform.backups.preparing import known_migrations, prepare_copy  # noqa: PLC0415

    require_known_migrations(archive, known_migrations())
    head = place.data_dir / f"{HEAD_FILE}{names.new_suffix}"
    return Order(
        archive=archive, place=place, names=names, new_key=new_key, prepare=lambda _url: prepare_copy(head)
    )


def _key_inside(archive: Archive, environment: Environment) -> str | None:
    """The key out of the archive, None when it is in use. Raises `ConfigurationError` where it cannot be kept."""
    from assetry.cli.support.passphrases import asked_passphrase  # noqa: PLC0415

    content = archive.locked_key()
    if content is None:
        raise ConfigurationError("There is no secret key in this backup: it was made without --with-keys.")
    key = unlocked(content, asked_passphrase(confirm=False))
    if fingerprint(key) == fingerprint(environment.secret_key):
        return None
    if os.environ.get("ASSETRY_SECRET_KEY"):
        raise ConfigurationError(
            "ASSETRY_SECRET_KEY names another key. Take it out of the environment first."
        )
    return key


def _remove_replaced(environment: Environment) -> int:
    with running_database(environment):
        names = remove_replaced(place_of(environment))
    print(f"Removed {len(names)} replaced databases and their files." if names else "Nothing was replaced.")
    return 0
