"""Allocations: who has how many seats of which license."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.software.allocation_operations import (
    create_allocation,
    edit_allocation,
    release_seats,
    transfer_allocation,
)
from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.fields import ALLOCATION_FIELDS
from assetry.domain.software.models import HOLDERS
from assetry.domain.software.queries import get_allocation_for
from assetry.kernel.refusals import InvalidInput
from assetry.web.components import cells
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.records import Records
from assetry.web.routes import AssetryRequest, page
from assetry.web.software.tables import holder_html


def _license(row: Any, _reader: Reader) -> Words:
    """The license; its name opens the allocation."""
    return cells.name_html(row.license.name, entity_url("allocation", row.public_id))


def _enrich(page_: DetailPage, row: Any, reader: Reader) -> DetailPage:
    """Hand on, take back."""
    if not row.is_open or not reader.actor.may(P.ALLOCATE, company_id=row.company_id):
        return page_
    back = Action(
        label=_("Take back"),
        url=route_url("allocation_release", public_id=row.public_id),
        icon="undo-2",
        how="post",
    )
    hand_on = Action(
        label=_("Hand on"),
        url=route_url("allocation_transfer", public_id=row.public_id),
        icon="arrow-left-right",
    )
    return replace(page_, actions=(back, *page_.actions), more=(*page_.more, hand_on))


@page(P.ALLOCATE, methods=("POST",))
def release(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take one back and show its license."""
    row = get_allocation_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: release_seats(actor=request.actor, allocations=[row], at=request.received_at),
        url=entity_url("license", row.license.public_id),
        said=_("%(license)s is taken back from %(holder)s.") % {"license": row.license, "holder": row.holder},
    )


@page(P.ALLOCATE, methods=("GET", "POST"))
def transfer(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Ask who gets it, then hand it on."""
    row, reader = get_allocation_for(request.actor, public_id), reader_of(request)
    request.actor.require_row(P.ALLOCATE, company_id=row.company_id)
    fields = {field.name: field for field in ALLOCATION_FIELDS if field.name in HOLDERS}

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        chosen = [values[name] for name in HOLDERS if values.get(name) is not None]
        if len(chosen) != 1:
            raise InvalidInput({"person": _("Choose one: a person, a department or a device.")})
        at = request.received_at
        made = transfer_allocation(actor=request.actor, allocation=row, holder=chosen[0], at=at)
        return entity_url("allocation", made.public_id), _("%(holder)s has it now.") % {"holder": chosen[0]}

    url = entity_url("allocation", public_id)
    form = CreateForm(
        title=_("Hand on %(license)s") % {"license": row.license},
        subtitle=_("%(quantity)s, from %(holder)s") % {"quantity": row.quantity, "holder": row.holder},
        fields=fields,
        layout=[FormGroup(title=_("To whom"), fields=tuple(fields))],
        save=save,
        cancel_url=url,
        submit=_("Hand on"),
        crumbs=ALLOCATIONS.crumbs(Link(label=str(row), url=url), Link(label=_("Hand on"))),
        prepare=lambda state: state.narrowed.update(
            dict.fromkeys(fields, f"company={row.company.public_id}")
        ),
    )
    return answer_create(request, form, reader)


ALLOCATIONS = Records(
    entity="allocation",
    route="allocations",
    prefix="license-allocations",
    manage=P.ALLOCATE,
    above=("licenses", gettext_lazy("Licenses")),
    create=create_allocation,
    edit=edit_allocation,
    is_fixed=lambda row: not row.is_open,
    sort="-starts_at",
    columns=(
        ListColumn(name="license", place="name", html=_license),
        ListColumn(name="person", label=gettext_lazy("Holder"), html=holder_html),
        ListColumn(name="quantity", number=True, rank=1),
        ListColumn(name="starts_at", rank=2),
        ListColumn(name="ends_at", rank=3),
        ListColumn(name="company", cut=True, rank=4),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("What, and how many"),
            fields=("license", "quantity"),
            half=frozenset({"license", "quantity"}),
        ),
        FormGroup(title=gettext_lazy("To whom: one of these"), fields=("person", "department", "asset")),
        FormGroup(title=gettext_lazy("Note"), fields=("note",)),
    ),
    empty=gettext_lazy(
        "Allocations say who has how many seats of a license: a person, a department or a device."
    ),
    facets=(
        Facet(name="license", remote=True),
        Facet(name="is_open"),
        Facet(name="department", remote=True),
        Facet(name="company"),
    ),
    related=("company", "license", "person", "department", "asset"),
    narrowed=("license", "person", "department", "asset"),
    another=("company", "license", "quantity"),
    facts=("license",),
    enrich=_enrich,
)
