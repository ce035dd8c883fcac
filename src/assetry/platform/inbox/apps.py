"""The inbox app."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Items that wait for accounts."""

    name = "assetry.platform.inbox"
    label = "inbox"
