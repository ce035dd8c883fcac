"""The Files panel of a thing's page; its verbs lead to `web/attachments`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from babel.numbers import format_decimal
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity, entity_named
from assetry.platform.accounts.queries import list_names
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.queries import list_attachments, may_edit
from assetry.platform.attachments.serving import has_preview
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.icons import icon_html
from assetry.web.components.parts import Action, Words
from assetry.web.components.tags import goes
from assetry.web.kit.context import DetailPage
from assetry.web.kit.hanging import may_hang
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader


def with_files(page: DetailPage, entity: Entity, row: Any, reader: Reader) -> DetailPage:
    """The page with the panel at the end of its main column, where things of the entity take files."""
    if not entity.edit_permission:
        return page
    return replace(page, main=[*page.main, files_panel(entity.name, row, reader)])


def files_panel(entity_name: str, row: Any, reader: Reader) -> Panel:
    """The files on a thing: one statement where there are none, two where there are some."""
    entity = entity_named(entity_name)
    found = list_attachments(entity, row) if may_hang(row, "has_files") else []
    edits = may_edit(reader.actor, entity, row)
    names = list_names(file.uploaded_by_id for file in found) if found else {}
    columns = [
        TableColumn(_("Name")),
        TableColumn(_("Size"), number=True),
        TableColumn(_("Attached by"), rank=3),
        TableColumn(_("Attached"), rank=2),
        *([TableColumn("")] if edits else []),
    ]
    empty = _("No files yet. Invoices, photos and manuals can hang here.") if edits else _("No files.")
    rows = [_line(entity, row, file, names, edits=edits, reader=reader) for file in found]
    url = file_url(entity, row, "attach")
    attach = Action(label=_("Attach a file"), url=url, icon="paperclip", how="dialog", small=True)
    return Panel(
        title=_("Files"),
        id="files",
        count=len(found) or None,
        blocks=(Table(caption=_("Files"), columns=columns, rows=rows, empty=empty),),
        actions=(attach,) if edits else (),
    )


def file_url(entity: Entity, row: Any, what: str = "", file: Attachment | None = None) -> str:
    """Where something is done with the files of a thing (`attach`), or with one of them (`preview`, `remove`)."""
    route = f"{entity.name}_file_{what}" if what else f"{entity.name}_file"
    of_file = {"file_id": file.public_id} if file else {}
    return route_url(route, public_id=row.public_id, **of_file)


def size_words(size: int, locale: str) -> str:
    """Bytes in the unit that people say: 12 KB, 3.4 MB."""
    amount, unit = (size / 1_000_000, _("MB")) if size >= 1_000_000 else (max(size / 1000, 1), _("KB"))
    digits = "#,##0.0" if amount < 10 and size >= 1_000_000 else "#,##0"
    return f"{format_decimal(amount, digits, locale=locale.replace('-', '_'))} {unit}"


def _line(
    entity: Entity,
    row: Any,
    file: Attachment,
    names: Mapping[int, tuple[str, str]],
    *,
    edits: bool,
    reader: Reader,
) -> list[Words]:
    _public_id, who = names.get(file.uploaded_by_id, ("", ""))
    at = cells.instant_html(file.uploaded_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    size = size_words(file.size, reader.locale)
    return [
        _name(entity, row, file),
        size,
        cells.text_html(who),
        at,
        *([_remove(entity, row, file)] if edits else []),
    ]


def _name(entity: Entity, row: Any, file: Attachment) -> SafeString:
    """Picture or clip, and the name, which is never run: it is saved."""
    picture = format_html('<span class="photo sm">{}</span>', icon_html("paperclip"))
    if has_preview(file):
        picture = format_html(
            '<a class="photo sm" href="{}"><img src="{}" alt="{}" loading="lazy"></a>',
            file_url(entity, row, "preview", file),
            file_url(entity, row, "preview", file),
            _("Preview of %(name)s") % {"name": file.name},
        )
    link = format_html(
        '<a href="{}" download>{}</a>', file_url(entity, row, file=file), cells.text_html(file.name)
    )
    return format_html('<span class="file">{} {}</span>', picture, link)


def _remove(entity: Entity, row: Any, file: Attachment) -> SafeString:
    label = _("Remove %(name)s") % {"name": file.name}
    return format_html(
        '<a class="iconbtn" {} aria-label="{}" title="{}">{}</a>',
        goes(file_url(entity, row, "remove", file), "#dialogs", "none"),
        label,
        label,
        icon_html("trash-2"),
    )
