"""The tables of software."""

from assetry.domain.software.allocation_models import HOLDERS, Allocation
from assetry.domain.software.entitlement_models import FACTS, Entitlement, LineKind
from assetry.domain.software.license_models import License, Metric, SoftwareProduct

__all__ = [
    "FACTS",
    "HOLDERS",
    "Allocation",
    "Entitlement",
    "License",
    "LineKind",
    "Metric",
    "SoftwareProduct",
]
