"""What a column of a file can fill: the described fields of a kind, and what only an import knows."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.fields import custom_fields_of, fields_of_facet
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Field, FieldType
from assetry.platform.imports.mapping import Target

# Headers of Snipe-IT, GLPI, Ralph and of people. Compared without case, spaces and punctuation.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "asset_tag": (
        "tag",
        "asset no",
        "asset number",
        "inventory no",
        "inventory number",
        "inventory tag",
        "barcode",
        "otherserial",
        "Inventarnummer",
    ),
    "name": ("item name", "asset name", "device name", "hostname", "computer name", "host"),
    "company": ("entity", "legal entity", "organization", "organisation", "company name"),
    "category": ("type", "asset type", "device type", "equipment type", "category name"),
    "manufacturer": ("make", "brand", "maker", "manufacturer name", "Hersteller"),
    "model": ("model name", "asset model", "device", "product", "Modell"),
    "model_number": ("model no", "part number", "part no", "sku", "product number"),
    "serial_number": ("serial", "serial no", "s/n", "sn", "service tag", "Seriennummer"),
    "status": ("state", "status label", "asset status"),
    "location": ("default location", "room", "site", "office", "building", "place", "Standort"),
    "supplier": ("vendor", "purchased from", "reseller", "seller", "supplier name"),
    "order_number": ("order no", "order", "po", "po number", "purchase order", "purchase order number"),
    "purchased_on": (
        "purchase date",
        "purchased",
        "purchased on",
        "bought on",
        "date of purchase",
        "date purchased",
        "Kaufdatum",
    ),
    "cost_amount": ("purchase cost", "purchase price", "price", "unit cost", "value"),
    "cost_currency": ("currency code", "purchase currency"),
    "in_service_on": ("in service", "startup date", "deployed on"),
    "ends_on": (
        "asset eol date",
        "eol date",
        "eol",
        "end of life",
        "end date",
        "expiry date",
        "expiration date",
        "renewal date",
    ),
    "replace_on": ("replacement date", "planned replacement date", "refresh date", "replace by"),
    "note": ("notes", "asset notes", "comment", "comments", "remark", "remarks"),
    "warranty_ends_on": (
        "warranty expires",
        "warranty expiration",
        "warranty end",
        "warranty ends",
        "warranty until",
        "warranty expiry",
    ),
    "owner_person": ("owned by", "asset owner", "managed by"),
    "cost_center": ("cost centre", "cost center code"),
    "memory_gb": ("memory", "ram"),
    "storage_gb": ("storage", "disk", "disk size"),
    "processor": ("cpu",),
    "hardware_uuid": ("uuid",),
}
# What no field describes: how a holder is named, months of warranty, the number of a model.
_OWN: tuple[Target, ...] = (
    Target(name="public_id", label=_("ID in Assetry"), synonyms=("assetry id",)),
    Target(name="kind", label=_("Kind"), synonyms=("asset kind",)),
    Target(name="company", label=_("Company"), synonyms=_SYNONYMS["company"]),
    Target(name="model_number", label=_("Model number"), synonyms=_SYNONYMS["model_number"]),
    Target(name="status", label=_("Status"), synonyms=_SYNONYMS["status"]),
    Target(name="location", label=_("Location"), synonyms=_SYNONYMS["location"]),
)
_CUSTODY: tuple[Target, ...] = (
    Target(
        name="holder_username",
        label=_("Holder: user name"),
        synonyms=("username", "user", "login", "checked out to username", "alternate username"),
    ),
    Target(
        name="holder_email",
        label=_("Holder: e-mail"),
        synonyms=("email", "email address", "checked out to email", "user email"),
    ),
    Target(
        name="holder_name",
        label=_("Holder: name"),
        synonyms=(
            "full name",
            "holder",
            "assigned to",
            "checked out to",
            "used by",
            "employee",
            "checked out to name",
        ),
    ),
    Target(
        name="holder_first_name",
        label=_("Holder: first name"),
        synonyms=("first name", "checked out to first name", "given name"),
    ),
    Target(
        name="holder_last_name",
        label=_("Holder: last name"),
        synonyms=("last name", "checked out to last name", "surname", "family name"),
    ),
    Target(
        name="holder_department",
        label=_("Holding department"),
        synonyms=("department", "checked out to department"),
    ),
    Target(
        name="checkout_type", label=_("Check-out type"), synonyms=("checkout type", "checked out to type")
    ),
    Target(name="checkout_location", label=_("Checked out to: location"), synonyms=("checkout location",)),
)
_WARRANTY = Target(
    name="warranty_months",
    label=_("Warranty in months"),
    synonyms=("warranty", "warranty months", "warranty duration", "warranty (months)"),
)
_NOT_FROM_FILES = frozenset({"kind", "state", "holder", "company", "status", "location"})
HOLDER_TARGETS = tuple(target.name for target in _CUSTODY)


def targets_of(facet: str, *, custodied: bool, kind: str | None = None) -> tuple[Target, ...]:
    """What a column can fill for a kind of this facet, in the order of forms; with its code, custom fields too."""
    own = _own_targets(facet, custodied)
    if kind is None:
        return own
    custom = custom_fields_of(kind).values()
    return (*own, *(Target(name=field.name, label=field.label, synonyms=(field.key,)) for field in custom))


def targets_of_kind(kind: AssetKind) -> tuple[Target, ...]:
    """What a column can fill for assets of a kind."""
    return targets_of(kind.facet, custodied=kind.is_custodied, kind=kind.code)


@cache
def _own_targets(facet: str, custodied: bool) -> tuple[Target, ...]:
    described = _own_fields(facet)
    own = [target for target in _OWN if target.name != "location" or custodied]
    made = [
        Target(name=field.name, label=field.label, synonyms=_SYNONYMS.get(field.name, ()))
        for field in described.values()
    ]
    return (
        *own,
        *made,
        *([_WARRANTY] if "warranty_ends_on" in described else []),
        *(_CUSTODY if custodied else ()),
    )


def importable_fields(facet: str, kind: str | None = None) -> dict[str, Field]:
    """The described fields that a cell can fill, by name; with a kind's code, its custom fields too."""
    own = _own_fields(facet)
    return own if kind is None else {**own, **custom_fields_of(kind)}


@cache
def _own_fields(facet: str) -> dict[str, Field]:
    return {
        name: field
        for name, field in fields_of_facet(facet).items()
        if name not in _NOT_FROM_FILES and field.edited_by == "edit_asset"
    }


def plain_fields(facet: str, kind: str | None = None) -> dict[str, Field]:
    """Those whose cell is the value itself, not the name of something."""
    return {
        name: field
        for name, field in importable_fields(facet, kind).items()
        if field.type is not FieldType.REFERENCE
    }
