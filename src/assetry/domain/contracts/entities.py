"""What the area registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.related import Related, register_related
from assetry.domain.contracts import operations, queries
from assetry.domain.contracts.coverage_fields import COVERAGE_FIELDS
from assetry.domain.contracts.coverage_operations import create_coverage, edit_coverage
from assetry.domain.contracts.ends import ENDINGS
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.fields import CONTRACT_FIELDS
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.refusals import first_of_a_chain
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
        name="contract",
        label=_("Contract"),
        label_plural=_("Contracts"),
        icon="file-text",
        table="contracts_contract",
        takes_custom_fields=True,
        fields=CONTRACT_FIELDS,
        visible_to=Contract.objects.all().visible_to,
        get_for=queries.get_contract_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        codes=("number",),
        list_url_name="contracts",
        url_name="contract",
        operations={"create": operations.create_contract, "edit": operations.edit_contract},
        keys=(("supplier", "number"), ("number",), ("name",)),
        removal=Removal(refused=first_of_a_chain, instead=_("End it instead.")),
        edit_permission=P.MANAGE,
        edit_place=lambda contract: {"company_id": contract.company_id},
    ),
    Entity(
        name="coverage",
        label=_("Coverage"),
        label_plural=_("Coverage"),
        icon="shield-check",
        table="contracts_coverage",
        fields=COVERAGE_FIELDS,
        visible_to=Coverage.objects.all().visible_to,
        get_for=queries.get_coverage_for,
        view_permission=P.VIEW,
        title=str,
        label_columns=("role",),
        list_url_name="coverages",
        url_name="coverage",
        operations={"create": create_coverage, "edit": edit_coverage},
        keys=(("contract", "asset", "role"),),
        edit_permission=P.MANAGE,
        edit_place=lambda coverage: {"company_id": coverage.company_id},
    ),
)


def register() -> None:
    """Register the area's permissions and entities."""
    register_permissions(
        PermissionInfo(code=P.VIEW, label=_("See contracts, what they cover, what ends"), writes=False),
        PermissionInfo(code=P.MANAGE, label=_("Change contracts, decide about renewals"), writes=True),
    )
    for entity in ENTITIES:
        register_entity(entity)
    register_endings(*ENDINGS)
    rows = queries.list_contracts_of_assets
    register_related(Related(entity="contract", label=_("Covered by"), rows=rows))
