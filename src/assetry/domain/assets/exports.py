"""Assets as rows of a file that an import reads back unchanged: the same names, whole paths, ids first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import custom_fields_of
from assetry.domain.assets.imports.targets import plain_fields, targets_of
from assetry.domain.catalog.models import NO_FACET, AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.domain.organization.events import OrganizationPermission
from assetry.kernel.registry import entity_named
from assetry.platform.exports.columns import column_of_field, columns_of, named_at, only_of_seen, value_of
from assetry.platform.exports.table import Column, Table
from assetry.platform.permissions.actor import Actor

# Where the value of a target that is no plain field stands.
_PATHS = {
    "public_id": "public_id",
    "kind": "kind__name",
    "company": "company__name",
    "category": "category__name",
    "manufacturer": "manufacturer__name",
    "model": "model__name",
    "model_number": "model__number",
    "status": "status__name",
    "location": "location__path_name",
    "supplier": "supplier__name",
    "owner_department": "owner_department__path_name",
    "cost_center": "cost_center__code",
    "holder_username": "holder_person__username",
    "holder_email": "holder_person__email",
    "holder_name": "holder_person__name",
    "holder_department": "holder_department__path_name",
}
_FIRST = (
    "public_id",
    "kind",
    "company",
    "asset_tag",
    "name",
    "category",
    "manufacturer",
    "model",
    "model_number",
    "serial_number",
    "status",
    "location",
)
_CONTACT = frozenset({"holder_username", "holder_email"})
# A column of a list that an import reads from more than one.
_SPLIT = {
    "holder": (
        "holder_username",
        "holder_email",
        "holder_name",
        "holder_department",
        "holder_supplier",
        "holder_asset",
    ),
    "model": ("manufacturer", "model", "model_number"),
    "cost_amount": ("cost_amount", "cost_currency"),
}


def list_assets_to_export(
    actor: Actor, kind: AssetKind | None = None, condition: Q | None = None
) -> QuerySet[Asset]:
    """The assets that the actor may export, of one kind, under a condition."""
    assets = Asset.objects.visible_to(actor, P.EXPORT).filter(condition or Q())
    assets = assets.filter(kind=kind) if kind is not None else assets
    return assets.order_by("company_id", "id")


def only_kind_of(assets: QuerySet[Asset]) -> AssetKind | None:
    """The kind that all of them share; None where they are of several."""
    kinds = list(AssetKind.objects.filter(pk__in=assets.order_by().values("kind").distinct())[:2])
    return kinds[0] if len(kinds) == 1 else None


def assets_table(actor: Actor, assets: QuerySet[Asset], kind: AssetKind | None) -> Table:
    """Everything that a file can hold of assets. Without a kind only what all kinds have."""
    return Table(assets, asset_columns(actor, None, kind.code if kind is not None else ""))


def asset_columns(actor: Actor, names: Sequence[str] | None, kind_code: str = "") -> list[Column]:
    """The columns of described fields as an import reads them, after the id; of None all that the kind has."""
    kind = get_kind_for(actor, kind_code) if kind_code else None
    known = _targets(actor, kind)
    if names is None:
        custom = custom_fields_of(kind.code if kind is not None else "").values()
        return [*known.values(), *(column_of_field(actor, field) for field in custom)]
    described = {column.name: column for column in columns_of(actor, entity_named("asset"), names)}
    columns = {"public_id": known["public_id"]}
    for name in names:
        for part in _SPLIT.get(name, (name,)):
            if part in known or part in described:
                columns.setdefault(part, known.get(part) or described[part])
    return list(columns.values())


def _targets(actor: Actor, kind: AssetKind | None) -> dict[str, Column]:
    """What a column of an import can fill, by its name, those that tell assets apart first."""
    facet, custodied = (kind.facet, kind.is_custodied) if kind is not None else (NO_FACET, True)
    labels = {target.name: str(target.label) for target in targets_of(facet, custodied=custodied)}
    names = [*(name for name in _FIRST if name in labels), *(name for name in labels if name not in _FIRST)]
    sees_people = actor.may(OrganizationPermission.VIEW_PEOPLE)
    fields, columns = plain_fields(facet), {}
    for name in names:
        if name in _CONTACT and not sees_people:
            continue
        if name in fields:
            columns[name] = Column(name=name, header=labels[name], expression=value_of(actor, fields[name]))
        elif name in _PATHS or name == "owner_person":
            columns[name] = Column(name=name, header=labels[name], expression=_named(actor, name))
    return columns


def _named(actor: Actor, name: str) -> Any:
    """What names the other thing; the addresses of people only where the actor may see them."""
    person = entity_named("person")
    if name == "owner_person":
        return named_at(actor, person, "owner_person")
    path = F(_PATHS[name])
    return only_of_seen(actor, person, "holder_person", path) if name in _CONTACT else path
