"""What the area registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.related import Related, register_related
from assetry.domain.software import allocation_operations, operations, queries
from assetry.domain.software.ends import ENDINGS
from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.fields import (
    ALLOCATION_FIELDS,
    ENTITLEMENT_FIELDS,
    LICENSE_FIELDS,
    PRODUCT_FIELDS,
)
from assetry.domain.software.models import Allocation, Entitlement, License, SoftwareProduct
from assetry.kernel.registry import (
    Entity,
    PermissionInfo,
    Removal,
    register_endings,
    register_entity,
    register_permissions,
)

ENTITIES = (
    Entity(
        name="software_product",
        label=_("Software product"),
        label_plural=_("Software products"),
        icon="layout-grid",
        table="software_softwareproduct",
        takes_custom_fields=True,
        fields=PRODUCT_FIELDS,
        visible_to=SoftwareProduct.objects.all().visible_to,
        words=SoftwareProduct.objects.all().as_words,
        get_for=queries.get_product_for,
        view_permission=P.VIEW_SHARED,
        title=str,
        searched=True,
        list_url_name="software_products",
        url_name="software_product",
        operations={"create": operations.create_product, "edit": operations.edit_product},
        keys=(("publisher", "name"),),
        removal=Removal(instead=_("Archive it instead.")),
        edit_permission=P.MANAGE_SHARED,
    ),
    Entity(
        name="license",
        label=_("License"),
        label_plural=_("Licenses"),
        icon="key-round",
        table="software_license",
        takes_custom_fields=True,
        fields=LICENSE_FIELDS,
        visible_to=License.objects.all().visible_to,
        get_for=queries.get_license_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="licenses",
        url_name="license",
        operations={"create": operations.create_license, "edit": operations.edit_license},
        keys=(("product", "subscription"), ("name",)),
        removal=Removal(instead=_("Archive it instead.")),
        edit_permission=P.MANAGE,
        edit_place=lambda row: {"company_id": row.company_id},
    ),
    Entity(
        name="entitlement",
        label=_("License purchase"),
        label_plural=_("License purchases"),
        icon="receipt-text",
        table="software_entitlement",
        takes_custom_fields=True,
        fields=ENTITLEMENT_FIELDS,
        visible_to=Entitlement.objects.all().visible_to,
        get_for=queries.get_entitlement_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        codes=("order_number",),
        list_url_name="entitlements",
        url_name="entitlement",
        operations={"create": operations.add_entitlement, "edit": operations.edit_entitlement},
        keys=(("order_number", "product", "subscription", "purchased_on", "quantity"),),
        edit_permission=P.MANAGE,
        edit_place=lambda row: {"company_id": row.company_id},
    ),
    Entity(
        name="allocation",
        label=_("License allocation"),
        label_plural=_("License allocations"),
        icon="user-check",
        table="software_allocation",
        fields=ALLOCATION_FIELDS,
        visible_to=Allocation.objects.all().visible_to,
        get_for=queries.get_allocation_for,
        view_permission=P.VIEW,
        title=str,
        label_columns=("quantity",),
        list_url_name="allocations",
        url_name="allocation",
        operations={
            "create": allocation_operations.create_allocation,
            "edit": allocation_operations.edit_allocation,
        },
        keys=(("license", "person", "department", "asset", "quantity"),),
        edit_permission=P.ALLOCATE,
        edit_place=lambda row: {"company_id": row.company_id},
    ),
)


def register() -> None:
    """Register the area's permissions, entities and endings."""
    register_permissions(
        PermissionInfo(code=P.VIEW, label=_("See licenses, purchases and who has them"), writes=False),
        PermissionInfo(code=P.MANAGE, label=_("Change licenses and purchases"), writes=True),
        PermissionInfo(code=P.ALLOCATE, label=_("Give licenses and take them back"), writes=True),
        PermissionInfo(code=P.REVEAL, label=_("Read license keys"), writes=True),
    )
    for entity in ENTITIES:
        register_entity(entity)
    register_endings(*ENDINGS)
    register_related(Related(entity="license", label=_("Licensed by"), rows=queries.list_of_assets))
