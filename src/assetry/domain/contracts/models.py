"""The tables of contracts."""

from assetry.domain.contracts.contract_models import (
    Billing,
    Contract,
    ContractType,
    EndReason,
    Indexation,
    NoticeUnit,
)
from assetry.domain.contracts.ending_models import Ending

__all__ = ["Billing", "Contract", "ContractType", "EndReason", "Ending", "Indexation", "NoticeUnit"]
