"""The five roles that come with Assetry, as data for the first migration and for tests."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Text


@dataclass(frozen=True)
class BuiltInRole:
    """A role out of the box."""

    code: str
    name: Text
    permissions: tuple[str, ...]


_SEE = (
    "organization.view",
    "organization.person.view",
    "assets.asset.view",
    "catalog.view",
    "contracts.contract.view",
    "software.license.view",
)
_HANDLE = (
    "assets.asset.check_out",
    "assets.asset.check_in",
    "assets.asset.transfer",
    "assets.asset.change_status",
    "assets.asset.label",
    "assets.asset.export",
    "software.license.allocate",
)
_KEEP = (
    "assets.asset.create",
    "assets.asset.edit",
    "assets.asset.delete",
    "assets.asset.import",
    "organization.manage",
    "organization.person.manage",
    "catalog.manage",
    "assets.tag_scheme.manage",
    "audit.view",
    "views.share",
    "contracts.contract.manage",
    "software.license.manage",
    "software.license.reveal_key",
)

BUILT_IN_ROLES = (
    BuiltInRole(
        "administrator",
        _("Administrator"),
        (
            *_SEE,
            *_HANDLE,
            *_KEEP,
            "organization.company.manage",
            "organization.person.erase",
            "access.manage",
            "access.reset_factors",
            "system.view",
        ),
    ),
    BuiltInRole(
        "asset_manager", _("Asset manager"), (*_SEE, *_HANDLE, *_KEEP, "organization.company.manage")
    ),
    BuiltInRole("technician", _("Technician"), (*_SEE, *_HANDLE, "assets.asset.create", "assets.asset.edit")),
    BuiltInRole("auditor", _("Auditor"), (*_SEE, "assets.asset.export", "audit.view")),
    BuiltInRole("employee", _("Employee"), ()),
)
