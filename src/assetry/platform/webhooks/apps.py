"""The webhooks app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Addresses outside, and what was sent to them."""

    name = "assetry.platform.webhooks"
    label = "webhooks"
