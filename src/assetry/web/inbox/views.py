"""The inbox: thin around `platform/inbox/operations`."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.platform.inbox import operations
from assetry.platform.inbox.models import MOST_TITLE, InboxItem
from assetry.platform.inbox.queries import Shelf, get_item_for
from assetry.platform.inbox.teams import teams
from assetry.web.components.parts import Words
from assetry.web.inbox.pages import inbox_page
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import reader_of
from assetry.web.kit.values import input_text
from assetry.web.routes import AssetryRequest, Open, page

BOTH = ("GET", "POST")
TITLE = Field(
    name="title", label=gettext_lazy("What to do"), type=FieldType.TEXT, required=True, max_length=MOST_TITLE
)
DUE = Field(name="due_on", label=gettext_lazy("Due on"), type=FieldType.DATE)
ASSIGNEE = Field(
    name="assignee",
    label=gettext_lazy("Who"),
    type=FieldType.TEXT,
    max_length=254,
    help=gettext_lazy("The name or the e-mail address of an account. Empty: you."),
)
UNTIL = Field(name="until", label=gettext_lazy("Show it again on"), type=FieldType.DATE, required=True)


@page(Open.SIGNED_IN)
def inbox(request: AssetryRequest) -> HttpResponse:
    """One part of one's inbox."""
    asked = request.GET.get("shelf", "")
    shelf = Shelf(asked) if asked in {*Shelf} else Shelf.OPEN
    return answer(request, "kit/overview.html", inbox_page(reader_of(request), shelf))


@page(Open.SIGNED_IN, methods=("POST",))
def done(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One item is done."""
    item = get_item_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: operations.finish_item(actor=request.actor, item=item, at=request.received_at),
        url=_back(item),
        said=_("Done."),
    )


@page(Open.SIGNED_IN, methods=("POST",))
def take(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One item of the team is the reader's own from now on."""
    item = get_item_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: operations.take_item(actor=request.actor, item=item, at=request.received_at),
        url=_back(item),
        said=_("It is yours now."),
    )


def _back(item: InboxItem) -> str:
    """The part of the inbox that the item was in."""
    return route_url("inbox") + ("" if item.user_id else f"?shelf={Shelf.TEAM}")


@page(Open.SIGNED_IN, methods=BOTH)
def new_task(request: AssetryRequest) -> HttpResponse:
    """The form for a task, for oneself, for somebody else or for a team."""

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        given = {name: value for name, value in values.items() if value is not None}
        operations.create_task(actor=request.actor, **given, at=request.received_at)
        return route_url("inbox"), _("The task is there.")

    sees_teams = request.actor.may(entity_named(teams().entity).view_permission)
    return _form(request, _("New task"), (TITLE, DUE, ASSIGNEE, *([_team()] if sees_teams else [])), save)


def _team() -> Field:
    return Field(
        name="team",
        label=_("Or a team"),
        type=FieldType.REFERENCE,
        reference=teams().entity,
        help=_("It waits for all of them until one takes or finishes it."),
    )


@page(Open.SIGNED_IN, methods=BOTH)
def snooze(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form for a day on which one item comes back; a week from now stands in it."""
    item, reader = get_item_for(request.actor, public_id), reader_of(request)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        until = datetime.combine(values["until"], time(0), tzinfo=UTC)
        operations.snooze_item(actor=request.actor, item=item, until=until, at=request.received_at)
        return route_url("inbox"), _("It comes back then.")

    def prepare(form: FormState) -> None:
        form.texts.setdefault("until", input_text(UNTIL, reader.today + timedelta(days=7), reader, ""))

    return _form(request, _("Snooze"), (UNTIL,), save, prepare)


@page(Open.SIGNED_IN, methods=BOTH)
def delegate(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that gives one item to somebody else."""
    item = get_item_for(request.actor, public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        operations.delegate_item(
            actor=request.actor, item=item, assignee=values["assignee"] or "", at=request.received_at
        )
        return route_url("inbox"), _("It is in the other inbox now.")

    field = Field(
        name="assignee",
        label=ASSIGNEE.label,
        type=FieldType.TEXT,
        required=True,
        max_length=254,
        help=_("The name or the e-mail address of an account that may see what this is about."),
    )
    return _form(request, _("Give to somebody"), (field,), save)


def _form(
    request: AssetryRequest,
    title: str,
    fields: tuple[Field, ...],
    save: Any,
    prepare: Any = lambda _form: None,
) -> HttpResponse:
    form = CreateForm(
        title=title,
        fields={field.name: field for field in fields},
        layout=[FormGroup(title="", fields=[field.name for field in fields])],
        save=save,
        cancel_url=route_url("inbox"),
        submit=_("Save"),
        prepare=prepare,
    )
    return answer_create(request, form, reader_of(request))
