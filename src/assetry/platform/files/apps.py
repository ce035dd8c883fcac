"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.files"
    label = "files"
