"""What this process's settings lead to: the source of its backups."""

from pathlib import Path

from django.conf import settings

from assetry.platform.audit.install import application_role
from assetry.platform.backups.place import FILES_FOLDER
from assetry.platform.backups.writing import Source


def current_source() -> Source:
    """The database as the owner's role where its URL is known, else the application's; the file store, the key."""
    return Source(
        url=settings.ENVIRONMENT.owner_database_url or settings.ENVIRONMENT.database_url,
        application_role=application_role(),
        files=Path(settings.DATA_DIR) / FILES_FOLDER,
        secret_key=settings.SECRET_KEY,
    )
