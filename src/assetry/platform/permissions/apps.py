"""The permissions app."""

from django.apps import AppConfig


class PermissionsConfig(AppConfig):
    """Compiled grants."""

    name = "assetry.platform.permissions"
    label = "permissions"
