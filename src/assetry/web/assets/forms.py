"""The forms of an asset: which described fields, in which groups."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.fields import custom_fields_of, fields_of_kind
from assetry.domain.assets.kinds.registry import KINDS
from assetry.domain.assets.models import AssetIdentifier
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.web.kit.custom import HEADING, half_width
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.reader import Reader

HALVES = frozenset({
    "asset_tag", "serial_number", "category", "manufacturer", "owner_person", "owner_department", "cost_center",
    "criticality", "classification", "ownership", "cost_amount", "cost_currency", "purchased_on",
    "in_service_on", "ends_on", "replace_on", "supplier", "order_number", "company", "status", "location",
})  # fmt: skip
# What a kind asks for in few characters takes half a line.
SHORT = frozenset({FieldType.CHOICE, FieldType.NUMBER, FieldType.DATE})

COMPANY = Field(
    name="company", label=_("Company"), type=FieldType.REFERENCE, reference="company", required=True
)
STATUS = Field(name="status", label=_("Status"), type=FieldType.STATUS, reference="status")
LOCATION = Field(
    name="location", label=_("Location"), type=FieldType.REFERENCE, reference="location", tree=True
)


def edit_fields(kind: AssetKind) -> dict[str, Field]:
    """What `edit_asset` changes for a kind."""
    fields = fields_of_kind(kind)
    if not kind.is_serialized:
        fields.pop("serial_number", None)
    tag = fields["asset_tag"]
    return {**fields, "asset_tag": replace(tag, help=_("The one that is replaced still finds it"))}


def create_fields(kind: AssetKind) -> dict[str, Field]:
    """What `create_asset` takes: beside the kind's fields, company, first status and place."""
    place = {"location": LOCATION} if kind.is_located else {}
    fields = edit_fields(kind)
    # The model gives the category, where there is one: the operation says when it is missing.
    category = replace(fields["category"], required=False, help=_("Empty: the model's"))
    tag = fields_of_kind(kind)["asset_tag"]
    return {"company": COMPANY, "status": STATUS, **place, **fields, "category": category, "asset_tag": tag}


def layout(kind: AssetKind) -> list[FormGroup]:
    """The groups of both forms: what one always fills in first, the rest folded."""
    own = KINDS.get(kind.facet)
    halves = HALVES | {field.name for field in own.fields if field.type in SHORT} if own else HALVES
    is_physical, custom = kind.is_custodied, custom_fields_of(kind.code)
    first = (
        ("model", "name", "asset_tag", "serial_number") if is_physical else ("name", "category", "asset_tag")
    )
    rest = ("category", "manufacturer") if is_physical else ("model", "manufacturer", "serial_number")
    return [
        FormGroup(title=_("What it is"), fields=("company", *first), half=halves),
        FormGroup(title=_("Where it is"), fields=("status", "location"), half=halves),
        FormGroup(title=_("Who answers for it"), fields=("owner_person", "cost_center"), half=halves),
        FormGroup(
            title=_("Money and dates"),
            fields=(
                *("cost_amount", "purchased_on"),
                *(own.money_names if own else ()),
                *("ends_on", "replace_on", "supplier", "order_number"),
            ),
            half=halves,
        ),
        FormGroup(
            title=own.panel if own else _("More"),
            fields=own.own_names if own else (),
            half=halves,
            folded=is_physical,
        ),
        FormGroup(
            title=_("More fields"),
            fields=(
                *rest, "owner_department", "criticality", "classification", "ownership", "in_service_on",
                "cost_currency",
            ),
            half=halves,
            folded=True,
        ),
        FormGroup(title=HEADING, fields=tuple(custom), half=half_width(custom)),
        FormGroup(title="", fields=("note",)),
    ]  # fmt: skip


def narrow(form: FormState, kind: AssetKind, company: Any = None) -> None:
    """Let comboboxes offer what fits: categories of the kind, people and places of the company."""
    form.narrowed["category"] = f"kind={kind.public_id}"
    if company is not None:
        people = [name for name, field in form.fields.items() if field.key and field.reference]
        for name in ("owner_person", "owner_department", "cost_center", "location", *people):
            form.narrowed[name] = f"company={company.public_id}"


def identifier_fields() -> dict[str, Field]:
    """Eight lines of scheme and value."""
    schemes = tuple(Choice(value, label) for value, label in AssetIdentifier.Scheme.choices)
    fields: dict[str, Field] = {}
    for number in range(1, 9):
        fields[f"scheme_{number}"] = Field(
            name=f"scheme_{number}", label=_("Scheme"), type=FieldType.CHOICE, choices=schemes
        )
        fields[f"value_{number}"] = Field(
            name=f"value_{number}", label=_("Value"), type=FieldType.CODE, max_length=200
        )
    return fields


def identifiers_of(form: FormState) -> list[tuple[str, str]]:
    """What was typed, as (scheme, value); lines without a value fall away."""
    values: Mapping[str, Any] = form.values
    pairs = [(values.get(f"scheme_{n}") or "other", values.get(f"value_{n}") or "") for n in range(1, 9)]
    return [(scheme, value) for scheme, value in pairs if value]


def identifier_form(rows: list[Any], reader: Reader) -> FormState:
    """The lines that are there, and empty ones."""
    form = FormState(fields=identifier_fields(), reader=reader)
    for number, row in enumerate(rows[:8], start=1):
        form.texts[f"scheme_{number}"], form.texts[f"value_{number}"] = row.scheme, row.value
    return form
