"""Webhooks: one's own addresses, what was sent there, and sending it again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.platform.webhooks import operations
from assetry.platform.webhooks.models import Delivery, Shape, Webhook
from assetry.platform.webhooks.queries import (
    MANAGE,
    get_delivery_for,
    get_webhook_for,
    list_deliveries,
    webhooks_of,
)
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, State, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.details import copyable
from assetry.web.kit.editing import CreateForm, answer_create, version_sent
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

ROUTE = "webhooks"
FIELDS = (
    Field(name="name", label=gettext_lazy("Name"), type=FieldType.TEXT, required=True, max_length=80),
    Field(
        name="url",
        label=gettext_lazy("Address"),
        type=FieldType.TEXT,
        required=True,
        max_length=2000,
        help=gettext_lazy("Inside your network only where an administrator allows it."),
    ),
    Field(
        name="shape",
        label=gettext_lazy("Format"),
        type=FieldType.CHOICE,
        required=True,
        choices=[Choice(shape.value, shape.label) for shape in Shape],
    ),
)


def crumbs(*further: Link) -> list[Link]:
    """The list, and beyond."""
    return [Link(label=_("Webhooks"), url=route_url(ROUTE)), *further]


@page(MANAGE)
def webhooks(request: AssetryRequest) -> HttpResponse:
    """The reader's own webhooks."""
    found = list(webhooks_of(request.actor).order_by("-is_active", "name"))
    new = Action(label=_("New"), url=route_url("webhook_create"), icon="plus", look="primary")
    rows = [
        [
            cells.name_html(one.name, route_url("webhook", public_id=one.public_id)),
            str(Shape(one.shape).label),
            _("Active") if one.is_active else _("Ended"),
        ]
        for one in found
    ]
    columns = [TableColumn(_("Name")), TableColumn(_("Format"), rank=1), TableColumn(_("State"))]
    table = Table(caption=_("Webhooks"), columns=columns, rows=rows)
    text = _("A webhook tells another system what comes up: a chat, a ticket system, a script.")
    content = OverviewPage(
        title=_("Webhooks"),
        actions=(new,) if found else (),
        bands=(Band(left=[Panel(title=_("Webhooks"), blocks=(table,), hide_title=True)]),) if found else (),
        empty=None if found else State(icon="plug", title=_("No webhooks yet"), text=text, actions=(new,)),
    )
    return answer(request, "kit/overview.html", content)


@page(MANAGE, methods=("GET", "POST"))
def new(request: AssetryRequest) -> HttpResponse:
    """The form for a webhook; its secret is shown once, in the answer."""

    def save(values: dict[str, Any]) -> HttpResponse:
        given = {"name": values["name"], "url": values["url"], "shape": Shape(values["shape"])}
        made, secret = operations.create_webhook(actor=request.actor, **given, at=request.received_at)
        return answer(request, "kit/overview.html", _page(made, reader_of(request), secret), status=201)

    form = CreateForm(
        title=_("New webhook"),
        fields={field.name: field for field in FIELDS},
        layout=[FormGroup(title="", fields=[field.name for field in FIELDS])],
        save=save,
        cancel_url=route_url(ROUTE),
        submit=_("Save"),
        crumbs=crumbs(Link(label=_("New"))),
    )
    return answer_create(request, form, reader_of(request))


@page(MANAGE, methods=("GET", "POST"))
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form of a webhook that is there."""
    found = get_webhook_for(request.actor, public_id)
    title = _("Edit %(thing)s") % {"thing": found.name}

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        given: dict[str, Any] = {"webhook": found, "changes": values, "version": version_sent(request)}
        made = operations.edit_webhook(actor=request.actor, **given, at=request.received_at)
        return _url(made, "webhook"), _("%(name)s is saved.") % {"name": made.name}

    def prepare(form: FormState) -> None:
        if request.method != "POST":
            form.texts |= {"name": found.name, "url": found.url, "shape": found.shape}

    form = CreateForm(
        title=title,
        fields={field.name: field for field in FIELDS},
        layout=[FormGroup(title="", fields=[field.name for field in FIELDS])],
        save=save,
        cancel_url=_url(found, "webhook"),
        submit=_("Save"),
        crumbs=crumbs(Link(label=found.name, url=_url(found, "webhook")), Link(label=_("Edit"))),
        version=str(found.version),
        prepare=prepare,
    )
    return answer_create(request, form, reader_of(request))


@page(MANAGE, methods=("POST",))
def rotate(request: AssetryRequest, public_id: str) -> HttpResponse:
    """A new secret, shown once, in the answer."""
    found = get_webhook_for(request.actor, public_id)
    made, secret = operations.rotate_secret(actor=request.actor, webhook=found, at=request.received_at)
    return answer(request, "kit/overview.html", _page(made, reader_of(request), secret))


@page(MANAGE)
def webhook(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One webhook and what was sent there."""
    found = get_webhook_for(request.actor, public_id)
    return answer(request, "kit/overview.html", _page(found, reader_of(request)))


def _page(found: Webhook, reader: Reader, secret: str = "") -> OverviewPage:
    said = _("Its secret signs every message. Keep it: it is shown this once.")
    if found.former_until and reader.now < found.former_until:
        said = _(
            "The new secret signs every message, for a day the former one too. Keep it: it is shown this once."
        )
    props = [
        Prop(label=_("Address"), value=cells.text_html(found.url)),
        Prop(label=_("Format"), value=str(Shape(found.shape).label)),
        *([Prop(label=_("Secret"), value=copyable(secret, _("Copy secret")))] if secret else []),
    ]
    test = Action(label=_("Send a test"), url=_url(found, "webhook_test"), how="post", icon="send")
    change = Action(label=_("Edit"), url=_url(found, "webhook_edit"), icon="pencil", key="E")
    rotated = Action(label=_("New secret"), url=_url(found, "webhook_rotate"), how="post", icon="key-round")
    end = Action(label=_("End it"), url=_url(found, "webhook_end"), how="post", icon="ban")
    return OverviewPage(
        title=found.name,
        crumbs=crumbs(Link(label=found.name)),
        summary="" if found.is_active else _("Ended: nothing more is sent there."),
        actions=(test, change, rotated, end) if found.is_active else (),
        notes=(Note(text=said, tone="info"),) if secret else (),
        bands=(
            Band(
                left=[_deliveries(found, reader)],
                right=[Panel(title=_("Webhook"), blocks=(Props(props=props, two=False),))],
            ),
        ),
    )


def _url(found: Webhook, route: str) -> str:
    return route_url(route, public_id=found.public_id)


def _deliveries(found: Webhook, reader: Reader) -> Panel:
    columns = [
        TableColumn(_("Made")),
        TableColumn(_("About")),
        TableColumn(_("State")),
        TableColumn(_("Tries"), number=True, rank=1),
        TableColumn(_("Answer"), number=True, rank=2),
        TableColumn(""),
    ]
    rows = [_delivery_row(one, reader, again=found.is_active) for one in list_deliveries(found)]
    table = Table(caption=_("Sent"), columns=columns, rows=rows, empty=_("Nothing was sent yet."))
    return Panel(title=_("Sent"), blocks=(table,))


def _delivery_row(one: Delivery, reader: Reader, *, again: bool) -> list[Words]:
    url = route_url("webhook_replay", public_id=one.public_id)
    can = again and one.state != Delivery.State.WAITING
    return [
        cells.instant_html(one.created_at, now=reader.now, locale=reader.locale, zone=reader.zone_info),
        cells.code_html(one.kind),
        str(Delivery.State(one.state).label),
        str(one.attempts),
        str(one.status or ""),
        cells.post_html(url, _("Send again"), _("Send this message again")) if can else "",
    ]


def _act(request: AssetryRequest, found: Webhook, act: Callable[[], object], said: str) -> HttpResponse:
    return answer_act(request, act, url=_url(found, "webhook"), said=said)


@page(MANAGE, methods=("POST",))
def test(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Send a message without content."""
    found = get_webhook_for(request.actor, public_id)
    of: dict[str, Any] = {"actor": request.actor, "webhook": found, "at": request.received_at}
    return _act(request, found, lambda: operations.send_test(**of), _("The test is on its way."))


@page(MANAGE, methods=("POST",))
def end(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Send nothing more there."""
    found = get_webhook_for(request.actor, public_id)
    of: dict[str, Any] = {"actor": request.actor, "webhook": found, "at": request.received_at}
    return _act(
        request, found, lambda: operations.end_webhook(**of), _("%(name)s is ended.") % {"name": found.name}
    )


@page(MANAGE, methods=("POST",))
def replay(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Send one message again."""
    one = get_delivery_for(request.actor, public_id)
    of: dict[str, Any] = {"actor": request.actor, "delivery": one, "at": request.received_at}
    return _act(request, one.webhook, lambda: operations.replay(**of), _("It is on its way again."))
