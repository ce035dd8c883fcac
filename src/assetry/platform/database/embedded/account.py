"""The operating system's user that PostgreSQL runs as: the one who starts it, or, as root, one of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from assetry.platform.faults import StartFailed

SYSTEM_USER = "assetry"


class SpawnOptions(TypedDict, total=False):
    """The keyword arguments of `subprocess` by which a process runs as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """`other` is set when processes must change to this user first (we are root)."""

    name: str
    uid: int
    gid: int
    other: bool

    def spawn_options(self) -> SpawnOptions:
        """How `subprocess` starts a process as this user."""
        return SpawnOptions(user=self.uid, group=self.gid, extra_groups=[]) if self.other else SpawnOptions()

    def own(self, path: Path, mode: int) -> None:
        """Give the path to this user, with exactly this mode."""
        if self.other:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def write(self, path: Path, content: str) -> None:
        """Write a file of this user's, in a folder of this user's: never through a link that lies there."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600), "w") as file:
            os.fchmod(file.fileno(), 0o600)
            if self.other:
                os.fchown(file.fileno(), self.uid, self.gid)
            file.write(content)

    def reaches(self, path: Path) -> bool:
        """True when this user may run the program, or enter the folder, and every folder above it."""
        return self.first_closed(path) is None

    def first_closed(self, path: Path) -> Path | None:
        """The outermost of the path and the folders above it that this user may not enter or run."""
        parts = [*reversed(path.resolve().parents), path.resolve()]
        return next((part for part in parts if not self._may_enter(part)), None)

    def _may_enter(self, path: Path) -> bool:
        if not self.other:
            return os.access(path, os.X_OK)
        info = path.stat()
        shift = 6 if info.st_uid == self.uid else 3 if info.st_gid == self.gid else 0
        return bool(info.st_mode >> shift & 0o1)


def account_for_database() -> Account:
    """The user for the server's processes; as root made when missing. Raises `StartFailed` when it cannot be made."""
    if os.geteuid() != 0:
        user = pwd.getpwuid(os.geteuid())
        return Account(user.pw_name, user.pw_uid, user.pw_gid, other=False)
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        user = pwd.getpwnam(SYSTEM_USER)
    return Account(user.pw_name, user.pw_uid, user.pw_gid, other=True)


def name_of_this_user() -> str:
    """As the server sees whoever connects from here over the socket."""
    return pwd.getpwuid(os.geteuid()).pw_name


def name_of(uid: int) -> str:
    """The user's name, the number where there is none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _make_system_user() -> None:
    command = shutil.which("useradd") or "/usr/sbin/useradd"
    options = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    try:
        subprocess.run([command, *options, SYSTEM_USER], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise StartFailed(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be made "
            f"({error}). Make it by useradd, or give DATABASE_URL."
        ) from error
