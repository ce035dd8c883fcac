"""What is done with a line: renewed, taken back, upgraded; its key shown or changed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.software import operations as do
from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.fields import ENTITLEMENT_FIELDS
from assetry.domain.software.queries import get_entitlement_for
from assetry.kernel.fields import Field, FieldType
from assetry.web.components.parts import Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page
from assetry.web.software.purchases import PURCHASES

BOTH = ("GET", "POST")
_ALL: Final = {field.name: field for field in ENTITLEMENT_FIELDS}
_ENDS: Final = Field(
    name="ends_on",
    label=gettext_lazy("To"),
    type=FieldType.DATE,
    required=True,
    help=gettext_lazy("The last day of the next term, which begins after the last day of this one"),
)
_MANY: Final = Field(
    name="quantity",
    label=gettext_lazy("Quantity"),
    type=FieldType.NUMBER,
    decimals=0,
    smallest=1,
    largest=1_000_000_000,
    help=gettext_lazy("Empty: as many as now"),
)
_SOME: Final = Field(
    name="quantity",
    label=gettext_lazy("How many"),
    type=FieldType.NUMBER,
    decimals=0,
    smallest=1,
    largest=1_000_000_000,
    required=True,
)


@page(P.MANAGE, methods=BOTH)
def renew(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The term after this one."""
    named = {"ends_on": _ENDS, "quantity": _MANY} | {n: _ALL[n] for n in ("unit_amount", "order_number")}
    return _ask(request, public_id, _("Renew"), named, lambda line, values: do.renew_entitlement(
        actor=request.actor, entitlement=line, at=request.received_at, **values
    ))  # fmt: skip


@page(P.MANAGE, methods=BOTH)
def correct(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Seats that were never bought."""
    named = {"quantity": _SOME, "note": _ALL["note"]}
    return _ask(request, public_id, _("Take back"), named, lambda line, values: do.correct_entitlement(
        actor=request.actor, entitlement=line, at=request.received_at, **values
    ))  # fmt: skip


@page(P.MANAGE, methods=BOTH)
def upgrade(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Seats of one product become seats of another."""
    others = ("unit_amount", "ends_on", "order_number")
    product = Field(
        name="product",
        label=_("Product"),
        type=FieldType.REFERENCE,
        reference="software_product",
        required=True,
    )
    named = {"product": product, "quantity": _SOME} | {name: _ALL[name] for name in others}

    def act(line: Any, values: dict[str, Any]) -> object:
        of = {name: values.pop(name) for name in ("product", "quantity")}
        at = request.received_at
        return do.upgrade_entitlement(actor=request.actor, entitlement=line, **of, values=values, at=at)

    return _ask(request, public_id, _("Upgrade"), named, act)


@page(P.MANAGE, methods=BOTH)
def change_key(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Another key, or none. The one that is kept is not shown."""
    named = {"license_key": _ALL["license_key"]}
    return _ask(request, public_id, _("Change key"), named, lambda line, values: do.set_license_key(
        actor=request.actor, entitlement=line, at=request.received_at,
        license_key=values["license_key"] or "",
    ))  # fmt: skip


@page(P.REVEAL, methods=("POST",))
def reveal(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Say the key once, above the line's page."""
    line = get_entitlement_for(request.actor, public_id)

    def act() -> None:
        key = do.reveal_license_key(actor=request.actor, entitlement=line, at=request.received_at)
        messages.info(request, _("License key: %(key)s") % {"key": key})

    url, said = entity_url("entitlement", public_id), _("That you have seen it stays in the activity log.")
    return answer_act(request, act, url=url, said=said)


def _ask(
    request: AssetryRequest,
    public_id: str,
    verb: str,
    fields: Mapping[str, Field],
    act: Callable[[Any, dict[str, Any]], Any],
) -> HttpResponse:
    """One form about one line, for who may change it; what was made is shown next."""
    line, reader = get_entitlement_for(request.actor, public_id), reader_of(request)
    request.actor.require_row(P.MANAGE, company_id=line.company_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        made = act(line, {name: value for name, value in values.items() if value not in (None, "")} | {
            name: values[name] for name in ("license_key",) if name in values
        })  # fmt: skip
        return entity_url("entitlement", made.public_id), _("%(thing)s is saved.") % {"thing": made}

    url = entity_url("entitlement", public_id)
    form = CreateForm(
        title=f"{verb}: {line}",
        fields=fields,
        layout=[
            FormGroup(title=verb, fields=tuple(fields), half=frozenset(fields) - {"note", "license_key"})
        ],
        save=save,
        cancel_url=url,
        submit=verb,
        crumbs=PURCHASES.crumbs(Link(label=str(line), url=url), Link(label=verb)),
    )
    return answer_create(request, form, reader)
