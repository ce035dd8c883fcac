"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """User accounts."""

    name = "assetry.platform.accounts"
    label = "accounts"
