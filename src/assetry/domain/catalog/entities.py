"""What the catalog registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog import fields, operations, queries
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.models import AssetKind, AssetModel, Category, Manufacturer
from assetry.kernel.registry import Entity, PermissionInfo, register_entity, register_permissions

ENTITIES = (
    Entity(
        name="kind",
        label=_("Kind"),
        label_plural=_("Kinds"),
        icon="shapes",
        table="catalog_assetkind",
        fields=fields.KIND_FIELDS,
        visible_to=AssetKind.objects.all().visible_to,
        words=AssetKind.objects.all().as_words,
        get_for=queries.get_kind_for,
        view_permission=P.VIEW,
        title=str,
        url_name="kind",
    ),
    Entity(
        name="category",
        label=_("Category"),
        label_plural=_("Categories"),
        icon="tags",
        table="catalog_category",
        takes_custom_fields=True,
        fields=fields.CATEGORY_FIELDS,
        visible_to=Category.objects.all().visible_to,
        words=Category.objects.all().as_words,
        get_for=queries.get_category_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="categories",
        url_name="category",
        operations={"create": operations.create_category, "edit": operations.edit_category},
        edit_permission=P.MANAGE,
    ),
    Entity(
        name="manufacturer",
        label=_("Manufacturer"),
        label_plural=_("Manufacturers"),
        icon="factory",
        table="catalog_manufacturer",
        takes_custom_fields=True,
        fields=fields.MANUFACTURER_FIELDS,
        visible_to=Manufacturer.objects.all().visible_to,
        words=Manufacturer.objects.all().as_words,
        get_for=queries.get_manufacturer_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="manufacturers",
        url_name="manufacturer",
        operations={"create": operations.create_manufacturer, "edit": operations.edit_manufacturer},
        edit_permission=P.MANAGE,
    ),
    Entity(
        name="model",
        label=_("Model"),
        label_plural=_("Models"),
        icon="package",
        table="catalog_assetmodel",
        takes_custom_fields=True,
        fields=fields.MODEL_FIELDS,
        visible_to=AssetModel.objects.all().visible_to,
        words=AssetModel.objects.all().as_words,
        get_for=queries.get_asset_model_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        codes=("number",),
        list_url_name="asset_models",
        url_name="model",
        operations={"create": operations.create_asset_model, "edit": operations.edit_asset_model},
        keys=(("manufacturer", "name", "number"),),
        edit_permission=P.MANAGE,
    ),
)


def register() -> None:
    """Register the area's permissions and entities."""
    register_permissions(
        PermissionInfo(code=P.VIEW, label=_("See the catalog, statuses, suppliers"), writes=False),
        PermissionInfo(code=P.MANAGE, label=_("Change the catalog, statuses, suppliers"), writes=False),
    )
    for entity in ENTITIES:
        register_entity(entity)
