"""One's own inbox, over the API."""

from datetime import date, datetime
from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.document import NAMES_A_THING
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.instants import Instant
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.schemas import Id, Input
from assetry.platform.comments.queries import commentable
from assetry.platform.inbox import operations
from assetry.platform.inbox.models import MOST_TITLE, InboxItem
from assetry.platform.inbox.queries import MOST_SHOWN, Shelf, get_item_for, items_on, subjects_of
from assetry.platform.inbox.teams import teams
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Inbox"])
_GUARD: Final = Bearer(SIGNED_IN)


class About(Input):
    """A thing, by its entity and id."""

    entity: str = Field(max_length=40)
    id: str = Field(max_length=20)


class NewTask(Input):
    """Something to do, for you or for somebody who may see what it is about."""

    title: str = Field(min_length=1, max_length=MOST_TITLE)
    due_on: date | None = None
    assignee: str = Field("", max_length=254, description="Name or e-mail address of an account; empty: you.")
    team: Id | None = Field(
        None, description="A department, in place of an assignee: whoever of it takes it."
    )
    about: About | None = None


class Later(Input):
    """When it comes back."""

    until: Instant


class Assignee(Input):
    """Who gets it."""

    assignee: str = Field(min_length=1, max_length=254, description="Name or e-mail address of an account.")


class Subject(BaseModel):
    """What an item is about, where you may see it."""

    entity: str
    id: str
    title: str


class Item(BaseModel):
    """One thing that waits, or waited."""

    id: str
    kind: str
    title: str
    team: str | None = Field(description="The team that it waits for, or waited for.")
    about: Subject | None
    due_on: date | None
    created_at: datetime
    snoozed_until: datetime | None
    done_at: datetime | None


class Items(BaseModel):
    """At most 200, what is due first standing first."""

    items: list[Item]


@router.get("/inbox", auth=_GUARD, response=Items, operation_id="list_inbox", summary="List your inbox")
def list_all(request: ApiRequest, shelf: Annotated[Shelf, Query()] = Shelf.OPEN) -> HttpResponse:
    """What waits for you; with `shelf`, what waits for your team, is snoozed or done."""
    items = list(items_on(request.auth, shelf, at=request.received_at)[:MOST_SHOWN])
    return answer({"items": _shown(request.auth, items)})


@router.post(
    "/inbox", auth=_GUARD, response={201: Item}, operation_id="create_task", summary="Make a task",
    openapi_extra={NAMES_A_THING: True},
)  # fmt: skip
def create(request: ApiRequest, payload: NewTask) -> HttpResponse:
    """Put a task into your inbox, or into somebody else's."""
    of: dict[str, Any] = {}
    if payload.about is not None:
        entity = commentable(payload.about.entity)
        of = {"entity": entity, "row": get_one(request.auth, entity.name, payload.about.id)}

    team = get_one(request.auth, teams().entity, payload.team) if payload.team else None

    def effect() -> HttpResponse:
        made = operations.create_task(
            actor=request.auth,
            title=payload.title,
            due_on=payload.due_on,
            assignee=payload.assignee,
            team=team,
            **of,
            at=request.received_at,
        )
        return answer(_shown(request.auth, [made])[0], status=201)

    return once(request, effect)


@router.post(
    "/inbox/{public_id}/done", auth=_GUARD, response=Item, operation_id="finish_item", summary="Done"
)
def done(request: ApiRequest, public_id: str) -> HttpResponse:
    """Say that one of your items is done."""
    item = get_item_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made = operations.finish_item(actor=request.auth, item=item, at=request.received_at)
        return answer(_shown(request.auth, [made])[0])

    return once(request, effect)


@router.post(
    "/inbox/{public_id}/take",
    auth=_GUARD,
    response=Item,
    operation_id="take_item",
    summary="Take from a team",
)
def take(request: ApiRequest, public_id: str) -> HttpResponse:
    """Take what waits for your team (`shelf=team`) into your own inbox."""
    item = get_item_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made = operations.take_item(actor=request.auth, item=item, at=request.received_at)
        return answer(_shown(request.auth, [made])[0])

    return once(request, effect)


@router.post(
    "/inbox/{public_id}/snooze", auth=_GUARD, response=Item, operation_id="snooze_item", summary="Snooze"
)
def snooze(request: ApiRequest, public_id: str, payload: Later) -> HttpResponse:
    """Let one of your items come back later."""
    item = get_item_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made = operations.snooze_item(
            actor=request.auth, item=item, until=payload.until, at=request.received_at
        )
        return answer(_shown(request.auth, [made])[0])

    return once(request, effect)


@router.post(
    "/inbox/{public_id}/delegate",
    auth=_GUARD,
    response=Item,
    operation_id="delegate_item",
    summary="Give away",
)
def delegate(request: ApiRequest, public_id: str, payload: Assignee) -> HttpResponse:
    """Give one of your items to somebody who may see what it is about."""
    item = get_item_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made = operations.delegate_item(
            actor=request.auth, item=item, assignee=payload.assignee, at=request.received_at
        )
        return answer(_shown(request.auth, [made])[0])

    return once(request, effect)


def _shown(actor: Actor, items: list[InboxItem]) -> list[dict[str, Any]]:
    subjects = subjects_of(actor, items)
    names = teams().names(item.team_id for item in items if item.team_id)
    return [_one(item, subjects.get(item.pk), names.get(item.team_id or 0)) for item in items]


def _one(item: InboxItem, subject: Any, team: str | None) -> dict[str, Any]:
    about = None
    if subject is not None:
        about = {"entity": subject.entity.name, "id": subject.public_id, "title": subject.title}
    return {
        "id": item.public_id,
        "kind": item.kind,
        "title": item.title,
        "team": team,
        "about": about,
        "due_on": item.due_on,
        "created_at": item.created_at,
        "snoozed_until": item.snoozed_until,
        "done_at": item.done_at,
    }
