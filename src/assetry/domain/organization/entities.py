"""What the organization registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization import fields, operations, queries, teams
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.kernel.registry import Entity, PermissionInfo, Removal, register_entity, register_permissions

ENTITIES = (
    Entity(
        name="company",
        label=_("Company"),
        label_plural=_("Companies"),
        icon="building-2",
        table="organization_company",
        takes_custom_fields=True,
        fields=fields.COMPANY_FIELDS,
        visible_to=Company.objects.all().visible_to,
        get_for=queries.get_company_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="companies",
        url_name="company",
        operations={"create": operations.create_company, "edit": operations.edit_company},
        edit_permission=P.MANAGE_COMPANIES,
        edit_place=lambda company: {"company_id": company.pk},
    ),
    Entity(
        name="location",
        label=_("Location"),
        label_plural=_("Locations"),
        icon="map-pin",
        table="organization_location",
        takes_custom_fields=True,
        fields=fields.LOCATION_FIELDS,
        visible_to=Location.objects.all().visible_to,
        get_for=queries.get_location_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="locations",
        url_name="location",
        operations={"create": operations.create_location, "edit": operations.edit_location},
        keys=(("parent", "name"),),
        removal=Removal(instead=_("Archive it instead.")),
        edit_permission=P.MANAGE,
        edit_place=lambda location: {"company_id": location.company_id, "location_id": location.pk},
    ),
    Entity(
        name="department",
        label=_("Department"),
        label_plural=_("Departments"),
        icon="users",
        table="organization_department",
        takes_custom_fields=True,
        fields=fields.DEPARTMENT_FIELDS,
        visible_to=Department.objects.all().visible_to,
        get_for=queries.get_department_for,
        view_permission=P.VIEW,
        title=str,
        searched=True,
        list_url_name="departments",
        url_name="department",
        operations={"create": operations.create_department, "edit": operations.edit_department},
        keys=(("parent", "name"),),
        removal=Removal(instead=_("Archive it instead.")),
        edit_permission=P.MANAGE,
        edit_place=lambda department: {"company_id": department.company_id},
        shorthands=teams.OF_DEPARTMENTS,
    ),
    Entity(
        name="person",
        label=_("Person"),
        label_plural=_("People"),
        icon="user",
        table="organization_person",
        takes_custom_fields=True,
        fields=fields.PERSON_FIELDS,
        visible_to=Person.objects.all().visible_to,
        get_for=queries.get_person_for,
        view_permission=P.VIEW_PEOPLE,
        title=str,
        named_in_files=("username", "email", "name"),
        searched=True,
        codes=("username", "email", "employee_number"),
        list_url_name="people",
        url_name="person",
        operations={"create": operations.create_person, "edit": operations.edit_person},
        keys=(("email",), ("username",), ("employee_number",), ("name",)),
        edit_permission=P.MANAGE_PEOPLE,
        edit_place=lambda person: {"company_id": person.company_id, "location_id": person.location_id},
        shorthands=teams.OF_PEOPLE,
    ),
    Entity(
        name="supplier",
        label=_("Supplier"),
        label_plural=_("Suppliers"),
        icon="store",
        table="organization_supplier",
        takes_custom_fields=True,
        fields=fields.SUPPLIER_FIELDS,
        visible_to=Supplier.objects.all().visible_to,
        words=Supplier.objects.all().as_words,
        get_for=queries.get_supplier_for,
        view_permission=P.VIEW_SHARED,
        title=str,
        searched=True,
        list_url_name="suppliers",
        url_name="supplier",
        operations={"create": operations.create_supplier, "edit": operations.edit_supplier},
        removal=Removal(instead=_("Archive it instead.")),
        edit_permission=P.MANAGE_SHARED,
    ),
)


def register() -> None:
    """Register the area's permissions and entities."""
    register_permissions(
        PermissionInfo(
            code=P.VIEW, label=_("See companies, departments, locations, cost centers"), writes=False
        ),
        PermissionInfo(code=P.MANAGE, label=_("Change departments, locations, cost centers"), writes=True),
        PermissionInfo(code=P.MANAGE_COMPANIES, label=_("Change companies"), writes=True),
        PermissionInfo(code=P.VIEW_PEOPLE, label=_("See people"), writes=False),
        PermissionInfo(code=P.MANAGE_PEOPLE, label=_("Change people"), writes=True),
        PermissionInfo(code=P.ERASE_PEOPLE, label=_("Erase people for good"), writes=True),
    )
    for entity in ENTITIES:
        register_entity(entity)
