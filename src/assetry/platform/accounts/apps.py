"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """User accounts."""

    name = "assetry.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the letters known."""
        from assetry.platform.accounts import receivers  # noqa: F401
        from assetry.platform.accounts.letters import register

        register()
