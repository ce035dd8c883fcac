"""The database that operations are measured on: our own PostgreSQL as `assetry up` runs it, migrated."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import django
import psycopg
from psycopg import sql

from assetry.platform.database.embedded.cluster import Cluster, embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, DATABASE, OWNER, SUPERUSER


@dataclass(frozen=True)
class Database:
    """A running server; `url` says how a role reaches it."""

    cluster: Cluster

    @property
    def postmaster(self) -> int:
        """The server's first process."""
        assert self.cluster.pid
        return self.cluster.pid

    @property
    def application_url(self) -> str:
        """For floors, which speak to it by psycopg."""
        return self.cluster.url(APPLICATION)

    @property
    def owner_url(self) -> str:
        """For making rows and history."""
        return self.cluster.url(OWNER)


@dataclass
class Bench:
    """What an operation gets: a folder of its own, a database when it asks for one, and which sizes are wanted.

    `data` is the server's folder; what is kept there from one run to the next are registers (`bench.datasets`).
    """

    folder: Path
    data: Path
    sizes: tuple[int, ...] = ()
    operations: frozenset[str] = frozenset()

    def wants(self, operation: str) -> bool:
        """Whether it is to be measured, where a module measures several."""
        return not self.operations or operation in self.operations

    def sizes_or(self, *usual: int) -> tuple[int, ...]:
        """The sizes that were asked for, else an operation's usual ones."""
        return self.sizes or usual

    @cached_property
    def database(self) -> Database:
        """Started, with an empty database, migrated, and Django set up on it, at the first use."""
        cluster = embedded_cluster(self.data, ends_with_us=True)
        cluster.take_over()
        cluster.start()
        _drop_changed(cluster)
        cluster.prepare()
        database = Database(cluster)
        os.environ["DATABASE_URL"] = database.application_url
        os.environ["ASSETRY_OWNER_DATABASE_URL"] = database.owner_url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
        django.setup()
        _migrate()
        return database

    def stop(self) -> None:
        """Stop the database if there is one."""
        if "database" in self.__dict__:
            self.database.cluster.stop()


@contextmanager
def bench_in(
    folder: Path,
    kept: Path | None = None,
    sizes: tuple[int, ...] = (),
    operations: frozenset[str] = frozenset(),
) -> Iterator[Bench]:
    """A bench whose database is stopped at the end, and lies in `kept` where that is given.

    Raises `DataFolderInUse` while another bench runs there.
    """
    folder.chmod(0o711)  # for the user who runs PostgreSQL
    data = kept or folder / "data"
    bench = Bench(folder, data, sizes, operations)
    with DataFolder(data).locked():
        try:
            yield bench
        finally:
            bench.stop()


def _drop_changed(cluster: Cluster) -> None:
    """Of an earlier run only registers stay."""
    query = r"SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE 'copy\_%%'"
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        for (name,) in connection.execute(query, [DATABASE]).fetchall():
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _migrate() -> None:
    from assetry.platform.database.migrating import migrate

    migrate()
