"""Custom fields for tests, made by an administrator."""

from datetime import datetime
from typing import Any

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import create_asset
from assetry.domain.catalog.models import AssetKind, Category
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.indexing import settle_indexes, settled
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.operations import ChoiceInput, create_custom_field, renew_token
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.factories import make_category


def define(
    actor: Actor,
    label: str,
    type_: str,
    *,
    entity: str = "asset",
    kind: str = "",
    choices: Any = (),
    settle: bool = True,
    **values: Any,
) -> CustomFieldDefinition:
    """A field in use, as if its index were built already."""
    made = create_custom_field(
        actor=actor,
        entity=entity,
        kind=kind,
        values={"label": label, "type": type_, **values},
        choices=[ChoiceInput(label=word) for word in choices],
        at=NOW,
    )
    return ready(made) if settle else made


def ready(field: CustomFieldDefinition) -> CustomFieldDefinition:
    """Without its index, what a field says of itself once that is there."""

    settled(field.pk, using="default")
    field.refresh_from_db()
    return field


def make(cast: Cast, at: datetime = NOW, **values: Any) -> Asset:
    """A laptop of the cast's company."""
    kind = AssetKind.objects.get(code="hardware")
    category = Category.objects.filter(kind=kind).first() or signed("test")(make_category)()
    return create_asset(
        actor=cast.actor("asset_manager"),
        company=cast.company,
        kind=kind,
        values={"name": "Laptop", "category": category, **values},
        at=at,
    )


def build(field: CustomFieldDefinition) -> None:
    """What the worker's job does."""
    settle_indexes(field.pk)
    field.refresh_from_db()


def retype(row: CustomFieldDefinition, type_: str) -> None:
    """Give a field without values another type, as an edit would."""
    with signed("test"):
        CustomFieldDefinition.objects.filter(pk=row.pk).update(type=type_)
    renew_token()
