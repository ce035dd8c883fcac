"""Handing out what somebody uploaded: nothing in it can run, whatever a browser takes it for."""

from collections.abc import Mapping
from typing import Final

from django.utils.http import content_disposition_header

from assetry.kernel.refusals import NotFound, Refusal
from assetry.platform.attachments.media import PICTURES
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.refusals import NoPreview
from assetry.platform.files.current import current_store
from assetry.platform.files.port import FileMissing, Pieces
from assetry.platform.pictures import MOST_BYTES, Picture, redraw

INERT: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def headers_of(attachment: Attachment) -> dict[str, str]:
    """The headers of a download: to be saved under its name, never shown."""
    disposition = content_disposition_header(as_attachment=True, filename=attachment.name)
    return {
        **INERT,
        "Content-Type": "text/plain; charset=utf-8"
        if attachment.media_type == "text/plain"
        else attachment.media_type,
        "Content-Length": str(attachment.size),
        "Content-Disposition": disposition or "attachment",
    }


def content_of(attachment: Attachment) -> Pieces:
    """The bytes, piece by piece. Raises NotFound where they are lost (`assetry files check` names them)."""
    try:
        return Pieces(current_store().open(attachment.key))
    except FileMissing as error:
        raise NotFound from error


def has_preview(attachment: Attachment) -> bool:
    """Whether it is a picture that can be drawn small."""
    return attachment.media_type in PICTURES and attachment.size <= MOST_BYTES


def preview_of(attachment: Attachment) -> Picture:
    """The picture drawn anew, without what else the file told. Raises NoPreview, NotFound."""
    if not has_preview(attachment):
        raise NoPreview
    try:
        return redraw(b"".join(content_of(attachment)))
    except NotFound:
        raise
    except Refusal as refusal:
        raise NoPreview from refusal
