"""What the register registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import fields, operations, queries, relation_queries, settings_fields, tag_queries
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.events import SettingsPermission
from assetry.domain.assets.exports import asset_columns
from assetry.domain.assets.mistakes import ASSETS_REMOVED
from assetry.domain.assets.relation_fields import RELATION_FIELDS
from assetry.domain.assets.status_models import Status
from assetry.kernel.registry import Entity, PermissionInfo, register_entity, register_permissions


def register() -> None:
    """Register the area's permissions and entities."""
    _register_permissions()
    _register_assets()
    _register_relations()
    _register_settings()


def _register_permissions() -> None:
    register_permissions(
        PermissionInfo(code=P.VIEW, label=_("See assets"), writes=False),
        PermissionInfo(code=P.CREATE, label=_("Register assets"), writes=True),
        PermissionInfo(code=P.EDIT, label=_("Change assets"), writes=True),
        PermissionInfo(code=P.CHECK_OUT, label=_("Check out assets"), writes=True),
        PermissionInfo(code=P.CHECK_IN, label=_("Check in assets"), writes=True),
        PermissionInfo(code=P.TRANSFER, label=_("Transfer assets"), writes=True),
        PermissionInfo(code=P.CHANGE_STATUS, label=_("Change the status of assets"), writes=True),
        PermissionInfo(code=P.DELETE, label=_("Delete assets made by mistake"), writes=True),
        PermissionInfo(code=P.IMPORT, label=_("Import assets"), writes=True),
        PermissionInfo(code=P.EXPORT, label=_("Export assets"), writes=False),
        PermissionInfo(code=P.LABEL, label=_("Print labels"), writes=False),
        PermissionInfo(code=SettingsPermission.MANAGE_TAGS, label=_("Change tag schemes"), writes=True),
    )


def _register_assets() -> None:
    register_entity(
        Entity(
            name="asset",
            label=_("Asset"),
            label_plural=_("Assets"),
            icon="boxes",
            table="assets_asset",
            takes_custom_fields=True,
            fields=fields.ALL_FIELDS,
            visible_to=Asset.objects.all().visible_to,
            get_for=queries.get_asset_for,
            view_permission=P.VIEW,
            export_permission=P.EXPORT,
            named_in_files=("asset_tag", "public_id"),
            file_columns=asset_columns,
            removal=ASSETS_REMOVED,
            edit_permission=P.EDIT,
            edit_place=lambda asset: {
                "company_id": asset.company_id,
                "location_id": asset.location_id,
                "category_id": asset.category_id,
            },
            title=str,
            label_columns=("asset_tag", "name"),
            searched=True,
            codes=("asset_tag", "serial_number"),
            find_by_code=queries.find_keys_by_code,
            list_url_name="assets",
            url_name="asset",
        )
    )


def _register_relations() -> None:
    register_entity(
        Entity(
            name="relation",
            label=_("Relation"),
            label_plural=_("Relations"),
            icon="waypoints",
            table="assets_assetrelation",
            fields=RELATION_FIELDS,
            visible_to=relation_queries.relations_visible_to,
            get_for=relation_queries.get_relation_for,
            view_permission=P.VIEW,
            export_permission=P.EXPORT,
            operations={"create": operations.relate_assets, "edit": operations.edit_relation},
            keys=(("source", "type", "target"),),
            edit_permission=P.EDIT,
            edit_place=lambda relation: {
                "company_id": relation.source.company_id,
                "location_id": relation.source.location_id,
                "category_id": relation.source.category_id,
            },
            title=str,
            label_columns=("public_id",),
            found_by=("source", "target"),
            url_name="relation",
            list_url_name="relations",
        )
    )


def _register_settings() -> None:
    register_entity(
        Entity(
            name="status",
            label=_("Status"),
            label_plural=_("Statuses"),
            icon="circle-dot",
            table="assets_status",
            fields=settings_fields.STATUS_FIELDS,
            visible_to=Status.objects.all().visible_to,
            words=Status.objects.all().as_words,
            get_for=queries.get_status_for,
            view_permission=SettingsPermission.VIEW,
            title=str,
            url_name="status",
        )
    )
    register_entity(
        Entity(
            name="tag_scheme",
            label=_("Tag scheme"),
            label_plural=_("Tag schemes"),
            icon="tag",
            table="assets_tagscheme",
            fields=settings_fields.TAG_SCHEME_FIELDS,
            visible_to=tag_queries.tag_schemes_visible_to,
            get_for=tag_queries.get_tag_scheme_for,
            view_permission=SettingsPermission.VIEW,
            title=str,
            url_name="tag_scheme",
        )
    )
