"""What may be done to the organization: permissions, which are also the names of the trail's events."""

from enum import StrEnum


class OrganizationPermission(StrEnum):
    """Permissions of this area."""

    VIEW = "organization.view"
    MANAGE = "organization.manage"
    MANAGE_COMPANIES = "organization.company.manage"
    VIEW_PEOPLE = "organization.person.view"
    MANAGE_PEOPLE = "organization.person.manage"
    ERASE_PEOPLE = "organization.person.erase"
    VIEW_SHARED = "catalog.view"  # suppliers
    MANAGE_SHARED = "catalog.manage"  # suppliers, and the rows of companies without a parent
