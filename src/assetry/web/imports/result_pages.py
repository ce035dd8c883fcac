"""The dry run and what came of the import: figures that open their rows, reasons first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.registry import entity_named
from assetry.platform.imports.actions import Action as RowAction
from assetry.platform.imports.models import ImportProgress, ImportRun
from assetry.platform.imports.runs import can_be_undone
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn, Todo, TodoItem
from assetry.web.components.parts import Action, Link, Note, Progress, Tile, Words
from assetry.web.imports.steps import crumbs_of, steps_at
from assetry.web.imports.subjects import ASSET, Subject
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader

ROWS_SHOWN = 50


def accepted_count(run: ImportRun) -> int:
    """How many rows would change the register."""
    counts = run.summary["counts"]
    return int(counts["create"] + counts["update"])


def rows_url(run: ImportRun, action: RowAction) -> str:
    """The rows of one action."""
    return reverse("import_rows", kwargs={"public_id": run.public_id}) + f"?action={action.value}"


def _tiles(run: ImportRun, labels: Sequence[Words], *, can_mend: bool = False) -> tuple[Tile, ...]:
    summary = run.summary
    made = ", ".join(entity_word(name, count) for name, count in summary["made"].items())
    if run.options.get("erases"):
        values = ngettext(
            "%(n)d value; empty cells erase", "%(n)d values; empty cells erase", summary["values"]
        )
    else:
        values = ngettext(
            "%(n)d value; empty cells erase nothing",
            "%(n)d values; empty cells erase nothing",
            summary["values"],
        )
    notes = (
        _("and %(made)s") % {"made": made} if made else "",
        values % {"n": summary["values"]},
        _("already so"),
        (_("mend below, or leave out") if can_mend else _("they stay out"))
        if summary["counts"]["refuse"]
        else "",
    )
    actions = (RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED, RowAction.REFUSE)
    return tuple(
        Tile(
            label=label,
            value=str(summary["counts"][action.value]),
            url=rows_url(run, action),
            note=note,
            tone="late" if action is RowAction.REFUSE and summary["counts"]["refuse"] else "",
        )
        for label, action, note in zip(labels, actions, notes, strict=True)
    )


def _refused_action(run: ImportRun) -> tuple[Action, ...]:
    if not run.summary["counts"]["refuse"]:
        return ()
    url = reverse("import_refused", kwargs={"public_id": run.public_id})
    return (Action(label=_("Refused rows"), url=url, icon="download", download=True),)


def _rows_table(
    run: ImportRun, caption: str, rows: Sequence[tuple[int, str, Sequence[str]]], heading: str
) -> Table:
    columns = (_label_column(run), TableColumn(_("Row"), number=True), TableColumn(heading))
    lines = [(_label_html(run, label), str(number), " ".join(texts)) for number, label, texts in rows]
    return Table(caption=caption, columns=columns, rows=lines, wrap=True)


def _more(shown: int, total: int, url: str) -> dict[str, Any]:
    return {"link": Link(label=_("All %(total)d") % {"total": total}, url=url)} if total > shown else {}


def _refused_panel(run: ImportRun) -> list[Panel]:
    summary = run.summary
    if not summary["refused"]:
        return []
    total = summary["counts"]["refuse"]
    table = _rows_table(run, _("Refused rows"), summary["refused"], _("Reason"))
    more = _more(len(summary["refused"]), total, rows_url(run, RowAction.REFUSE))
    return [Panel(title=_("Refused"), id="refused", count=total, blocks=(table,), **more)]


def _panels(run: ImportRun) -> list[Panel]:
    summary, panels = run.summary, []
    if summary["warnings"]:
        table = _rows_table(run, _("Rows with a remark"), summary["warnings"], _("Remark"))
        panels.append(
            Panel(
                title=_("Come in with a remark"),
                id="remarks",
                count=summary["warning_count"],
                blocks=(table,),
            )
        )
    if summary["changes"]:
        panels.append(_changes(run))
    if summary["made_names"]:
        panels.append(_made(summary))
    return panels


def _changes(run: ImportRun) -> Panel:
    summary = run.summary
    lines = [
        (_label_html(run, label), field, cells.diff_html(before, after))
        for label, field, before, after in summary["changes"]
    ]
    columns = (_label_column(run), TableColumn(_("Field")), TableColumn(_("Before and after")))
    table = Table(caption=_("Sample of the updates"), columns=columns, rows=lines)
    sub = _("%(shown)d of %(total)d values") % {"shown": len(lines), "total": summary["values"]}
    return Panel(title=_("Updates"), id="updates", sub=sub, blocks=(table,))


def _made(summary: Mapping[str, Any]) -> Panel:
    props = [
        Prop(label=entity_word(name, summary["made"][name]), value=_names(found, summary["made"][name]))
        for name, found in summary["made_names"].items()
    ]
    count = sum(summary["made"].values())
    return Panel(title=_("Made along"), id="made", count=count, blocks=(Props(props=props, two=False),))


def _names(names: Sequence[str], total: int) -> str:
    shown = ", ".join(names[:10])
    return _("%(names)s and %(more)d more") % {"names": shown, "more": total - 10} if total > 10 else shown


def _unmapped_note(run: ImportRun) -> tuple[Note, ...]:
    unmapped = run.summary["unmapped"]
    if not unmapped:
        return ()
    text = ngettext("%(columns)s is left out.", "%(columns)s are left out.", len(unmapped)) % {
        "columns": ", ".join(unmapped)
    }
    return (Note(text=text),)


def dry_run_page(run: ImportRun, subject: Subject, file_summary: str) -> OverviewPage:
    """What the import would do."""
    count = accepted_count(run)
    title = ngettext(
        "Dry run: %(n)d row would change the register", "Dry run: %(n)d rows would change the register", count
    )
    failure = (Note(tone="bad", title=_("Nothing was imported."), text=run.failure),) if run.failure else ()
    return OverviewPage(
        title=title % {"n": count},
        summary=file_summary,
        crumbs=crumbs_of(subject, run.file_name),
        steps=steps_at("dry_run", run),
        actions=_refused_action(run),
        notes=(*failure, *_unmapped_note(run)),
        tiles=_tiles(run, (_("Create"), _("Update"), _("Unchanged"), _("Refused")), can_mend=True),
        bands=[Band(left=[panel]) for panel in _panels(run)],
    )


def done_page(run: ImportRun, subject: Subject, reader: Reader) -> OverviewPage:
    """What came of it, and what is left to do."""
    count = accepted_count(run)
    at = cells.instant_html(run.done_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    summary = format_html("{} · {} · {}", run.file_name, _("by %(name)s") % {"name": run.user_name}, at)
    show = Action(
        label=_("Show the rows"),
        url=rows_url(run, RowAction.CREATE if run.summary["counts"]["create"] else RowAction.UPDATE),
        look="primary",
    )
    return OverviewPage(
        title=ngettext("%(n)d row imported", "%(n)d rows imported", count) % {"n": count},
        summary=summary,
        badges=(cells.badge_html(_("Done"), hue=150, icon="circle-check"),),
        crumbs=crumbs_of(subject, run.file_name),
        steps=steps_at("import", run),
        actions=(*_refused_action(run), *_undo_action(run, reader), *((show,) if count else ())),
        notes=(Note(tone="bad", title=_("Nothing was undone."), text=run.failure),) if run.failure else (),
        width="read",
        tiles=_tiles(run, (_("Created"), _("Updated"), _("Unchanged"), _("Left out"))),
        bands=[Band(left=[panel]) for panel in (*_still_to_do(run), *_refused_panel(run), *_panels(run))],
    )


def _undo_action(run: ImportRun, reader: Reader) -> tuple[Action, ...]:
    if not accepted_count(run) or not can_be_undone(run, reader.now):
        return ()
    url = reverse("import_undo", kwargs={"public_id": run.public_id})
    return (Action(label=_("Undo import"), url=url, icon="undo-2", how="post"),)


def _still_to_do(run: ImportRun) -> list[Panel]:
    refused = run.summary["counts"]["refuse"]
    if not refused:
        return []
    url = reverse("import_refused", kwargs={"public_id": run.public_id})
    item = TodoItem(
        icon="file-warning",
        title=ngettext("%(n)d refused row", "%(n)d refused rows", refused) % {"n": refused},
        text=_("Mend them in your spreadsheet and import that file; the rest stays unchanged"),
        action=Action(label=_("Download"), url=url, icon="download", small=True, download=True),
    )
    return [Panel(title=_("Still to do"), id="todo", count=1, blocks=(Todo(items=(item,)),))]


def running_page(
    run: ImportRun, subject: Subject, progress: ImportProgress | None, reader: Reader
) -> tuple[OverviewPage, Progress]:
    """How far it is."""
    count = accepted_count(run)
    at = cells.instant_html(run.queued_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    title = ngettext("Importing %(n)d row", "Importing %(n)d rows", count)
    if run.stage == ImportRun.Stage.UNDOING:
        title = ngettext("Undoing the import of %(n)d row", "Undoing the import of %(n)d rows", count)
    page = OverviewPage(
        title=title % {"n": count},
        summary=format_html(
            "{} · {} {}", run.file_name, _("started by %(name)s") % {"name": run.user_name}, at
        ),
        crumbs=crumbs_of(subject, run.file_name),
        steps=steps_at("import", run),
        width="read",
    )
    return page, _progress(progress)


def _progress(progress: ImportProgress | None) -> Progress:
    if progress is None:
        return Progress(label=_("Waiting for the worker"))
    words = {"read": _("Reading the file"), "check": _("Checking the rows again"), "write": _("Writing")}
    if not progress.total:
        return Progress(label=words.get(progress.phase, ""))
    # Checking is a third of the work, writing the rest.
    share = progress.done / progress.total
    value = round(share * 30) if progress.phase == "check" else 30 + round(share * 65)
    return Progress(
        label=words.get(progress.phase, ""), value=value, note=_("%(value)d %%") % {"value": value}
    )


def rows_page(
    run: ImportRun, subject: Subject, entries: Sequence[Sequence[Any]], action: RowAction, start: int
) -> OverviewPage:
    """The rows of one action, fifty at a time, each with its asset."""
    words = {
        RowAction.CREATE: _("Created"),
        RowAction.UPDATE: _("Updated"),
        RowAction.UNCHANGED: _("Unchanged"),
        RowAction.REFUSE: _("Refused"),
    }
    shown = entries[start : start + ROWS_SHOWN]
    columns = (_label_column(run), TableColumn(_("Row"), number=True), TableColumn(_("Remark")))
    lines = [
        (_row(run, entry), str(entry[0]), " ".join([*entry[3], *entry[4]]) or cells.none_html())
        for entry in shown
    ]
    table = Table(caption=words[action], columns=columns, rows=lines, empty=_("No row."), wrap=True)
    base = rows_url(run, action)
    back = (
        [Action(label=_("Previous"), url=f"{base}&start={max(start - ROWS_SHOWN, 0)}", small=True)]
        if start
        else []
    )
    more = (
        [Action(label=_("Next"), url=f"{base}&start={start + ROWS_SHOWN}", small=True)]
        if len(entries) > start + ROWS_SHOWN
        else []
    )
    crumbs = (
        *crumbs_of(subject, "")[:-1],
        Link(label=run.file_name, url=reverse("import_run", kwargs={"public_id": run.public_id})),
        Link(label=words[action]),
    )
    panel = Panel(title=words[action], id="rows", count=len(entries), blocks=(table,), actions=(*back, *more))
    return OverviewPage(title=words[action], summary=run.file_name, crumbs=crumbs, bands=[Band(left=[panel])])


def _row(run: ImportRun, entry: Sequence[Any]) -> Words:
    label, public_id = entry[5] or "—", entry[2]
    if public_id:
        return cells.entity_html(label, url=entity_url(run.entity, public_id))
    return _label_html(run, label)


def _label_html(run: ImportRun, label: str) -> Words:
    """A tag is a code, a name is not."""
    return cells.code_html(label) if run.entity == ASSET else label


def _label_column(run: ImportRun) -> TableColumn:
    return TableColumn(_("Tag") if run.entity == ASSET else _("Name"))


def entity_word(name: str, count: int) -> str:
    """ "2 models" for things that are made along."""
    entity = entity_named(name)
    word = entity.label if count == 1 else entity.label_plural
    return f"{count} {str(word).lower()}"
