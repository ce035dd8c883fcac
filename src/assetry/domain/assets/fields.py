"""The fields of an asset, described once; a kind with a facet adds its own."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Classification, Criticality, Ownership
from assetry.domain.assets.kinds.registry import FACET_FIELDS
from assetry.domain.assets.states import State
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.platform.custom_fields.definitions import fields_for

_EDIT = "edit_asset"


def _choices(enum: type[object]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in enum.choices)  # type: ignore[attr-defined]


def _reference(name: str, label: object, to: str, **options: object) -> Field:
    return Field(name=name, label=label, type=FieldType.REFERENCE, reference=to, **options)  # type: ignore[arg-type]


IDENTITY = (
    Field(
        name="asset_tag",
        unique=True,
        label=_("Tag"),
        type=FieldType.CODE,
        sort="asset_tag",
        edited_by=_EDIT,
        nullable=True,
        max_length=60,
        rank=0,
        default_column=True,
        group="identity",
        help=_("Leave empty to take the next tag of the scheme"),
    ),
    Field(
        name="name",
        label=_("Name"),
        type=FieldType.TEXT,
        sort="name_sort",
        else_shown=("model__name", "asset_tag"),
        edited_by=_EDIT,
        max_length=200,
        rank=0,
        group="identity",
    ),
    _reference("model", _("Model"), "model", edited_by=_EDIT, default_column=True, group="identity", rank=0),
    Field(
        name="serial_number",
        unique=True,
        label=_("Serial"),
        type=FieldType.CODE,
        edited_by=_EDIT,
        nullable=True,
        max_length=120,
        rank=4,
        default_column=True,
        group="identity",
    ),
    _reference("category", _("Category"), "category", edited_by=_EDIT, required=True, group="identity"),
    _reference("manufacturer", _("Manufacturer"), "manufacturer", edited_by=_EDIT, group="identity"),
    _reference("kind", _("Kind"), "kind", group="identity"),
    _reference(
        "release_in_use", _("Known release"), "release", path="support__release", group="identity", rank=3
    ),
    Field(
        name="release_support_to",
        label=_("Release supported to"),
        type=FieldType.DATE,
        path="support__ends_on",
        group="identity",
        rank=3,
    ),
    _reference(
        "newest_release", _("Newest release"), "release", path="support__successor", group="identity", rank=3
    ),
    Field(
        name="model_end_of_support_on",
        label=_("Model's end of support"),
        type=FieldType.DATE,
        path="model__end_of_support_on",
        group="identity",
    ),
)
PLACE = (
    Field(
        name="status",
        label=_("Status"),
        type=FieldType.STATUS,
        reference="status",
        edited_by="change_status",
        rank=1,
        default_column=True,
        group="place",
    ),
    Field(name="state", label=_("State"), type=FieldType.CHOICE, choices=_choices(State), group="place"),
    Field(
        name="holder",
        label=_("Holder"),
        type=FieldType.REFERENCE,
        reference="person",
        path="holder_person",
        alternatives=("holder_department", "holder_asset", "holder_supplier"),
        edited_by="check_out_asset",
        rank=2,
        default_column=True,
        group="place",
    ),
    _reference("holder_department", _("Holding department"), "department", tree=True, group="place"),
    _reference("holder_asset", _("Inside"), "asset", group="place"),
    _reference("holder_supplier", _("Holding supplier"), "supplier", group="place"),
    _reference(
        "location",
        _("Location"),
        "location",
        tree=True,
        edited_by="transfer_asset",
        rank=3,
        default_column=True,
        group="place",
    ),
    _reference("company", _("Company"), "company", tree=True, rank=4, group="place"),
    Field(name="expected_return_on", label=_("Expected back"), type=FieldType.DATE, group="place"),
    Field(
        name="holder_leaves_on",
        label=_("Holder leaves on"),
        type=FieldType.DATE,
        path="holder_person__leaves_on",
        group="place",
    ),
)
ANSWERS = (
    _reference(
        "owner_person", _("Owner"), "person", edited_by=_EDIT, group="answers", help=_("Who answers for it")
    ),
    _reference(
        "owner_department", _("Owning department"), "department", tree=True, edited_by=_EDIT, group="answers"
    ),
    _reference("cost_center", _("Cost center"), "cost_center", edited_by=_EDIT, group="answers"),
    Field(
        name="criticality",
        label=_("Criticality"),
        type=FieldType.CHOICE,
        choices=_choices(Criticality),
        edited_by=_EDIT,
        group="answers",
    ),
    Field(
        name="classification",
        label=_("Classification"),
        type=FieldType.CHOICE,
        choices=_choices(Classification),
        edited_by=_EDIT,
        group="answers",
    ),
    Field(
        name="stored_class",
        label=_("Class by what it stores"),
        type=FieldType.CHOICE,
        choices=_choices(Classification),
        path="stored_class__classification",
        group="answers",
        help=_("The highest class of what it stores, or of an override that holds"),
    ),
    Field(
        name="ownership",
        label=_("Ownership"),
        type=FieldType.CHOICE,
        choices=_choices(Ownership),
        edited_by=_EDIT,
        group="answers",
    ),
)
MONEY = (
    Field(
        name="purchased_on",
        label=_("Bought"),
        type=FieldType.DATE,
        sort="purchased_on",
        edited_by=_EDIT,
        rank=3,
        group="money",
    ),
    Field(
        name="cost_amount",
        label=_("Cost"),
        type=FieldType.MONEY,
        currency_path="cost_currency",
        edited_by=_EDIT,
        rank=3,
        group="money",
    ),
    Field(
        name="cost_currency",
        label=_("Currency"),
        type=FieldType.CODE,
        edited_by=_EDIT,
        max_length=3,
        group="money",
    ),
    _reference("supplier", _("Supplier"), "supplier", edited_by=_EDIT, group="money"),
    Field(
        name="order_number",
        label=_("Order number"),
        type=FieldType.CODE,
        edited_by=_EDIT,
        max_length=80,
        group="money",
    ),
    Field(
        name="in_service_on", label=_("In service since"), type=FieldType.DATE, edited_by=_EDIT, group="money"
    ),
    Field(name="ends_on", label=_("Ends on"), type=FieldType.DATE, edited_by=_EDIT, group="money"),
    Field(
        name="replace_on",
        label=_("Planned replacement"),
        type=FieldType.DATE,
        edited_by=_EDIT,
        group="money",
        help=_("Empty: when the useful life of its model is over"),
    ),
    Field(
        name="covered_until",
        label=_("Covered until"),
        type=FieldType.DATE,
        path="cover__covered_until",  # a mirror that contracts keep
        group="money",
    ),
)
NOTE = (
    Field(
        name="note",
        label=_("Note"),
        type=FieldType.LONG_TEXT,
        edited_by=_EDIT,
        filterable=False,
        group="note",
    ),
)

COMMON_FIELDS: tuple[Field, ...] = (*IDENTITY, *PLACE, *ANSWERS, *MONEY, *NOTE)
ALL_FIELDS: tuple[Field, ...] = (
    *COMMON_FIELDS,
    *(field for fields in FACET_FIELDS.values() for field in fields),
)


@cache
def fields_of_facet(facet: str) -> dict[str, Field]:
    """The fields of assets with this facet, by name, in the order of forms."""
    return {field.name: field for field in (*COMMON_FIELDS, *FACET_FIELDS[facet])}


def fields_of_kind(kind: AssetKind) -> dict[str, Field]:
    """The fields that `create_asset` and `edit_asset` take for a kind, by name."""
    own = {name: field for name, field in fields_of_facet(kind.facet).items() if field.edited_by == _EDIT}
    custom = custom_fields_of(kind.code)
    return {**own, **custom} if custom else own


def custom_fields_of(kind_code: str) -> dict[str, Field]:
    """The custom fields of assets of a kind, by name."""
    return fields_for(entity_named("asset"), kind_code)
