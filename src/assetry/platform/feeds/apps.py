"""The feeds app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Calendars that programs subscribe to."""

    name = "assetry.platform.feeds"
    label = "feeds"
