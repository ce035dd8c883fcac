"""Comments on things: thin around `platform/comments/operations`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import Entity
from assetry.platform.comments import operations
from assetry.platform.comments.models import MOST_TEXT, Comment
from assetry.platform.comments.queries import (
    commentable,
    get_comment_for,
    may_edit_comment,
    may_remove_comment,
)
from assetry.web.components.parts import Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FormPage
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page

BOTH = ("GET", "POST")


@page(Open.SIGNED_IN, methods=("POST",))
def write(request: AssetryRequest, entity: str, public_id: str) -> HttpResponse:
    """Say something about a thing."""
    text = request.POST.get("text", "")
    return _on_thing(
        request, entity, public_id, operations.write_comment, _("The comment is there."), text=text
    )


@page(Open.SIGNED_IN, methods=("POST",))
def watch(request: AssetryRequest, entity: str, public_id: str) -> HttpResponse:
    """Hear of every comment on a thing."""
    return _on_thing(request, entity, public_id, operations.watch, _("You hear of comments on this."))


@page(Open.SIGNED_IN, methods=("POST",))
def unwatch(request: AssetryRequest, entity: str, public_id: str) -> HttpResponse:
    """Hear of a thing no longer."""
    said = _("You hear of this only where somebody names you.")
    return _on_thing(request, entity, public_id, operations.unwatch, said)


def _on_thing(
    request: AssetryRequest,
    name: str,
    public_id: str,
    operation: Callable[..., object],
    said: Words,
    **more: Any,
) -> HttpResponse:
    entity = commentable(name)
    row = entity.get_for(request.actor, public_id)
    of = {"actor": request.actor, "entity": entity, "row": row, "at": request.received_at}
    return answer_act(request, lambda: operation(**of, **more), url=_back(entity, row), said=said)


@page(Open.SIGNED_IN, methods=BOTH)
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form for other words, and the words that were sent by it."""
    comment, entity, row = get_comment_for(request.actor, public_id)
    if not may_edit_comment(request.actor, comment):
        raise NotFound
    field = Field(
        name="text", label=_("Comment"), type=FieldType.LONG_TEXT, required=True, max_length=MOST_TEXT
    )

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        of = {"actor": request.actor, "entity": entity, "row": row, "comment": comment}
        version = _version(request)
        operations.edit_comment(**of, text=values["text"], version=version, at=request.received_at)
        return _back(entity, row), _("The comment is changed.")

    def prepare(form: FormState) -> None:
        form.texts.setdefault("text", comment.text)

    form = CreateForm(
        title=_("Edit your comment"),
        fields={"text": field},
        layout=[FormGroup(title="", fields=("text",))],
        save=save,
        cancel_url=_back(entity, row),
        submit=_("Save"),
        version=str(comment.version),
        prepare=prepare,
    )
    return answer_create(request, form, reader_of(request))


@page(Open.SIGNED_IN, methods=BOTH)
def remove(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The question, and the answer yes."""
    actor = request.actor
    comment, entity, row = get_comment_for(actor, public_id)
    if not may_remove_comment(actor, comment):
        raise NotFound
    url = _back(entity, row)
    if request.method == "GET":
        return answer(request, "kit/form.html", _question(request, comment, url))
    of = {"actor": actor, "entity": entity, "row": row, "comment": comment, "version": _version(request)}
    return answer_act(
        request,
        lambda: operations.remove_comment(**of, at=request.received_at),
        url=url,
        said=_("The comment is removed."),
    )


def _question(request: AssetryRequest, comment: Comment, url: str) -> FormPage:
    return FormPage(
        title=_("Remove this comment"),
        subtitle=_("Nobody can read it any more, and it leaves every inbox."),
        action=request.path,
        groups=(),
        submit=_("Remove"),
        destroys=True,
        version=str(comment.version),
        cancel_url=url,
    )


def _version(request: AssetryRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _back(entity: Entity, row: Any) -> str:
    return f"{entity_url(entity.name, row.public_id)}#comments"
