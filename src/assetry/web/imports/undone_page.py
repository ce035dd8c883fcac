"""An import that was taken back: what went, what got its values of before, what stayed and why."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.registry import entity_named
from assetry.platform.imports.models import ImportRun
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Tile
from assetry.web.imports.steps import crumbs_of, steps_at
from assetry.web.imports.subjects import Subject
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader


def undone_page(run: ImportRun, subject: Subject, reader: Reader) -> OverviewPage:
    """The page of an undone import."""
    undone = run.undone
    at = cells.instant_html(run.undone_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    tiles = (
        Tile(label=_("Removed"), value=str(undone["removed"]), note=_("what the import had made")),
        Tile(label=_("As before"), value=str(undone["restored"]), note=_("what the import had changed")),
        Tile(
            label=_("Kept"),
            value=str(undone["kept_count"]),
            note=_("they moved on since") if undone["kept_count"] else "",
            tone="late" if undone["kept_count"] else "",
        ),
    )
    return OverviewPage(
        title=_("Import undone"),
        summary=format_html("{} · {}", run.file_name, at),
        badges=(cells.badge_html(_("Undone"), hue=230, icon="undo-2"),),
        crumbs=crumbs_of(subject, run.file_name),
        steps=steps_at("import", run),
        width="read",
        tiles=tiles,
        bands=[Band(left=[_kept(run)])] if undone["kept"] else [],
    )


def _kept(run: ImportRun) -> Panel:
    lines = [
        (cells.entity_html(name, url=entity_url(entity, public_id)), entity_named(entity).label, reason)
        for entity, public_id, name, reason in run.undone["kept"]
    ]
    columns = (TableColumn(_("Name")), TableColumn(_("What")), TableColumn(_("Why it stays")))
    total = run.undone["kept_count"]
    more = ngettext("%(n)d more stays.", "%(n)d more stay.", total - len(lines)) % {"n": total - len(lines)}
    table = Table(caption=_("What stays"), columns=columns, rows=lines, wrap=True)
    return Panel(
        title=_("Kept"), id="kept", count=total, blocks=(table,), foot=more if total > len(lines) else ""
    )
