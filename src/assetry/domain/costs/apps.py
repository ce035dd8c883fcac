"""The costs area."""

from django.apps import AppConfig


class CostsConfig(AppConfig):
    """Bills of cloud providers."""

    name = "assetry.domain.costs"
    label = "costs"
