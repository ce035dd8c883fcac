"""The picture of a model: sent as it is, drawn anew by us, given back as WebP."""

from typing import Any, Final

from django.http import HttpResponse
from ninja import Router

from assetry.api.v1.answers import no_content
from assetry.api.v1.guard import Bearer
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.operations import remove_model_picture, set_model_picture
from assetry.domain.catalog.queries import get_picture_of
from assetry.platform.pictures import redraw

router = Router(tags=["Models"])
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {f"image/{kind}": _BINARY for kind in ("jpeg", "png", "webp", "gif")},
    }
}
_SHOWN: Final[dict[str, Any]] = {
    "responses": {200: {"description": "The picture.", "content": {"image/webp": _BINARY}}}
}
_INERT: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@router.get(
    "/models/{public_id}/picture", auth=Bearer(P.VIEW), operation_id="get_model_picture",
    summary="Read the picture of a model", openapi_extra=_SHOWN,
)  # fmt: skip
def get(request: ApiRequest, public_id: str) -> HttpResponse:
    """A WebP of at most 640 pixels; the ETag is the model's."""
    model = get_one(request.auth, "model", public_id)
    content = bytes(get_picture_of(model).content)
    return HttpResponse(content, content_type="image/webp", headers={**_INERT, "ETag": f'"{model.version}"'})


@router.put(
    "/models/{public_id}/picture", auth=Bearer(P.MANAGE), response={204: None}, operation_id="set_model_picture",
    summary="Give a model its picture", openapi_extra=_SENT,
)  # fmt: skip
def put(request: ApiRequest, public_id: str) -> HttpResponse:
    """The body is the file: JPEG, PNG, WebP or GIF of at most 2 MB. It is made small; what else it told is left out."""
    actor, version = request.auth, version_seen(request)
    model = get_one(actor, "model", public_id)
    drawn = redraw(request.body)
    set_model_picture(
        actor=actor,
        model=model,
        content=drawn.content,
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        version=version,
        at=request.received_at,
    )
    return no_content()


@router.delete(
    "/models/{public_id}/picture", auth=Bearer(P.MANAGE), response={204: None},
    operation_id="remove_model_picture", summary="Take the picture of a model away",
)  # fmt: skip
def delete(request: ApiRequest, public_id: str) -> HttpResponse:
    """`no_picture` where it has none."""
    actor, version = request.auth, version_seen(request)
    model = get_one(actor, "model", public_id)
    remove_model_picture(actor=actor, model=model, version=version, at=request.received_at)
    return no_content()
