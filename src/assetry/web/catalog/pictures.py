"""The picture of a model: taken from a form, redrawn, and served inert from an address that never changes."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assetry.domain.assets.queries import get_picture_for
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.operations import remove_model_picture, set_model_picture
from assetry.domain.catalog.queries import get_asset_model_for
from assetry.kernel.refusals import InvalidInput, Refusal
from assetry.platform.attachments.parts import only_file
from assetry.platform.pictures import redraw
from assetry.web.components.fields import FieldError, FieldView
from assetry.web.components.parts import Link
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FieldGroup, FormPage
from assetry.web.kit.links import entity_url, route_url
from assetry.web.routes import AssetryRequest, Open, page

INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Disposition": "inline",
}


@page(P.MANAGE, methods=("GET", "POST"))
def edit_picture(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form for a picture, and what was sent by it."""
    model = get_asset_model_for(request.actor, public_id)
    url = entity_url("model", model.public_id)
    refused = None
    if request.method == "POST":
        try:
            _save(request, model)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("The picture is saved."))
            return HttpResponseRedirect(url)
    status = refused.status if refused else 200
    return answer(request, "kit/form.html", _form(request, model, url, refused), status=status)


def _save(request: AssetryRequest, model: object) -> None:
    file = only_file(request.FILES, "picture")
    if file is None:
        raise InvalidInput({"picture": _("Choose a file.")})
    drawn = redraw(file.read(8_000_001))
    set_model_picture(
        actor=request.actor,
        model=model,  # type: ignore[arg-type]
        content=drawn.content,
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        at=request.received_at,
    )


def _form(request: AssetryRequest, model: object, url: str, refused: Refusal | None) -> FormPage:
    said = _words(refused)
    label = _("Picture")
    field = FieldView(
        name="picture",
        label=label,
        widget="file",
        accept="image/jpeg,image/png,image/webp,image/gif",
        help=_(
            "JPEG, PNG, WebP or GIF of at most 8 MB. It is made small; where and when it was taken is left out."
        ),
        errors=(said,) if said else (),
    )
    return FormPage(
        title=_("Picture of %(model)s") % {"model": model},
        action=request.path,
        groups=(FieldGroup(title=label, fields=(field,), hide_title=True),),
        submit=_("Save"),
        cancel_url=url,
        crumbs=(
            Link(label=_("Models"), url=route_url("asset_models")),
            Link(label=str(model), url=url),
            Link(label=label),
        ),
        errors=(FieldError(field_id="f-picture", label=label, message=said),) if said else (),
        multipart=True,
    )


def _words(refused: Refusal | None) -> str:
    if isinstance(refused, InvalidInput):
        return " ".join(str(message) for message in refused.errors.values())
    return str(refused) if refused else ""


@page(P.MANAGE, methods=("POST",))
def remove_picture(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take the picture away; assets of the model show a drawing again."""
    model = get_asset_model_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: remove_model_picture(actor=request.actor, model=model, at=request.received_at),
        url=entity_url("model", model.public_id),
        said=_("The picture of %(model)s is removed.") % {"model": model},
    )


@page(Open.SIGNED_IN)
def picture(request: AssetryRequest, public_id: str, sha256: str) -> HttpResponse:
    """The picture itself; nothing in it can run, whatever it is taken for."""
    found = get_picture_for(request.actor, public_id, sha256)
    return HttpResponse(bytes(found.content), content_type="image/webp", headers=INERT)
