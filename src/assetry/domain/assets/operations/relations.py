"""Say what assets are to each other, and that they no longer are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.classes import settle_classes
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.relation_fields import RELATION_FIELDS
from assetry.domain.assets.relation_models import AssetRelation
from assetry.domain.assets.relation_store import leads_back, lock_type
from assetry.domain.assets.relation_types import RELATION_TYPES, RelationType
from assetry.domain.organization.models import Company
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.database.constraints import broken_constraint
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

RELATE, END = "assets.asset.relate", "assets.asset.end_relation"
_FIELDS = {field.name: field for field in RELATION_FIELDS if field.edited_by}
_ENDS = ("source", "type", "target")
_ORIGINS = {"import": AssetRelation.Origin.IMPORT, "job": AssetRelation.Origin.DISCOVERY}


@operation(P.EDIT, intent=RELATE)
def relate_assets(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    company: Company | None = None,
    effective_at: datetime | None = None,
    at: datetime,
) -> AssetRelation:
    """Say that `source` *type* `target`, from now on or `effective_at`; both have to be the actor's to change.

    Raises InvalidInput, RelatedToItself, RelationThere, RelationLeadsBack, DateOutsidePeriod, OtherCompany (of an
    import into a company that is not the source's), NotPermitted.
    """
    cleaned = clean_changes(_FIELDS, values)
    require_values(_FIELDS.values(), cleaned)
    source, target, since = cleaned["source"], cleaned["target"], effective_at or at
    kind = RELATION_TYPES[cleaned["type"]]
    _require_both(actor, source, target)
    if company is not None and source.company_id != company.pk:
        raise OtherCompany(field="source", name=str(source))
    if source.pk == target.pk:
        raise refusals.RelatedToItself(field="target", asset=str(source))
    if since > at:
        raise refusals.RelationNotYet(field="effective_at")
    _refuse_leading_back(kind, source, target)
    row = AssetRelation(
        company_id=source.company_id,
        target_company_id=target.company_id,
        period=(since, None),
        origin=_ORIGINS.get(actor.door, AssetRelation.Origin.MANUAL),
        **cleaned,
    )
    made = _insert(row, kind)
    _settle(made, at)
    return made


def _settle(row: AssetRelation, at: datetime) -> None:
    """What an asset stores says how confidential it is."""
    if row.type == "stores":
        settle_classes([row.source_id], today=at.date())


def _refuse_leading_back(kind: RelationType, source: Asset, target: Asset) -> None:
    if not kind.acyclic:
        return
    lock_type(kind.code)
    if leads_back(kind.code, source.pk, target.pk):
        raise refusals.RelationLeadsBack(
            field="target", source=str(source), verb=str(kind.label).lower(), target=str(target)
        )


def _insert(row: AssetRelation, kind: RelationType) -> AssetRelation:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "assetrelation_one_open" not in broken_constraint(error):
            raise
        raise refusals.RelationThere(
            field="target", source=str(row.source), verb=str(kind.label).lower(), target=str(row.target)
        ) from error
    return row


@operation(P.EDIT, intent=RELATE)
def edit_relation(
    *, actor: Actor, relation: AssetRelation, changes: Mapping[str, Any], version: int | None, at: datetime
) -> AssetRelation:
    """Change its note. What relates what stays: end it and say the other. Raises RelationIsFixed, StalePage, …"""
    locked = _lock(actor, relation, version)
    cleaned = clean_changes(_FIELDS, changes)
    for name in _ENDS:
        if name in cleaned and cleaned[name] != getattr(locked, name):
            raise refusals.RelationIsFixed(field=name)
    save_changes(locked, {name: value for name, value in cleaned.items() if name not in _ENDS})
    return locked


@operation(P.EDIT, intent=END)
def end_relation(
    *,
    actor: Actor,
    relation: AssetRelation,
    version: int | None = None,
    effective_at: datetime | None = None,
    at: datetime,
) -> AssetRelation:
    """It no longer holds, from now on or since `effective_at`. Raises RelationEnded, DateOutsidePeriod, StalePage, …"""
    locked, until = _lock(actor, relation, version), effective_at or at
    if locked.period.upper is not None:
        raise refusals.RelationEnded
    if not locked.period.lower < until <= at:
        raise refusals.RelationNotYet(field="effective_at")
    save_changes(locked, {"period": (locked.period.lower, until)})
    _settle(locked, at)
    return locked


def _lock(actor: Actor, relation: AssetRelation, version: int | None) -> AssetRelation:
    locked: AssetRelation = lock_row(
        AssetRelation.objects.select_related("source", "target"), relation.pk, version
    )
    _require_both(actor, locked.source, locked.target)
    return locked


def _require_both(actor: Actor, *ends: Asset) -> None:
    """What two assets are to each other is for who may change both."""
    for asset in ends:
        actor.require_row(
            P.EDIT,
            company_id=asset.company_id,
            location_id=asset.location_id,
            category_id=asset.category_id,
        )
