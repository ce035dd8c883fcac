"""The data folder: what lies where in it, who may enter, and the lock that says who owns it."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assetry.platform.database.embedded.account import Account, name_of
from assetry.platform.faults import DataFolderInUse, DataFolderUnusable, DiskFull

# What PostgreSQL needs to come up and to write its next pieces of log; a new database with its tables.
LEAST_FREE_MB = 32
LEAST_FREE_MB_AT_FIRST = 128
# The address of a Unix socket holds 104 bytes on macOS, 108 on Linux, the socket's own name 21 of them.
LONGEST_SOCKET_FOLDER = 80


class Holder(StrEnum):
    """What owns a data folder: `assetry up`, until somebody stops it, or a command that ends by itself."""

    UP = "up"
    COMMAND = "command"


@dataclass(frozen=True)
class DataFolder:
    """Paths only; `prepare` makes what is missing."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "postgres"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def socket(self) -> Path:
        """Inside the data folder where its name is short enough, else in the temporary folder."""
        inside = self.path / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path("/tmp") / f"assetry-{os.geteuid()}-{digest}"  # noqa: S108 (owner and mode are checked)

    def prepare(self, account: Account) -> None:
        """Make the folders, closed to everybody but us and the database's user.

        Raises `DataFolderUnusable` or `DiskFull`.
        """
        with self._as_fault():
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o750 if account.other else 0o700)
            if account.other:
                os.chown(self.path, os.geteuid(), account.gid)
            self._require_reachable(account)
            for folder in (self.log, self.socket):
                folder.mkdir(mode=0o700, exist_ok=True)
                self._require_real(folder, account)
                account.own(folder, 0o700)
        free = shutil.disk_usage(self.path).free // 1024 // 1024
        needed = LEAST_FREE_MB if self.database.exists() else LEAST_FREE_MB_AT_FIRST
        if free < needed:
            raise self.disk_full(f"{free} MB are free, Assetry needs {needed} MB to start")

    @contextmanager
    def locked(self, holder: Holder = Holder.COMMAND) -> Iterator[None]:
        """Own the data folder until the end of the block, or of this process, however it ends.

        Raises `DataFolderInUse` when another process owns it.
        """
        with self._as_fault():
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise self._in_use(os.pread(descriptor, 32, 0).decode()) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()} {holder}\n".encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def _in_use(self, noted: str) -> DataFolderInUse:
        """The fault, by what the owner wrote into the lock; for an instant that is nothing yet."""
        owner, _space, holder = noted.strip().partition(" ")
        return DataFolderInUse(
            f"Assetry already runs on {self.path} (process {owner or 'unknown'}). Stop it first, or give another "
            "folder by ASSETRY_DATA_DIR.",
            ends_by_itself=holder != Holder.UP,
        )

    def require_ours(self) -> None:
        """Root leaves data of another user alone: what it wrote there, that user could not use any more.

        Raises `DataFolderUnusable`.
        """
        if os.geteuid() != 0 or not self.path.is_dir():
            return
        owner = self.path.stat().st_uid
        if owner != 0 and any(self.path.iterdir()):
            raise DataFolderUnusable(
                f"The data in {self.path} belongs to the user {name_of(owner)}. Run this as that user and with the "
                "settings of the service: docs/admin/install.md has the command for it."
            )

    def full_if_no_space(self, text: str) -> DiskFull | None:
        """The fault to raise when a program's message says that the disk is full."""
        said = os.strerror(errno.ENOSPC)
        return self.disk_full(said) if said in text else None

    def disk_full(self, reason: str) -> DiskFull:
        """The fault that names this folder's disk."""
        return DiskFull(
            f"The disk that holds {self.path} is full ({reason}). Make room and start again: what was saved is there."
        )

    def _require_reachable(self, account: Account) -> None:
        closed = account.first_closed(self.path)
        if closed:
            raise DataFolderUnusable(
                f"{self.path}: the user {account.name}, who runs PostgreSQL, may not enter {closed}. "
                "Give another folder by ASSETRY_DATA_DIR."
            )

    def _require_real(self, folder: Path, account: Account) -> None:
        """The temporary folder is everybody's: what is there must be a folder of ours."""
        info = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or info.st_uid not in {os.geteuid(), account.uid}:
            raise DataFolderUnusable(f"{folder} belongs to somebody else. Remove it, then start again.")

    @contextmanager
    def _as_fault(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise self.disk_full(os.strerror(errno.ENOSPC)) from error
            raise DataFolderUnusable(
                f"The data folder {self.path} cannot be used: {error.strerror}. "
                "Give another folder by ASSETRY_DATA_DIR."
            ) from error
