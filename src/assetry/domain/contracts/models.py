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
from assetry.domain.contracts.decision_models import GOES_ON, SETTLES, STOPS, DecisionChoice, RenewalDecision
from assetry.domain.contracts.ending_models import Ending
from assetry.domain.contracts.step_models import PriceStep

__all__ = [
    "COVERING",
    "FOREVER",
    "GOES_ON",
    "SETTLES",
    "STOPS",
    "AssetCover",
    "Billing",
    "Contract",
    "ContractType",
    "Coverage",
    "DecisionChoice",
    "EndReason",
    "Ending",
    "Indexation",
    "NoticeUnit",
    "PriceStep",
    "RenewalDecision",
    "Role",
]
