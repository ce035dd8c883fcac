"""Permissions of the catalog: every signed-in user reads it, one permission changes it."""

from enum import StrEnum


class CatalogPermission(StrEnum):
    """Holding it anywhere lets an event write shared rows."""

    MANAGE = "catalog.manage"
