"""The page that says what `assetry doctor` says, and what is installed."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.platform.backups.records import Record
from assetry.platform.doctor.checks import Level, Result, worst
from assetry.platform.doctor.sizes import Installation
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn, Todo, TodoItem
from assetry.web.components.parts import Link, Note, Tone, Words
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader

ICONS: dict[Level, tuple[str, Tone]] = {
    Level.OK: ("circle-check", "good"),
    Level.WARNING: ("triangle-alert", "soon"),
    Level.PROBLEM: ("circle-alert", "late"),
}
SHOWN_BACKUPS = 10
_VERDICTS: dict[Level, Note] = {
    Level.OK: Note(text=gettext_lazy("Everything that was looked at is in order."), icon="circle-check"),
    Level.WARNING: Note(
        text=gettext_lazy(
            "Nothing is broken; some things should be looked at. What to do stands beside each."
        ),
        tone="warn",
    ),
    Level.PROBLEM: Note(
        text=gettext_lazy("Something is broken or open. What to do stands beside it."), tone="bad"
    ),
}


def system_page(
    results: Sequence[Result], installation: Installation, backups: Sequence[Record], reader: Reader
) -> OverviewPage:
    """All checks, the bad ones first within their group, beside versions and sizes."""
    panels = [
        _panel(group, list(found)) for group, found in groupby(results, key=lambda one: one.check.group)
    ]
    return OverviewPage(
        title=_("State of the installation"),
        summary=_("What assetry doctor looks at, just now. Looking changes nothing."),
        crumbs=[Link(label=_("Settings"), url=route_url("settings"))],
        notes=[_VERDICTS[worst(results)]],
        bands=[
            Band(
                left=panels,
                right=[
                    _versions(installation),
                    _sizes(installation),
                    _backups(backups[:SHOWN_BACKUPS], reader),
                ],
            )
        ],
    )


def size_text(count: int) -> str:
    """Bytes in the largest unit that leaves a whole number: 14 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1024:
            return f"{count} {unit}"
        count = round(count / 1024)
    return f"{count} TB"


def _panel(group: Words, results: list[Result]) -> Panel:
    order = list(Level)
    results = sorted(results, key=lambda one: -order.index(one.finding.level))
    return Panel(title=group, blocks=(Todo(items=[_item(result) for result in results]),))


def _item(result: Result) -> TodoItem:
    finding = result.finding
    icon, tone = ICONS[finding.level]
    mend = f" {finding.mend}" if finding.level is not Level.OK else ""
    return TodoItem(icon=icon, title=result.check.label, text=f"{finding.detail}{mend}", tone=tone)


def _versions(installation: Installation) -> Panel:
    props = (
        Prop(label="Assetry", value=cells.code_html(installation.assetry)),
        Prop(label="PostgreSQL", value=cells.code_html(installation.postgresql)),
        Prop(label="Python", value=cells.code_html(installation.python)),
    )
    return Panel(title=_("Versions"), blocks=(Props(props=props, two=False),))


def _sizes(installation: Installation) -> Panel:
    props = (
        Prop(label=_("Database"), value=size_text(installation.database_bytes)),
        Prop(label=_("of it the trail"), value=size_text(installation.trail_bytes)),
        Prop(label=_("of it search"), value=size_text(installation.search_bytes)),
        Prop(label=_("Files"), value=size_text(installation.files_bytes)),
        Prop(label=_("Data folder"), value=cells.code_html(str(installation.data_dir)), full=True),
    )
    return Panel(title=_("Sizes"), blocks=(Props(props=props, two=False),))


def _backups(records: Sequence[Record], reader: Reader) -> Panel:
    rows = [
        (
            cells.instant_html(record.taken_at, now=reader.now, locale=reader.locale, zone=reader.zone_info),
            record.failure or size_text(record.bytes),
        )
        for record in records
    ]
    table = Table(
        caption=_("The last backups, with their size or why they failed"),
        columns=(TableColumn(_("When")), TableColumn(_("Size"))),
        rows=rows,
        stack=False,
        empty=_("No backup has been made on this host."),
    )
    return Panel(title=_("Backups"), blocks=(table,))
