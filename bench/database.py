"""The database that operations are measured on: our own PostgreSQL as `assetry up` runs it, migrated."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import django

from assetry.platform.database.embedded.cluster import Cluster, embedded_cluster
from assetry.platform.database.embedded.roles import APPLICATION, OWNER


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
    """What an operation gets: a folder of its own, and a database when it asks for one."""

    folder: Path

    @cached_property
    def database(self) -> Database:
        """Started, migrated, and Django set up on it, at the first use."""
        cluster = embedded_cluster(self.folder / "data", ends_with_us=True)
        cluster.start()
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
def bench_in(folder: Path) -> Iterator[Bench]:
    """A bench whose database is stopped at the end."""
    folder.chmod(0o711)  # for the user who runs PostgreSQL
    bench = Bench(folder)
    try:
        yield bench
    finally:
        bench.stop()


def _migrate() -> None:
    from assetry.platform.database.migrating import migrate

    migrate()
