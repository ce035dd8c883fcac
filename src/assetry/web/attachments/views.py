"""Files on things: attached by whoever may change the thing, read by whoever sees it, served inert."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _

from assetry.kernel.refusals import NotFound, NotPermitted, Refusal
from assetry.kernel.registry import Entity
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.operations import attach_file, remove_attachment, require_edit
from assetry.platform.attachments.parts import only_file
from assetry.platform.attachments.queries import get_attachment_for
from assetry.platform.attachments.receiving import received
from assetry.platform.attachments.refusals import FileEmpty
from assetry.platform.attachments.serving import INERT, content_of, headers_of, preview_of
from assetry.web.attachments.pages import attach_page, files_url, remove_page
from assetry.web.kit.answers import answer
from assetry.web.routes import AssetryRequest, Open, page

type View = Callable[..., Any]
FORM = "kit/form.html"
BOTH = ("GET", "POST")


def attach_view(entity: Entity) -> View:
    """The form for a file, and the file that was sent by it."""

    @page(entity.edit_permission, methods=BOTH)
    def view(request: AssetryRequest, public_id: str) -> HttpResponse:
        row = entity.get_for(request.actor, public_id)
        require_edit(request.actor, entity, row)
        refused = None
        if request.method == "POST":
            try:
                made = _attach(request, entity, row)
            except (NotFound, NotPermitted):
                raise
            except Refusal as refusal:
                refused = refusal
            else:
                messages.success(request, _("%(name)s is attached.") % {"name": made.name})
                return HttpResponseRedirect(files_url(entity, row))
        form = attach_page(entity, row, request.path, refused)
        return answer(request, FORM, form, status=refused.status if refused else 200)

    return view


def _attach(request: AssetryRequest, entity: Entity, row: Any) -> Attachment:
    file = only_file(request.FILES)
    if not isinstance(file, UploadedFile):
        raise FileEmpty(field="file")
    actor, at = request.actor, request.received_at
    with received(actor=actor, entity=entity, row=row, chunks=file.chunks(), at=at) as stored:
        return attach_file(actor=actor, entity=entity, row=row, stored=stored, name=file.name or "", at=at)


def download_view(entity: Entity) -> View:
    """One file, to be saved."""

    @page(entity.view_permission if entity.edit_place is None else Open.SIGNED_IN)
    def view(request: AssetryRequest, public_id: str, file_id: str) -> Any:
        file = get_attachment_for(request.actor, entity, public_id, file_id)
        return StreamingHttpResponse(content_of(file), headers=headers_of(file))

    return view


def preview_view(entity: Entity) -> View:
    """A picture drawn anew and small: nothing of the file itself reaches the page."""

    @page(entity.view_permission if entity.edit_place is None else Open.SIGNED_IN)
    def view(request: AssetryRequest, public_id: str, file_id: str) -> HttpResponse:
        try:
            picture = preview_of(get_attachment_for(request.actor, entity, public_id, file_id))
        except Refusal as refusal:
            raise NotFound from refusal
        return HttpResponse(picture.content, content_type="image/webp", headers=INERT)

    return view


def remove_view(entity: Entity) -> View:
    """The question, and the answer yes."""

    @page(entity.edit_permission, methods=BOTH)
    def view(request: AssetryRequest, public_id: str, file_id: str) -> HttpResponse:
        actor = request.actor
        row = entity.get_for(actor, public_id)
        require_edit(actor, entity, row)
        file = get_attachment_for(actor, entity, public_id, file_id)
        if request.method == "GET":
            return answer(request, FORM, remove_page(entity, row, file, request.path))
        remove_attachment(actor=actor, entity=entity, row=row, attachment=file, at=request.received_at)
        messages.success(request, _("%(name)s is removed.") % {"name": file.name})
        return HttpResponseRedirect(files_url(entity, row))

    return view
