"""The comments app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments on things of every entity that has a page."""

    name = "assetry.platform.comments"
    label = "comments"
