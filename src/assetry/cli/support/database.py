"""The database of a command: the one that is named, the one of `assetry up`, or our own for as long as it takes."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from assetry.cli.support.restores import finish_restore_of
from assetry.platform.database.embedded.cluster import Cluster, embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, role_url
from assetry.platform.environment import Environment
from assetry.platform.faults import DatabaseDown, DataFolderInUse, DiskFull, OtherMajorVersion

APPLICATION_URL = "DATABASE_URL"
OWNER_URL = "ASSETRY_OWNER_DATABASE_URL"
PATIENCE_SECONDS = 10.0
OLDEST_SERVER = 15


def database_urls(environment: Environment) -> dict[str, str]:
    """The environment variables that lead Django to the database, which need not run yet."""
    if environment.database_url:
        owner = environment.owner_database_url
        return {APPLICATION_URL: environment.database_url, **({OWNER_URL: owner} if owner else {})}
    socket = DataFolder(environment.data_dir).socket
    return {APPLICATION_URL: role_url(socket, APPLICATION), OWNER_URL: role_url(socket, OWNER)}


@contextmanager
def running_database(environment: Environment) -> Iterator[None]:
    """The database answers until the end of the block.

    Raises `DatabaseDown`, or what starting our own can raise.
    """
    urls = database_urls(environment)
    if environment.database_url:
        require_answer(urls[APPLICATION_URL])
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(DataFolder(environment.data_dir).locked())
        except DataFolderInUse:
            require_answer(urls[APPLICATION_URL], PATIENCE_SECONDS)
        else:
            stack.enter_context(started(embedded_cluster(environment.data_dir, ends_with_us=True)))
        yield


@contextmanager
def started(cluster: Cluster) -> Iterator[None]:
    """The server runs, with its roles and database, until the end of the block."""
    cluster.take_over()
    try:
        cluster.start()
        finish_restore_of(cluster)
        cluster.prepare()
        yield
    finally:
        cluster.stop()


def require_answer(url: str, seconds: float = 0.0) -> None:
    """Raises `DatabaseDown` when the database does not answer within the seconds, `DiskFull` where it says so, and
    `OtherMajorVersion` when it is too old.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                version = connection.info.server_version // 10_000
        except psycopg.OperationalError as error:
            if os.strerror(errno.ENOSPC) in str(error):
                raise DiskFull(f"{_down(url, error)} Make room on its disk.") from error
            if time.monotonic() > deadline:
                raise DatabaseDown(f"{_down(url, error)} Start it, or correct DATABASE_URL.") from error
            time.sleep(0.1)
        else:
            break
    if version < OLDEST_SERVER:
        raise OtherMajorVersion(
            f"{_name(url)} runs on PostgreSQL {version}; Assetry needs {OLDEST_SERVER} or newer."
        )


def _down(url: str, error: psycopg.OperationalError) -> str:
    lines = [line for line in str(error).strip().splitlines() if line.strip() == line]  # others ask questions
    reason = lines[-1].removeprefix("connection failed: ")
    return f"{_name(url)} does not answer ({reason})."


def _name(url: str) -> str:
    """What can be said of an address without its password."""
    where = psycopg.conninfo.conninfo_to_dict(url)
    return f"The database {where.get('dbname')} at {where.get('host') or 'the local socket'}"
