"""Calendars: one's own feeds, and the feed itself, for whoever has its secret address."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.filters import FilterInvalid
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.feeds.models import Feed
from assetry.platform.feeds.operations import create_feed, revoke_feed
from assetry.platform.feeds.queries import find_feed, get_feed_for, list_feeds, secret_of, tag_of, text_of
from assetry.platform.reminders.people import date_fields
from assetry.platform.reminders.queries import remindable
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, State, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.details import copyable
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page

ROUTE = "calendars"
INBOX = "inbox"
NAME = Field(name="name", label=gettext_lazy("Name"), type=FieldType.TEXT, required=True, max_length=80)
FILTER = Field(
    name="filter_text",
    label=gettext_lazy("Filter"),
    type=FieldType.LONG_TEXT,
    max_length=4000,
    help=gettext_lazy(
        "As a list's address has it, like: owner_department eq my_team. Empty: all that you may see."
    ),
)


@require_http_methods(["GET", "HEAD"])
def feed(request: HttpRequest, text: str) -> HttpResponse:
    """The calendar, or word that it did not change. An address that is none of ours is not there."""
    today = datetime.now(UTC).date()
    try:
        found, actor = find_feed(text)
        tag = f'"{tag_of(found, actor, today=today)}"'
        if tag in request.headers.get("If-None-Match", ""):
            unchanged = HttpResponseNotModified()
            unchanged["ETag"] = tag
            return unchanged
        content = text_of(found, actor, today=today)
    except (NotFound, FilterInvalid, KeyError):
        return HttpResponse(status=404, content_type="text/plain")
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@page(Open.SIGNED_IN)
def calendars(request: AssetryRequest) -> HttpResponse:
    """One's own calendars, with their addresses."""
    feeds = list_feeds(request.actor)
    new = Action(label=_("New"), url=route_url("calendar_create"), icon="plus", look="primary")
    columns = [
        TableColumn(_("Name")),
        TableColumn(_("Shows"), rank=2),
        TableColumn(_("Address")),
        TableColumn(""),
    ]
    table = Table(caption=_("Calendars"), columns=columns, rows=[_row(one) for one in feeds])
    text = _(
        "Subscribe to dates in your calendar program: ends of contracts, of warranties, what waits for you."
    )
    secret = _("Whoever has an address sees what you see in this calendar. Revoke it when it got about.")
    content = OverviewPage(
        title=_("Calendars"),
        crumbs=crumbs(),
        actions=(new,) if feeds else (),
        notes=(Note(text=secret),) if feeds else (),
        bands=(Band(left=[Panel(title=_("Calendars"), blocks=(table,), hide_title=True)]),) if feeds else (),
        empty=None
        if feeds
        else State(icon="calendar", title=_("No calendars yet"), text=text, actions=(new,)),
    )
    return answer(request, "kit/overview.html", content)


def crumbs(*further: Link) -> list[Link]:
    """The account, its calendars, and beyond."""
    account = Link(label=_("Your account"), url=route_url("profile"))
    return [account, Link(label=_("Calendars"), url=route_url(ROUTE)), *further]


def _row(one: Feed) -> list[Words]:
    revoke = cells.post_html(
        route_url("calendar_revoke", public_id=one.public_id),
        _("Revoke"),
        _("Revoke %(name)s") % {"name": one.name},
    )
    address = f"{settings.BASE_URL}{route_url('feed', text=secret_of(one))}"
    return [cells.text_html(one.name), _shows(one), copyable(address, _("Copy address")), revoke]


def _shows(one: Feed) -> str:
    if not one.entity:
        return _("Your inbox")
    entity = entity_named(one.entity)
    field = entity.fields_by_name.get(one.field)
    return f"{entity.label}: {field.label if field else one.field}"


@page(Open.SIGNED_IN, methods=("GET", "POST"))
def new(request: AssetryRequest) -> HttpResponse:
    """The form for a calendar."""
    choices = [Choice(INBOX, _("Your inbox"))]
    choices += [
        Choice(f"{entity.name}.{name}", f"{entity.label}: {field.label}")
        for entity in remindable()
        for name, field in date_fields(entity).items()
    ]
    what = Field(name="what", label=_("Shows"), type=FieldType.CHOICE, choices=choices, required=True)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        name, _dot, field = values["what"].partition(".")
        of = {"entity": entity_named(name), "field": field} if field else {}
        filter_text = values["filter_text"] or ""
        made = create_feed(
            actor=request.actor, name=values["name"], **of, filter_text=filter_text, at=request.received_at
        )
        return route_url(ROUTE), _("%(name)s is there. Copy its address into your calendar program.") % {
            "name": made.name
        }

    form = CreateForm(
        title=_("New calendar"),
        fields={"name": NAME, "what": what, "filter_text": FILTER},
        layout=[FormGroup(title="", fields=("name", "what", "filter_text"))],
        save=save,
        cancel_url=route_url(ROUTE),
        submit=_("Save"),
        crumbs=crumbs(Link(label=_("New"))),
    )
    return answer_create(request, form, reader_of(request))


@page(Open.SIGNED_IN, methods=("POST",))
def revoke(request: AssetryRequest, public_id: str) -> HttpResponse:
    """End one calendar."""
    found = get_feed_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: revoke_feed(actor=request.actor, feed=found, at=request.received_at),
        url=route_url(ROUTE),
        said=_("%(name)s is revoked.") % {"name": found.name},
    )
