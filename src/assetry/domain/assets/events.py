"""What may be done to assets: permissions, which are also the names of the trail's events."""

from enum import StrEnum


class AssetPermission(StrEnum):
    """Permissions of the register."""

    VIEW = "assets.asset.view"
    CREATE = "assets.asset.create"
    EDIT = "assets.asset.edit"
    CHECK_OUT = "assets.asset.check_out"
    CHECK_IN = "assets.asset.check_in"
    TRANSFER = "assets.asset.transfer"
    CHANGE_STATUS = "assets.asset.change_status"
    DELETE = "assets.asset.delete"
    IMPORT = "assets.asset.import"
    EXPORT = "assets.asset.export"
    LABEL = "assets.asset.label"


class SettingsPermission(StrEnum):
    """Statuses, transitions and tag schemes are part of the catalog."""

    VIEW = "catalog.view"
    MANAGE = "catalog.manage"
    MANAGE_TAGS = "assets.tag_scheme.manage"
