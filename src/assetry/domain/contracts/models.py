"""The tables of contracts."""

from assetry.domain.contracts.contract_models import (
    Billing,
    Contract,
    ContractType,
    EndReason,
    Indexation,
    NoticeUnit,
)
from assetry.domain.contracts.cover_models import AssetCover
from assetry.domain.contracts.coverage_models import COVERING, FOREVER, Coverage, Role
from assetry.domain.contracts.ending_models import Ending

__all__ = [
    "COVERING",
    "FOREVER",
    "AssetCover",
    "Billing",
    "Contract",
    "ContractType",
    "Coverage",
    "EndReason",
    "Ending",
    "Indexation",
    "NoticeUnit",
    "Role",
]
