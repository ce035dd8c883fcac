"""The store of this installation: `files` in the data folder."""

from pathlib import Path

from django.conf import settings

from assetry.platform.files.folder import FolderStore
from assetry.platform.files.port import FileStore


def files_root() -> Path:
    """The folder that backups archive whole; it may not be there yet."""
    return Path(settings.FILES_DIR)


def current_store() -> FileStore:
    """The store to read from and write to."""
    return FolderStore(files_root())
