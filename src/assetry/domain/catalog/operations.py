"""Every change of the catalog."""

from datetime import datetime

from django.db import IntegrityError, transaction

from assetry.domain.catalog import fields as described
from assetry.domain.catalog import signals
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.models import AssetKind, AssetModel, AssetModelPicture, Category, Manufacturer
from assetry.domain.catalog.refusals import (
    KindInUse,
    ModelUsedElsewhere,
    NoPicture,
    SerialsCollide,
    SupportEndsBeforeSale,
)
from assetry.domain.organization.named import Custom, Values, clean_named, insert_named, update_named
from assetry.platform.audit.operation import operation
from assetry.platform.audit.refusals import OutsideCompanyWall
from assetry.platform.database.editing import count_save, lock_row
from assetry.platform.permissions.actor import Actor


@operation(P.MANAGE)
def edit_kind(
    *, actor: Actor, kind: AssetKind, changes: Values, version: int | None, at: datetime
) -> AssetKind:
    """Change a kind's words, icon and flags; code and facet stay. Raises NameTaken, StalePage, InvalidInput."""
    locked: AssetKind = lock_row(AssetKind.objects.all(), kind.pk, version)
    update_named(locked, clean_named(described.KIND_FIELDS, changes, new=False))
    return locked


@operation(P.MANAGE)
def create_category(*, actor: Actor, values: Values, at: datetime) -> Category:
    """Make a category of a kind. Raises NameTaken, InvalidInput."""
    category = insert_named(
        Category(**clean_named(described.CATEGORY_FIELDS, values, new=True, custom=Custom("category")))
    )
    signals.category_created.send(sender=Category, category=category)
    return category


@operation(P.MANAGE)
def edit_category(
    *, actor: Actor, category: Category, changes: Values, version: int | None, at: datetime
) -> Category:
    """Change a category; its kind stays once it has one. Raises KindInUse, NameTaken, StalePage, InvalidInput."""
    locked: Category = lock_row(Category.objects.all(), category.pk, version)
    cleaned = clean_named(described.CATEGORY_FIELDS, changes, new=False, custom=Custom.of("category", locked))
    if "kind" in cleaned and cleaned["kind"] != locked.kind:
        raise KindInUse(field="kind", name=locked.name)
    update_named(locked, cleaned)
    return locked


@operation(P.MANAGE)
def create_manufacturer(*, actor: Actor, values: Values, at: datetime) -> Manufacturer:
    """Make a manufacturer. Raises NameTaken, InvalidInput."""
    return insert_named(
        Manufacturer(
            **clean_named(described.MANUFACTURER_FIELDS, values, new=True, custom=Custom("manufacturer"))
        )
    )


@operation(P.MANAGE)
def edit_manufacturer(
    *, actor: Actor, manufacturer: Manufacturer, changes: Values, version: int | None, at: datetime
) -> Manufacturer:
    """Change a manufacturer. Raises NameTaken, StalePage, InvalidInput."""
    locked: Manufacturer = lock_row(Manufacturer.objects.all(), manufacturer.pk, version)
    update_named(
        locked,
        clean_named(
            described.MANUFACTURER_FIELDS, changes, new=False, custom=Custom.of("manufacturer", locked)
        ),
    )
    return locked


@operation(P.MANAGE)
def create_asset_model(*, actor: Actor, values: Values, at: datetime) -> AssetModel:
    """Make a model, told apart by (manufacturer, name, number).

    Raises NameTaken, InvalidInput, SupportEndsBeforeSale.
    """
    model = AssetModel(**clean_named(described.MODEL_FIELDS, values, new=True, custom=Custom("model")))
    _check_dates(model)
    return insert_named(model)


@operation(P.MANAGE)
def edit_asset_model(
    *, actor: Actor, model: AssetModel, changes: Values, version: int | None, at: datetime
) -> AssetModel:
    """Change a model. Its assets' manufacturer follows.

    Raises NameTaken, StalePage, InvalidInput, SupportEndsBeforeSale, ModelUsedElsewhere, SerialsCollide.
    """
    locked: AssetModel = lock_row(AssetModel.objects.all(), model.pk, version)
    cleaned = clean_named(described.MODEL_FIELDS, changes, new=False, custom=Custom.of("model", locked))
    sale = cleaned.get("end_of_sale_on", locked.end_of_sale_on)
    support = cleaned.get("end_of_support_on", locked.end_of_support_on)
    _check_dates(AssetModel(end_of_sale_on=sale, end_of_support_on=support))
    try:
        with transaction.atomic():
            if "name" in update_named(locked, cleaned):
                signals.model_renamed.send(sender=AssetModel, model=locked)
    except OutsideCompanyWall as error:
        raise ModelUsedElsewhere(name=locked.name) from error
    except IntegrityError as error:
        raise SerialsCollide(field="manufacturer", name=locked.name) from error
    return locked


def _check_dates(model: AssetModel) -> None:
    if model.end_of_sale_on and model.end_of_support_on and model.end_of_support_on < model.end_of_sale_on:
        raise SupportEndsBeforeSale(field="end_of_support_on")


@operation(P.MANAGE)
def set_model_picture(
    *,
    actor: Actor,
    model: AssetModel,
    content: bytes,
    sha256: str,
    width: int,
    height: int,
    version: int | None = None,
    at: datetime,
) -> AssetModelPicture:
    """Give a model its picture, already re-encoded by the interface (WebP), in place of an earlier one.

    Raises StalePage.
    """
    locked = lock_row(AssetModel.objects.all(), model.pk, version)
    AssetModelPicture.objects.filter(model=locked).delete()
    count_save(locked)
    return AssetModelPicture.objects.create(
        model=model, content=content, sha256=sha256, width=width, height=height
    )


@operation(P.MANAGE)
def remove_model_picture(
    *, actor: Actor, model: AssetModel, version: int | None = None, at: datetime
) -> AssetModel:
    """Take a model's picture away. Raises NoPicture, StalePage."""
    locked: AssetModel = lock_row(AssetModel.objects.all(), model.pk, version)
    if not AssetModelPicture.objects.filter(model=locked).delete()[0]:
        raise NoPicture(name=locked.name)
    count_save(locked)
    return locked
