"""The choices of a field: their words, their order by line, and whether they are still offered."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import NotFound, Refusal, StalePage
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomType
from assetry.platform.custom_fields.operations import ChoiceInput, set_custom_choices
from assetry.platform.custom_fields.queries import MANAGE, get_custom_field_for
from assetry.web.components.parts import Link, Words
from assetry.web.custom_fields.places import crumbs
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page


class ChoicesChanged(Refusal):
    """Somebody else saved other choices since the form was drawn: its lines mean other ones now."""

    code = "choices_changed"
    message = gettext_lazy(
        "Somebody else changed these choices meanwhile. Nothing was saved. They stand below as they are now: change "
        "them again, then save."
    )


@page(MANAGE, methods=("GET", "POST"))
def choices(request: AssetryRequest, public_id: str) -> HttpResponse:
    """A line for each choice, and a box for new ones."""
    row = get_custom_field_for(request.actor, public_id)
    if row.type != CustomType.CHOICE:
        raise NotFound
    url = entity_url("custom_field", row.public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        if request.POST.get("version") != str(row.version):
            raise ChoicesChanged
        of: dict[str, Any] = {"field": row, "choices": _wanted(row, values), "version": row.version}
        try:
            set_custom_choices(actor=request.actor, **of, at=request.received_at)
        except StalePage as stale:
            row.refresh_from_db()
            raise ChoicesChanged from stale
        return url, _("The choices of “%(field)s” are saved.") % {"field": row.label}

    form = CreateForm(
        title=_("Choices of %(field)s") % {"field": row.label},
        subtitle=_(
            "Another word changes it everywhere. A choice in use stays where it is when it is taken away."
        ),
        fields=_fields(row),
        layout=_layout(row),
        save=save,
        cancel_url=url,
        submit=_("Save"),
        crumbs=crumbs(Link(label=row.label, url=url), Link(label=_("Choices"))),
        prepare=lambda form: _fill(form, row),
        version=str(row.version),
    )
    return answer_create(request, form, reader_of(request))


def _fields(row: CustomFieldDefinition) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for number, choice in enumerate(row.choices, start=1):
        label = _("Choice %(n)d") % {"n": number}
        fields[f"label_{number}"] = Field(
            name=f"label_{number}",
            label=label,
            type=FieldType.TEXT,
            max_length=100,
            help=_("Value in the API: %(value)s. Empty takes it away.") % {"value": choice["value"]},
        )
        fields[f"retired_{number}"] = Field(
            name=f"retired_{number}", label=_("Not offered any more"), type=FieldType.YES_NO
        )
    new = Field(name="new", label=_("New choices"), type=FieldType.LONG_TEXT, help=_("One on each line"))
    return {**fields, "new": new}


def _layout(row: CustomFieldDefinition) -> list[FormGroup]:
    lines = [name for n in range(1, len(row.choices) + 1) for name in (f"label_{n}", f"retired_{n}")]
    return [
        FormGroup(title=_("Choices"), fields=lines, half=frozenset(lines)),
        FormGroup(title=_("More of them"), fields=("new",)),
    ]


def _fill(form: FormState, row: CustomFieldDefinition) -> None:
    """What is there now, where nothing was typed or what was typed was about other choices."""
    if form.texts and not isinstance(form.refused, ChoicesChanged):
        return
    form.fields = _fields(row)
    for number, choice in enumerate(row.choices, start=1):
        form.show(f"label_{number}", choice["label"])
        form.show(f"retired_{number}", bool(choice.get("retired")))


def _wanted(row: CustomFieldDefinition, values: dict[str, Any]) -> list[ChoiceInput]:
    kept = [
        ChoiceInput(label=label, value=choice["value"], retired=bool(values.get(f"retired_{number}")))
        for number, choice in enumerate(row.choices, start=1)
        if (label := values.get(f"label_{number}"))
    ]
    lines = (values.get("new") or "").splitlines()
    return [*kept, *(ChoiceInput(label=line) for line in lines if line.strip())]
