"""Files that tests attach, and the short way to attach one."""

import io
import zipfile
from typing import Any

from PIL import Image

from assetry.kernel.registry import entity_named
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.operations import attach_file
from assetry.platform.attachments.receiving import received
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW

PDF = b"%PDF-1.7\n1 0 obj\n"


def attach(
    actor: Actor, row: Any, entity: str = "asset", *, content: bytes = PDF, name: str = "invoice.pdf"
) -> Attachment:
    """One file on a thing, the way that pages and the API go."""
    described = entity_named(entity)
    with received(actor=actor, entity=described, row=row, chunks=[content], at=NOW) as stored:
        return attach_file(actor=actor, entity=described, row=row, stored=stored, name=name, at=NOW)


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8), **options: Any) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A ZIP with empty members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr(*first)
        for name in names:
            file.writestr(name, b"")
    return out.getvalue()
