"""Who sees which part of the organization. `visible_to` is the only way into a list."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from assetry.domain.organization.events import OrganizationPermission
from assetry.platform.permissions.actor import Actor

if TYPE_CHECKING:
    from assetry.domain.organization.models import Company, Department, Location, Person, Supplier  # noqa: F401


class CompanyQuerySet(models.QuerySet["Company"]):
    """Companies."""

    def visible_to(self, actor: Actor) -> Self:
        """The companies that the actor may see anything of."""
        return self.filter(id__in=actor.scope(OrganizationPermission.VIEW).company_ids)


class LocationQuerySet(models.QuerySet["Location"]):
    """Locations."""

    def visible_to(self, actor: Actor) -> Self:
        """Locations of the companies in scope; only the granted ones where the grant is limited."""
        return self.filter(actor.scope(OrganizationPermission.VIEW).predicate(location="id"))


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Departments."""

    def visible_to(self, actor: Actor) -> Self:
        """Departments of the companies in scope."""
        return self.filter(company_id__in=actor.scope(OrganizationPermission.VIEW).company_ids)


class PersonQuerySet(models.QuerySet["Person"]):
    """People."""

    def visible_to(self, actor: Actor) -> Self:
        """People of the companies in scope, and always the actor."""
        scope = actor.scope(OrganizationPermission.VIEW_PEOPLE)
        return self.filter(scope.predicate(location="location_id") | Q(id=actor.person_id))


class SupplierQuerySet(models.QuerySet["Supplier"]):
    """Suppliers: shared by all companies."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, for whoever may see what companies share."""
        return self.all() if actor.may(OrganizationPermission.VIEW_SHARED) else self.none()

    def as_words(self) -> Self:
        """All of them, to name one on a row that the reader sees."""
        return self.all()
