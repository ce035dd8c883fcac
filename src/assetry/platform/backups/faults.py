"""What keeps a backup from being made or restored; `docs/admin/backup.md` lists the exit codes."""

from assetry.platform.faults import Fault


class BackupFailed(Fault):
    """The backup could not be made; nothing of it is left."""

    exit_code = 20


class ArchiveRefused(Fault):
    """The file is no whole backup of ours that this version can restore; nothing was touched."""

    exit_code = 21


class RestoreFailed(Fault):
    """The restored copy is not what was backed up, or could not be made; what is live stayed as it was."""

    exit_code = 22
