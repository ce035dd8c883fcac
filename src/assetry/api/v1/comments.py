"""Comments on things, over the API: by whoever sees the thing; changed by their author."""

from datetime import datetime
from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.document import NAMES_A_THING
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Input, Reference
from assetry.platform.accounts.queries import list_names
from assetry.platform.comments import operations
from assetry.platform.comments.models import MOST_TEXT, Comment
from assetry.platform.comments.queries import commentable, get_comment_for, list_comments, list_own

router = Router(tags=["Comments"])
_GUARD: Final = Bearer(SIGNED_IN)


class NewComment(Input):
    """Words about a thing."""

    entity: str = Field(max_length=40, description="What it is about: asset, contract, person …")
    id: str = Field(max_length=20)
    text: str = Field(
        min_length=1, max_length=MOST_TEXT, description="Markdown. @ and a whole name tells them."
    )


class OtherWords(Input):
    """What it says instead."""

    text: str = Field(min_length=1, max_length=MOST_TEXT)


class CommentShown(BaseModel):
    """One comment."""

    id: str
    text: str
    author: Reference | None
    written_at: datetime
    edited_at: datetime | None
    version: int


class Comments(BaseModel):
    """Comments, oldest first."""

    items: list[CommentShown]


@router.get(
    "/comments", auth=_GUARD, response=Comments, operation_id="list_comments", summary="List comments",
    openapi_extra={NAMES_A_THING: True},
)  # fmt: skip
def list_all(
    request: ApiRequest,
    entity: Annotated[str, Query(max_length=40)] = "",
    id: Annotated[str, Query(max_length=20)] = "",  # noqa: A002 - the API's word
) -> HttpResponse:
    """Those on one thing (`entity` and `id`); without one, your own last ones."""
    if not entity:
        return answer({"items": _shown(list_own(request.auth))})
    described = commentable(entity)
    return answer({"items": _shown(list_comments(described, get_one(request.auth, entity, id)))})


@router.post(
    "/comments",
    auth=_GUARD,
    response={201: CommentShown},
    operation_id="write_comment",
    summary="Write a comment",
    openapi_extra={NAMES_A_THING: True},
)
def write(request: ApiRequest, payload: NewComment) -> HttpResponse:
    """Say something about a thing that you see."""
    entity = commentable(payload.entity)
    row = get_one(request.auth, entity.name, payload.id)

    def effect() -> HttpResponse:
        made = operations.write_comment(
            actor=request.auth, entity=entity, row=row, text=payload.text, at=request.received_at
        )
        return answer(_shown([made])[0], status=201, version=made.version)

    return once(request, effect)


@router.patch(
    "/comments/{public_id}", auth=_GUARD, response=CommentShown, operation_id="edit_comment",
    summary="Change your comment",
)  # fmt: skip
def edit(request: ApiRequest, public_id: str, payload: OtherWords) -> HttpResponse:
    """Other words; only the author's own."""
    version = version_seen(request)
    comment, entity, row = get_comment_for(request.auth, public_id)
    of: dict[str, Any] = {"entity": entity, "row": row, "comment": comment, "version": version}
    made = operations.edit_comment(actor=request.auth, **of, text=payload.text, at=request.received_at)
    return answer(_shown([made])[0], version=made.version)


@router.delete(
    "/comments/{public_id}", auth=_GUARD, response={204: None}, operation_id="remove_comment",
    summary="Remove a comment",
)  # fmt: skip
def remove(request: ApiRequest, public_id: str) -> HttpResponse:
    """Take words back: the author, and whoever manages access."""
    version = version_seen(request)
    comment, entity, row = get_comment_for(request.auth, public_id)
    of: dict[str, Any] = {"entity": entity, "row": row, "comment": comment, "version": version}
    operations.remove_comment(actor=request.auth, **of, at=request.received_at)
    return no_content()


def _shown(comments: Any) -> list[dict[str, Any]]:
    names = list_names(comment.author_id for comment in comments)
    return [_one(comment, names.get(comment.author_id)) for comment in comments]


def _one(comment: Comment, author: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "id": comment.public_id,
        "text": comment.text,
        "author": None if author is None else {"id": author[0], "name": author[1]},
        "written_at": comment.written_at,
        "edited_at": comment.edited_at,
        "version": comment.version,
    }
