"""The fields of software, described once."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.fields import choices_of
from assetry.domain.organization.fields import ARCHIVED, COMPANY, NAME, NOTE
from assetry.domain.software.models import LineKind, Metric
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Text


def _field(name: str, label: Text, kind: FieldType, **options: Any) -> Field:
    return Field(name=name, label=label, type=kind, **{"edited_by": "edit", **options})


def _reference(name: str, label: Text, to: str, **options: Any) -> Field:
    return _field(name, label, FieldType.REFERENCE, reference=to, **options)


def _once(field: Field) -> Field:
    """A field that is set when the row is made, and stays."""
    return replace(field, edited_by="create")


def _figure(name: str, label: Text, **options: Any) -> Field:
    return Field(
        name=name, label=label, type=FieldType.NUMBER, decimals=0, **{"default_column": True, **options}
    )


_OPTIONAL_NAME = replace(NAME, required=False, parts=(), help=_("Empty: the name of what was bought"))
_SEATS: dict[str, Any] = {"decimals": 0, "smallest": 1, "largest": 1_000_000_000}

PRODUCT_FIELDS: tuple[Field, ...] = (
    replace(NAME, parts=(), synonyms=("software", "product", "item name")),
    _reference(
        "publisher", _("Publisher"), "manufacturer", default_column=True, synonyms=("manufacturer", "vendor")
    ),
    NOTE,
    ARCHIVED,
)
LICENSE_FIELDS: tuple[Field, ...] = (
    _OPTIONAL_NAME,
    _once(_reference("product", _("Product"), "software_product", default_column=True)),
    _once(_reference("subscription", _("Subscription"), "asset", help=_("Instead of a product"))),
    COMPANY,
    _field("metric", _("Counts"), FieldType.CHOICE, choices=choices_of(Metric), default_column=True),
    _figure("bought", _("Bought")),
    _figure("assigned", _("Assigned")),
    _figure("free", _("Free")),
    _figure("short", _("Short"), default_column=False),
    _reference("owner", _("Owner"), "person", help=_("Who decides about it")),
    NOTE,
    ARCHIVED,
)
ENTITLEMENT_FIELDS: tuple[Field, ...] = (
    _OPTIONAL_NAME,
    _once(
        _reference(
            "license", _("License"), "license", default_column=True, help=_("Or what was bought, below")
        )
    ),
    _once(
        _reference(
            "product",
            _("Product"),
            "software_product",
            default_column=True,
            synonyms=("item name", "software", "software name", "license name"),
        )
    ),
    _once(
        _reference(
            "subscription",
            _("Subscription"),
            "asset",
            help=_("Instead of a product"),
        )
    ),
    COMPANY,
    Field(name="kind", label=_("Kind of line"), type=FieldType.CHOICE, choices=choices_of(LineKind)),
    _field(
        "quantity",
        _("Quantity"),
        FieldType.NUMBER,
        edited_by="create",
        required=True,
        default_column=True,
        synonyms=("seats", "licenses", "count"),
        **_SEATS,
    ),
    _field(
        "starts_on", _("Starts on"), FieldType.DATE, edited_by="create", help=_("Empty: it counts at once")
    ),
    _field(
        "ends_on",
        _("Ends on"),
        FieldType.DATE,
        edited_by="create",
        sort="ends_on",
        default_column=True,
        help=_("The last day. Empty: it is perpetual"),
        synonyms=("expiration date", "expires", "expiry", "termination date"),
    ),
    _field(
        "unit_amount",
        _("Price of one"),
        FieldType.MONEY,
        edited_by="create",
        currency_path="unit_currency",
        default_column=True,
        help=_("For the whole term"),
        synonyms=("purchase cost", "unit price", "price", "cost"),
    ),
    _field(
        "unit_currency",
        _("Currency"),
        FieldType.CODE,
        edited_by="create",
        max_length=3,
        help=_("Empty: the company's"),
    ),
    _field("purchased_on", _("Bought on"), FieldType.DATE, edited_by="create", synonyms=("purchase date",)),
    _field("order_number", _("Order number"), FieldType.CODE, max_length=80),
    _reference("supplier", _("Supplier"), "supplier"),
    _reference("contract", _("Contract"), "contract"),
    _reference("cost_center", _("Cost center"), "cost_center"),
    _field(
        "license_key",
        _("License key"),
        FieldType.CODE,
        edited_by="create",
        secret=True,
        filterable=False,
        max_length=2000,
        synonyms=("serial number", "serial", "product key", "key"),
    ),
    Field(name="predecessor", label=_("Follows"), type=FieldType.REFERENCE, reference="entitlement"),
    NOTE,
)
ALLOCATION_FIELDS: tuple[Field, ...] = (
    _once(_reference("license", _("License"), "license", required=True, default_column=True)),
    _once(_reference("person", _("Person"), "person", default_column=True)),
    _once(_reference("department", _("Department"), "department", tree=True, default_column=True)),
    _once(_reference("asset", _("Device"), "asset", default_column=True)),
    COMPANY,
    _field("quantity", _("Quantity"), FieldType.NUMBER, required=True, default_column=True, **_SEATS),
    Field(name="is_open", label=_("Has it now"), type=FieldType.YES_NO, default_column=True),
    Field(name="starts_at", label=_("Given"), type=FieldType.INSTANT, sort="starts_at", default_column=True),
    Field(name="ends_at", label=_("Taken back"), type=FieldType.INSTANT),
    replace(NOTE, max_length=2000),
)
EDITED_OF_ALLOCATION = {field.name: field for field in ALLOCATION_FIELDS if field.edited_by}
