"""One PostgreSQL server on the data folder: made, started as our child, watched, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from assetry.platform.database.embedded.account import Account, account_for_database
from assetry.platform.database.embedded.binaries import Binaries, find_binaries
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.making import make_when_missing, require_same_major, write_access
from assetry.platform.database.embedded.roles import (
    DATABASE,
    SUPERUSER,
    prepare_database,
    prepare_roles,
    role_url,
)
from assetry.platform.faults import DataFolderInUse, StartFailed
from assetry.platform.processes import orphans
from assetry.platform.processes.orphans import Pause
from assetry.platform.processes.signals import end_with_parent

# At most this much log is replayed after a kill, so that recovery stays within seconds.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}
FAST_STOP_SECONDS = 60.0
TAKE_OVER_SECONDS = 8.0
SAY_RECOVERING_AFTER = 2.0


@dataclass
class Cluster:
    """The server of one data folder; use it only while the folder's lock is held.

    `ends_with_us`: it ends at once when this process is killed; else it goes on until somebody takes over.
    """

    folder: DataFolder
    account: Account
    binaries: Binaries
    extra_settings: Mapping[str, str] = field(default_factory=dict)
    ends_with_us: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    _log_sizes: dict[Path, int] = field(default_factory=dict)

    def url(self, role: str, database: str = DATABASE) -> str:
        """How a role reaches a database of this server."""
        return role_url(self.folder.socket, role, database)

    @property
    def pid(self) -> int | None:
        """The server process that we started, None for none."""
        return self.process.pid if self.process else None

    def has_ended(self) -> bool:
        """True when the server that we started is no more."""
        return self.process is not None and self.process.poll() is not None

    def take_over(self) -> None:
        """End what an earlier supervisor left running on this folder: politely first, then orphaned backends."""
        postmaster = self._postmaster()
        if postmaster in orphans.with_folder(self.folder.database, "postgres"):
            orphans.stop([postmaster], signal.SIGINT, TAKE_OVER_SECONDS)
        self.sweep()

    def sweep(self) -> None:
        """End every process that still works in the folder; backends outlive a killed server, and even commit."""
        left = orphans.stop(orphans.with_folder(self.folder.database, "postgres"), signal.SIGQUIT, 5)
        orphans.stop(left, signal.SIGKILL, 5)
        orphans.reap()
        if orphans.is_zombie(self._postmaster()):
            # Where no init collects the dead, a killed server looks alive to the next one.
            (self.folder.database / "postmaster.pid").unlink()
            (self.folder.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def start(self, *, pause: Pause = time.sleep, say: Callable[[str], None] = print) -> None:
        """Make the cluster when there is none, start the server and wait until it answers, however long it recovers.

        Raises `OtherMajorVersion`, `DiskFull`, `DataFolderInUse`, `StartFailed`.
        """
        make_when_missing(self.folder, self.account, self.binaries)
        require_same_major(self.folder, self.binaries)
        write_access(self.folder, self.account)
        self._log_sizes = {file: file.stat().st_size for file in self.folder.log.iterdir()}
        started = time.monotonic()
        with self._start_log.open("wb") as output:
            self.process = subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", self.folder.database, *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath},
                start_new_session=True,
                preexec_fn=end_with_parent if self.ends_with_us else None,  # noqa: PLW1509 (no threads yet)
                **self.account.spawn_options(),
            )
        said = False
        while self._state() != "ready":
            if self.process.poll() is not None:
                raise self._why_it_ended()
            if not said and time.monotonic() - started > SAY_RECOVERING_AFTER:
                say("The database is recovering what was written before the last stop…")
                said = True
            pause(0.02)

    def prepare(self, *, owner_makes_databases: bool = False) -> None:
        """Make the roles and the database when they are missing."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            prepare_roles(connection, owner_makes_databases=owner_makes_databases)
            prepare_database(connection)

    def stop(self) -> None:
        """Shut down: open transactions are rolled back, everything committed is on disk."""
        if self.process is None:
            return
        for how, seconds in (
            (signal.SIGINT, FAST_STOP_SECONDS),
            (signal.SIGQUIT, 5.0),
            (signal.SIGKILL, 5.0),
        ):
            if self.process.poll() is None:
                self.process.send_signal(how)
                try:
                    self.process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
        self.process = None

    def _state(self) -> str:
        """The word that the server keeps in its last line of `postmaster.pid`: starting, ready, stopping."""
        lines = self._pid_file()
        ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return lines[7].strip() if ours and len(lines) > 7 else ""

    def _postmaster(self) -> int:
        """The process that `postmaster.pid` names, 0 for none."""
        lines = self._pid_file()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else 0

    def _pid_file(self) -> list[str]:
        try:
            return (self.folder.database / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    @property
    def _start_log(self) -> Path:
        """What the server says before its own log is open; in a folder that its user may not write."""
        return self.folder.path / "postgresql-start.log"

    def _options(self) -> list[str]:
        places = {"unix_socket_directories": str(self.folder.socket), "log_directory": str(self.folder.log)}
        settings = {**SETTINGS, **places, **self.extra_settings}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _new_in_log(self) -> str:
        """What was logged since the start; a day's log is begun anew after a week, hence smaller."""
        texts = []
        for file in sorted(self.folder.log.iterdir()):
            seen = self._log_sizes.get(file, 0)
            with file.open("rb") as stream:
                stream.seek(seen if seen <= file.stat().st_size else 0)
                texts.append(stream.read().decode(errors="replace"))
        return "".join(texts)

    def _why_it_ended(self) -> Exception:
        said = self._start_log.read_text(errors="replace") + self._new_in_log()
        if "postmaster.pid" in said and "already exists" in said:
            return DataFolderInUse(f"Another PostgreSQL runs on {self.folder.database}. Stop it first.")
        reasons = [
            line.split("FATAL:")[-1].strip()
            for line in said.splitlines()
            if "FATAL:" in line or "PANIC:" in line
        ]
        return self.folder.full_if_no_space(said) or StartFailed(
            f"PostgreSQL did not start: {reasons[-1] if reasons else 'it gave no reason'}. See {self.folder.log}."
        )


def embedded_cluster(
    data_dir: Path,
    environ: Mapping[str, str] = os.environ,
    extra_settings: Mapping[str, str] | None = None,
    *,
    ends_with_us: bool = False,
) -> Cluster:
    """The server of a data folder, not yet started, with the folders made; hold the folder's lock.

    Raises `DataFolderUnusable`, `DiskFull`, `PostgresMissing`, `StartFailed`.
    """
    folder = DataFolder(data_dir)
    account = account_for_database()
    folder.prepare(account)
    binaries = find_binaries(environ, account, folder.path)
    return Cluster(folder, account, binaries, extra_settings or {}, ends_with_us)
