"""Erasing a person for good: asked for by typing the name."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.models import Person
from assetry.domain.organization.operations import erase_person
from assetry.domain.organization.queries import get_person_for, may_erase_person
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.web.components.parts import Link, Words
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

FIELDS: Final = {
    "note": Field(
        name="note",
        label=gettext_lazy("Reason"),
        type=FieldType.LONG_TEXT,
        required=True,
        max_length=2000,
        help=gettext_lazy("It stays in the activity log. Do not name the person."),
    ),
    "confirmation": Field(
        name="confirmation",
        label=gettext_lazy("Type the name to confirm"),
        type=FieldType.TEXT,
        required=True,
        max_length=200,
    ),
}


@page(P.ERASE_PEOPLE, methods=("GET", "POST"))
def erase(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Ask for the reason and the name, then erase."""
    person, reader = get_person_for(request.actor, public_id), reader_of(request)
    if not may_erase_person(request.actor, person):
        raise NotPermitted(permission=P.ERASE_PEOPLE)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        if values["confirmation"] != person.name:
            raise InvalidInput({"confirmation": _("This is not the name.")})
        erase_person(actor=request.actor, person=person, note=values["note"], at=request.received_at)
        return entity_url("person", public_id), _("The person is erased.")

    return answer_create(request, _form(person, save), reader)


def _form(person: Person, save: Any) -> CreateForm:
    url = entity_url("person", person.public_id)
    return CreateForm(
        title=_("Erase %(name)s") % {"name": person.name},
        subtitle=_(
            "Name, addresses, numbers and notes go for good, here, in their account and in the activity log. What "
            "they did and held stays, under a number. Backups and files keep what they hold."
        ),
        fields=FIELDS,
        layout=[FormGroup(title=_("Erase"), fields=tuple(FIELDS))],
        save=save,
        cancel_url=url,
        submit=_("Erase for good"),
        destroys=True,
        crumbs=[
            Link(label=_("People"), url=route_url("people")),
            Link(label=person.name, url=url),
            Link(label=_("Erase")),
        ],
    )
