"""What may be done to contracts: permissions, which are also the names of the trail's events."""

from enum import StrEnum


class ContractPermission(StrEnum):
    """`VIEW` shows contracts, coverage and what ends; `MANAGE` changes them and decides about renewals."""

    VIEW = "contracts.contract.view"
    MANAGE = "contracts.contract.manage"
