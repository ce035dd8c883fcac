"""Companies, departments, locations, people, suppliers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.querysets import (
    CompanyQuerySet,
    DepartmentQuerySet,
    LocationQuerySet,
    PersonQuerySet,
    SupplierQuerySet,
)
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed, Wall
from assetry.platform.custom_fields.columns import WithCustomFields
from assetry.platform.database.rows import Row


class Named(Row):
    """What has a public id and a name that sorts. `version` counts saves: forms and the API carry it."""

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    name = models.CharField(_("Name"), max_length=200)
    name_sort = models.CharField(max_length=300, editable=False, db_collation="C")
    note = models.TextField(_("Note"), blank=True, max_length=5000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


TECHNICAL_COLUMNS = ("name_sort", "version")
TREE_COLUMNS = (*TECHNICAL_COLUMNS, "path", "path_name")


class Company(WithCustomFields, Named):
    """A legal entity. Its row belongs to its parent company; a root's row is shared."""

    trail = Trailed(mirrors=(*TECHNICAL_COLUMNS, "path"))

    id = models.AutoField(primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_column="company_id",
        verbose_name=_("Parent company"),
    )
    path = ArrayField(models.IntegerField(), editable=False, default=list)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    locale = models.CharField(_("Locale"), max_length=12, default="en")
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="company_name_unique"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="company_not_own_parent"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="company_currency_iso"),
        ]


class CompanyOwned(WithCustomFields, Named):
    """What belongs to exactly one company for good."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_index=False, verbose_name=_("Company")
    )

    class Meta:
        abstract = True


class Location(CompanyOwned):
    """A place: site, building, floor, room, stockroom. `path` holds the ids from the root to itself."""

    trail = Trailed(mirrors=TREE_COLUMNS)

    id = models.AutoField(primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_constraint=False,
        verbose_name=_("Inside"),
    )
    path = ArrayField(models.IntegerField(), editable=False, default=list)
    path_name = models.CharField(max_length=1200, editable=False)
    address = models.TextField(_("Address"), blank=True, max_length=500)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    is_stockroom = models.BooleanField(_("Stockroom"), default=False)
    manager = models.ForeignKey(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("Answers for it"),
    )
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = LocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "company", "parent", Lower("name"), name="location_name_unique", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["id", "company"], name="location_company_key"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="location_not_own_parent"),
        ]


class Department(CompanyOwned):
    """A part of a company that people belong to and that can hold and own assets."""

    trail = Trailed(mirrors=TREE_COLUMNS)

    id = models.AutoField(primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_constraint=False,
        verbose_name=_("Part of"),
    )
    path = ArrayField(models.IntegerField(), editable=False, default=list)
    path_name = models.CharField(max_length=1200, editable=False)
    head = models.ForeignKey(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("Head"),
    )
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "company", "parent", Lower("name"), name="department_name_unique", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["id", "company"], name="department_company_key"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_own_parent"),
        ]


class Person(CompanyOwned):
    """Somebody who can hold and answer for assets. A holder needs no account."""

    trail = Trailed(
        mirrors=TECHNICAL_COLUMNS,
        personal=("name", "email", "username", "phone", "employee_number", "note", "custom"),
    )

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        db_constraint=False,
        verbose_name=_("Department"),
    )
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        db_constraint=False,
        verbose_name=_("Location"),
    )
    email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    username = models.CharField(_("User name"), max_length=150, blank=True)
    employee_number = models.CharField(_("Employee number"), max_length=60, blank=True)
    job_title = models.CharField(_("Job title"), max_length=150, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    leaves_on = models.DateField(_("Leaves on"), null=True, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "company", Lower("username"), name="person_username_unique", condition=~Q(username="")
            ),
            models.UniqueConstraint(
                "company", Lower("email"), name="person_email_unique", condition=~Q(email="")
            ),
            models.UniqueConstraint(fields=["id", "company"], name="person_company_key"),
        ]
        indexes = [models.Index(fields=["company", "name_sort", "id"], name="person_by_name")]


class Supplier(WithCustomFields, Named):
    """Who sells, leases, repairs or takes back. Shared by all companies."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    website = models.URLField(_("Website"), max_length=300, blank=True)
    email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="supplier_name_unique")]
