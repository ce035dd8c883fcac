"""The permission of saved views."""

from enum import StrEnum


class ViewPermission(StrEnum):
    """Everybody saves views of their own; this one is for showing them to others."""

    SHARE = "views.share"
