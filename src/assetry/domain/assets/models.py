"""The tables of the register; kinds with typed facets add theirs in `kinds/`."""

from assetry.domain.assets.asset_models import Asset, AssetIdentifier, Classification, Criticality, Ownership
from assetry.domain.assets.class_models import ClassOverride, StoredClass
from assetry.domain.assets.count_models import CategoryCount, LocationCount, PlaceCount, StatusCount
from assetry.domain.assets.custody_models import Custody, StatusPeriod
from assetry.domain.assets.kinds import registry  # noqa: F401 - the tables of every kind
from assetry.domain.assets.relation_models import AssetRelation
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.assets.support_models import AssetSupport
from assetry.domain.assets.tag_models import TagCounter, TagScheme

__all__ = [
    "Asset",
    "AssetIdentifier",
    "AssetRelation",
    "AssetSupport",
    "CategoryCount",
    "ClassOverride",
    "Classification",
    "Criticality",
    "Custody",
    "DefaultStatus",
    "LocationCount",
    "Ownership",
    "PlaceCount",
    "StateTransition",
    "Status",
    "StatusCount",
    "StatusKind",
    "StatusPeriod",
    "StoredClass",
    "TagCounter",
    "TagScheme",
]
