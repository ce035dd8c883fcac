"""The two forms: for a file to attach, and before one is removed."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity
from assetry.platform.attachments.models import Attachment
from assetry.web.components.fields import FieldError, FieldView
from assetry.web.components.parts import Link
from assetry.web.kit.context import FieldGroup, FormPage
from assetry.web.kit.links import entity_url


def attach_page(entity: Entity, row: Any, action: str, refused: Refusal | None = None) -> FormPage:
    """The form for one file; a refusal stands beside it."""
    label, said = _("File"), str(refused) if refused else ""
    field = FieldView(
        name="file",
        label=label,
        widget="file",
        required=True,
        help=_(
            "A PDF, a picture, an office document, plain text or a ZIP archive of at most %(megabytes)s MB."
        )
        % {"megabytes": settings.MAX_UPLOAD_BYTES // 1_000_000},
        errors=(said,) if said else (),
    )
    title = _("Attach a file to %(thing)s") % {"thing": entity.title(row)}
    return FormPage(
        title=title,
        action=action,
        groups=(FieldGroup(title=label, fields=(field,), hide_title=True),),
        submit=_("Attach"),
        cancel_url=entity_url(entity.name, row.public_id),
        crumbs=crumbs_of(entity, row, title),
        errors=(FieldError(field_id="f-file", label=label, message=said),) if said else (),
        multipart=True,
    )


def remove_page(entity: Entity, row: Any, file: Attachment, action: str) -> FormPage:
    """The question before a file goes."""
    title = _("Remove %(name)s") % {"name": file.name}
    return FormPage(
        title=title,
        subtitle=_("Nobody can open it any more. What it was called stays in the timeline."),
        action=action,
        groups=(),
        submit=_("Remove"),
        destroys=True,
        cancel_url=entity_url(entity.name, row.public_id),
        crumbs=crumbs_of(entity, row, title),
    )


def crumbs_of(entity: Entity, row: Any, title: str) -> list[Link]:
    """The thing, and what is done with its files."""
    return [Link(label=entity.title(row), url=entity_url(entity.name, row.public_id)), Link(label=title)]


def files_url(entity: Entity, row: Any) -> str:
    """The panel on the thing's page."""
    return f"{entity_url(entity.name, row.public_id)}#files"
