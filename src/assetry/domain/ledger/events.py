"""Permissions of the ledger."""

from enum import StrEnum


class LedgerPermission(StrEnum):
    """Cost centers are seen and kept with the organization."""

    VIEW = "organization.view"
    MANAGE = "organization.manage"
