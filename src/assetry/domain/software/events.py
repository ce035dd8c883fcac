"""What may be done to licenses: permissions, which are also the names of the trail's events."""

from enum import StrEnum


class SoftwarePermission(StrEnum):
    """`MANAGE` buys and corrects, `ALLOCATE` gives seats and takes them back, `REVEAL` shows license keys."""

    VIEW = "software.license.view"
    MANAGE = "software.license.manage"
    ALLOCATE = "software.license.allocate"
    REVEAL = "software.license.reveal_key"
    VIEW_SHARED = "catalog.view"  # products
    MANAGE_SHARED = "catalog.manage"  # products
