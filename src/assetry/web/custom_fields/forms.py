"""The forms that define a custom field and change one."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Field, FieldType
from assetry.platform.custom_fields.fields import DEFINITION_FIELDS, FIXED_FIELDS
from assetry.platform.custom_fields.models import CustomType
from assetry.platform.custom_fields.operations import ChoiceInput, create_custom_field, edit_custom_field
from assetry.platform.custom_fields.queries import MANAGE, get_custom_field_for
from assetry.web.components.fields import Option
from assetry.web.components.parts import Link, Words
from assetry.web.custom_fields.places import crumbs, place_of, places
from assetry.web.kit.editing import CreateForm, EditForm, answer_create, answer_edit
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

FIELDS = {field.name: field for field in DEFINITION_FIELDS}
PLACE = Field(name="entity", label=gettext_lazy("Of"), type=FieldType.CODE, required=True)
CODE = next(field for field in FIXED_FIELDS if field.name == "code")
CHOICES = Field(
    name="choices",
    label=gettext_lazy("Choices"),
    type=FieldType.LONG_TEXT,
    help=gettext_lazy("For a choice: one on each line"),
)
FLAGS = ("allows_negative", "is_required", "is_unique", "is_filterable", "is_sortable", "is_column")


def _layout(*first: str) -> list[FormGroup]:
    half = frozenset({"entity", "type", "label", "code", *FLAGS, "max_length", "position"})
    return [
        FormGroup(title=gettext_lazy("What it is"), fields=(*first, "help"), half=half),
        FormGroup(title=gettext_lazy("Rules"), fields=FLAGS, half=half),
        FormGroup(title=gettext_lazy("More"), fields=("max_length", "position"), half=half, folded=True),
    ]


@page(MANAGE, methods=("GET", "POST"))
def new_field(request: AssetryRequest) -> HttpResponse:
    """The form for a field."""

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        entity, _colon, kind = values.pop("entity").partition(":")
        code, lines = values.pop("code") or "", (values.pop("choices") or "").splitlines()
        wanted = [ChoiceInput(label=line) for line in lines if line.strip()]
        of: dict[str, Any] = {
            "entity": entity,
            "kind": kind,
            "code": code,
            "values": values,
            "choices": wanted,
        }
        made = create_custom_field(actor=request.actor, **of, at=request.received_at)
        return entity_url("custom_field", made.public_id), _("“%(field)s” is defined.") % {
            "field": made.label
        }

    form = CreateForm(
        title=_("New custom field"),
        fields={"entity": PLACE, "code": CODE, "choices": CHOICES, **FIELDS},
        layout=_layout("entity", "type", "label", "code", "choices"),
        save=save,
        cancel_url=route_url("custom_fields"),
        submit=_("Save"),
        crumbs=crumbs(Link(label=_("New"))),
        prepare=_offer_places,
        another=("entity",),
    )
    return answer_create(request, form, reader_of(request))


def _offer_places(form: FormState) -> None:
    """What a field can be of, as `entity` or `entity:kind`."""
    named = places(form.reader.actor)
    form.options["entity"] = [
        Option(value=f"{entity}:{kind}" if kind else entity, label=label)
        for (entity, kind), label in named.items()
    ]
    form.texts.setdefault("position", "100")


@page(MANAGE, methods=("GET", "POST"))
def edit_field(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that changes a field. What it is of and its code stay."""
    row = get_custom_field_for(request.actor, public_id)

    def save(changes: dict[str, Any], version: int) -> object:
        at = request.received_at
        return edit_custom_field(actor=request.actor, field=row, changes=changes, version=version, at=at)

    url = entity_url("custom_field", row.public_id)
    own = FIELDS if row.type == CustomType.CHOICE else {**FIELDS, "type": _without_choice()}
    form = EditForm(
        entity="custom_field",
        title=_("Edit %(thing)s") % {"thing": row.label},
        subtitle=place_of(row, request.actor),
        fields=own,
        layout=_layout("label", "type"),
        load=lambda: get_custom_field_for(request.actor, public_id),
        save=save,
        url=url,
        crumbs=crumbs(Link(label=row.label, url=url), Link(label=_("Edit"))),
    )
    return answer_edit(request, form, reader_of(request))


def _without_choice() -> Field:
    """Choices are given when a field is made: nothing becomes a choice later."""
    kept = tuple(choice for choice in FIELDS["type"].choices if choice.value != CustomType.CHOICE)
    return replace(FIELDS["type"], choices=kept)
