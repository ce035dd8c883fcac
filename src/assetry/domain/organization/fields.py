"""The organization's fields, described once."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType

NAME = Field(
    name="name",
    label=_("Name"),
    type=FieldType.TEXT,
    edited_by="edit",
    required=True,
    max_length=200,
    sort="name_sort",
    rank=0,
    default_column=True,
)
NOTE = Field(name="note", label=_("Note"), type=FieldType.LONG_TEXT, edited_by="edit", filterable=False)
COMPANY = Field(
    name="company",
    label=_("Company"),
    type=FieldType.REFERENCE,
    reference="company",
    tree=True,
    rank=3,
    default_column=True,
)
ARCHIVED = Field(name="is_archived", label=_("Archived"), type=FieldType.YES_NO, edited_by="edit")

COMPANY_FIELDS = (
    NAME,
    Field(
        name="parent",
        label=_("Parent company"),
        type=FieldType.REFERENCE,
        reference="company",
        tree=True,
        crosses=True,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="currency",
        label=_("Currency"),
        type=FieldType.CODE,
        edited_by="edit",
        required=True,
        max_length=3,
        default_column=True,
        help=_("ISO 4217 code such as EUR"),
    ),
    Field(
        name="time_zone",
        label=_("Time zone"),
        type=FieldType.CODE,
        edited_by="edit",
        required=True,
        max_length=64,
        default_column=True,
        help=_("Such as Europe/Berlin"),
    ),
    Field(
        name="locale",
        label=_("Locale"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=12,
        help=_("Such as en or de-DE"),
    ),
    NOTE,
    ARCHIVED,
)

LOCATION_FIELDS = (
    NAME,
    Field(
        name="parent",
        label=_("Inside"),
        type=FieldType.REFERENCE,
        reference="location",
        tree=True,
        edited_by="edit",
        default_column=True,
    ),
    COMPANY,
    Field(name="address", label=_("Address"), type=FieldType.LONG_TEXT, edited_by="edit", max_length=500),
    Field(
        name="country",
        label=_("Country"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=2,
        help=_("Two letters such as DE"),
    ),
    Field(
        name="is_stockroom",
        label=_("Stockroom"),
        type=FieldType.YES_NO,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="manager",
        label=_("Answers for it"),
        type=FieldType.REFERENCE,
        reference="person",
        edited_by="edit",
        default_column=True,
    ),
    NOTE,
    ARCHIVED,
)

DEPARTMENT_FIELDS = (
    NAME,
    Field(
        name="parent",
        label=_("Part of"),
        type=FieldType.REFERENCE,
        reference="department",
        tree=True,
        edited_by="edit",
        default_column=True,
    ),
    COMPANY,
    Field(
        name="head",
        label=_("Head"),
        type=FieldType.REFERENCE,
        reference="person",
        edited_by="edit",
        default_column=True,
    ),
    NOTE,
    ARCHIVED,
)

PERSON_FIELDS = (
    replace(
        NAME,
        synonyms=("full name",),
        parts=("first name", "given name", "forename", "last name", "surname", "family name"),
    ),
    Field(
        name="email",
        unique=True,
        label=_("E-mail"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="email",
        max_length=254,
        personal=True,
        default_column=True,
    ),
    Field(
        name="username",
        unique=True,
        label=_("User name"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=150,
        personal=True,
    ),
    COMPANY,
    Field(
        name="department",
        label=_("Department"),
        type=FieldType.REFERENCE,
        reference="department",
        tree=True,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="location",
        label=_("Location"),
        type=FieldType.REFERENCE,
        reference="location",
        tree=True,
        edited_by="edit",
        default_column=True,
    ),
    Field(
        name="job_title",
        label=_("Job title"),
        type=FieldType.TEXT,
        edited_by="edit",
        max_length=150,
        default_column=True,
    ),
    Field(
        name="employee_number",
        label=_("Employee number"),
        type=FieldType.CODE,
        edited_by="edit",
        max_length=60,
        personal=True,
    ),
    Field(
        name="phone", label=_("Phone"), type=FieldType.TEXT, edited_by="edit", max_length=60, personal=True
    ),
    Field(name="starts_on", label=_("Starts on"), type=FieldType.DATE, edited_by="edit"),
    Field(name="leaves_on", label=_("Leaves on"), type=FieldType.DATE, edited_by="edit"),
    Field(name="is_active", label=_("Active"), type=FieldType.YES_NO, edited_by="edit"),
    NOTE,
)

SUPPLIER_FIELDS = (
    NAME,
    Field(
        name="website",
        label=_("Website"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="url",
        max_length=300,
        default_column=True,
    ),
    Field(
        name="email",
        label=_("E-mail"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="email",
        max_length=254,
        default_column=True,
    ),
    Field(
        name="phone",
        label=_("Phone"),
        type=FieldType.TEXT,
        edited_by="edit",
        max_length=60,
        default_column=True,
    ),
    NOTE,
    ARCHIVED,
)
