"""What keeps a command from running: each a plain sentence that says what to do, and an exit code of its own.

A fault is about the installation (disk, port, database), a `Refusal` about the business. The command line prints
a fault without a traceback; `docs/admin` lists the codes.
"""

from typing import ClassVar


class Fault(Exception):
    """The root of every fault; `str(fault)` is the whole message."""

    exit_code: ClassVar[int] = 1


class ConfigurationError(Fault):
    """A setting is missing or cannot be read."""

    exit_code = 2


class DataFolderUnusable(Fault):
    """The data folder cannot be made, reached or written."""

    exit_code = 10


class DataFolderInUse(Fault):
    """Another Assetry runs on the same data folder; `ends_by_itself` when it is a command that will be done."""

    exit_code = 11

    def __init__(self, message: str, *, ends_by_itself: bool = False) -> None:
        super().__init__(message)
        self.ends_by_itself = ends_by_itself


class DiskFull(Fault):
    """There is no room left where the data lies."""

    exit_code = 12


class PortInUse(Fault):
    """Another program listens on the port."""

    exit_code = 13


class OtherMajorVersion(Fault):
    """The data was written by another major version of PostgreSQL."""

    exit_code = 14


class DatabaseDown(Fault):
    """The database does not answer."""

    exit_code = 15


class UnknownMigrations(Fault):
    """The data was migrated by a newer Assetry."""

    exit_code = 16


class PostgresMissing(Fault):
    """There is no PostgreSQL that could be started."""

    exit_code = 17


class StartFailed(Fault):
    """A process of ours ended while it was starting."""

    exit_code = 18
