"""Permissions of access itself."""

from enum import StrEnum


class AccessPermission(StrEnum):
    """Who may make users, roles and grants."""

    MANAGE = "access.manage"
    RESET_FACTORS = "access.reset_factors"
    VIEW_ACTIVITY = "audit.view"
    VIEW_SYSTEM = "system.view"
