"""The pages of a change of many: what it would do, how far it is, what came of it, and all of mine."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import entity_named
from assetry.platform.bulk import runs, store
from assetry.platform.bulk.arguments import unpack
from assetry.platform.bulk.models import BulkProgress, BulkRow, BulkRun
from assetry.platform.bulk.removing import DELETE
from assetry.platform.bulk.works import Difference
from assetry.platform.database.reading import model_of
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Picked, PickedRow, Table, TableColumn
from assetry.web.components.parts import Action, Chip, Link, Note, Progress, State, Step, Tile, Words
from assetry.web.kit.bulk_forms import form_of
from assetry.web.kit.bulk_named import html_of, named_rows
from assetry.web.kit.context import Band, OverviewPage, PreviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import value_words

SAMPLE, REFUSED_SHOWN, ROWS_SHOWN = 5, 10, 50
Stage, Outcome = BulkRun.Stage, BulkRow.Outcome
_TITLES: Mapping[str, Words] = {
    Outcome.CHANGE: gettext_lazy("Change"),
    Outcome.SAME: gettext_lazy("Already so"),
    Outcome.REFUSED: gettext_lazy("Refused"),
}


def things(run: BulkRun, count: int) -> str:
    """So many of the entity: "1,906 assets"."""
    entity = runs.entity_of(run)
    word = str(entity.label if count == 1 else entity.label_plural).lower()
    return _("%(count)s %(things)s") % {"count": f"{count:,}", "things": word}


def title_of(run: BulkRun, count: int) -> str:
    """What is done to how many."""
    pattern = _("%(verb)s %(things)s") if run.undoes_id is None else _("Undo “%(verb)s” of %(things)s")
    return pattern % {"verb": runs.work_of(run).verb, "things": things(run, count)}


def crumbs_of(run: BulkRun, *more: Link) -> list[Link]:
    """Back to where it was chosen."""
    entity = runs.entity_of(run)
    back = [Link(label=entity.label_plural, url=run.return_url)] if run.return_url else []
    return [*back, *more]


def run_url(run: BulkRun, route: str = "bulk_run", **query: str) -> str:
    """A page of a run."""
    url = reverse(route, kwargs={"public_id": run.public_id})
    return f"{url}?{urlencode(query)}" if query else url


def steps_of(run: BulkRun) -> list[Step]:
    """Choose fields, preview, apply."""
    ended = run.stage in {Stage.QUEUED, Stage.DONE}
    open_again = run_url(run, "bulk_fields") if run.undoes_id is None and not ended else ""
    asks = run.undoes_id is None and run.work != DELETE
    choose = [Step(label=_("Choose fields"), url=open_again, state="done")] if asks else []
    return [
        *choose,
        Step(label=_("Preview"), state="done" if ended else "current"),
        Step(label=_("Apply"), state="current" if run.stage == Stage.QUEUED else "done" if ended else ""),
    ]


# Preview ----------------------------------------------------------------------------------------------------


def preview_page(run: BulkRun, reader: Reader) -> PreviewPage:
    """N change, M are so already, K are refused and why, and the first of the changes."""
    changes = _sample(run, reader)
    stale, reasons = run.stage == Stage.REFUSED, _reasons(run)
    again = Action(label=_("New preview"), how="submit", name="again", value="1")
    return PreviewPage(
        title=title_of(run, run.total),
        summary=_("Chosen by a filter") if run.scope else "",
        action=run_url(run),
        submit=again.label if stale else title_of(run, run.changing),
        cancel_url=run.return_url or run_url(run),
        crumbs=crumbs_of(run, Link(label=title_of(run, run.total))),
        steps=steps_of(run),
        chips=chips_of(run, reader),
        tiles=tiles_of(run),
        notes=[Note(title=_("Nothing was changed"), text=run.failure, tone="warn", urgent=True)]
        if stale
        else (),
        refused=_picked(run, reader) if run.refused and reasons is None else None,
        refused_count=run.refused,
        refused_actions=_refused_actions(run),
        reasons=reasons,
        sample=changes if changes.rows else None,
        sample_note=_sample_note(run),
        hidden=[("again", "1")] if stale else [],
        foot=_promise(run),
        submit_disabled=not stale and not run.changing,
    )


def _promise(run: BulkRun) -> str:
    """What is done when it is confirmed, and whether it can be taken back."""
    these = ngettext("Exactly this one, or none.", "Exactly these %(count)s, or none.", run.changing)
    told = these % {"count": f"{run.changing:,}"}
    can_undo = run.undoes_id is None and not runs.makes_files(run)
    return f"{told} {_('Undo for 30 days.')}" if can_undo else told


def _sample_note(run: BulkRun) -> str:
    return (
        _("the first %(n)d of %(count)s") % {"n": SAMPLE, "count": f"{run.changing:,}"}
        if run.changing > SAMPLE
        else ""
    )


def _change_word(run: BulkRun) -> Words:
    done = run.stage == Stage.DONE
    if runs.makes_files(run):
        return _("In the file")
    if run.work == DELETE and run.undoes_id is None:
        return _("Deleted") if done else _("Delete")
    return _("Changed") if done else _TITLES[Outcome.CHANGE]


def tiles_of(run: BulkRun) -> list[Tile]:
    """Three figures that open their rows."""
    change = _change_word(run)
    counts = ((Outcome.CHANGE, change, run.changing), (Outcome.SAME, _TITLES[Outcome.SAME], run.same))
    tiles = [
        Tile(label=label, value=f"{count:,}", url=run_url(run, "bulk_rows", outcome=outcome) if count else "")
        for outcome, label, count in counts
    ]
    refused = Tile(
        label=_TITLES[Outcome.REFUSED],
        value=f"{run.refused:,}",
        url=run_url(run, "bulk_rows", outcome=Outcome.REFUSED) if run.refused else "",
        note=_("left as they are") if run.refused else "",
        tone="late" if run.refused else "",
    )
    return [*tiles, refused]


def chips_of(run: BulkRun, reader: Reader) -> list[Chip]:
    """What was chosen, field by field."""
    if run.undoes_id is not None:
        return []
    try:
        arguments = unpack(run.arguments, reader.actor)
    except Refusal:
        return []
    fields = form_of(run, reader).fields
    return [
        Chip(
            label=fields[name].label,
            value=Truncator(_words(fields[name], value, reader)).chars(60) or _("empty"),
        )
        for name, value in arguments.items()
        if name in fields
    ]


def _words(field: Field, value: Any, reader: Reader) -> str:
    if isinstance(value, models.Model):
        return str(value)
    if field.reference and isinstance(value, int):
        target = model_of(entity_named(field.reference).table)._base_manager.filter(pk=value).first()
        return str(target or "")
    return value_words(field, value, reader)


def _sample(run: BulkRun, reader: Reader) -> Table:
    columns = (TableColumn(_("What")), TableColumn(_("Field")), TableColumn(_("Before and after")))
    found = runs.differences(reader.actor, run, SAMPLE, reader.now) if run.stage == Stage.PREVIEWED else {}
    objects = named_rows(run, found.keys(), reader)
    rows = [
        (objects[key].html, one.field.label, _diff(one, reader))
        for key, differences in found.items()
        if key in objects
        for one in differences
    ]
    return Table(caption=_("What changes"), columns=columns, rows=rows)


def _diff(one: Difference, reader: Reader) -> Words:
    return cells.diff_html(_words(one.field, one.before, reader), _words(one.field, one.after, reader))


def _picked(run: BulkRun, reader: Reader) -> Picked:
    refused = store.list_rows(run.pk, Outcome.REFUSED, limit=REFUSED_SHOWN)
    objects = named_rows(run, [row.object_id for row in refused], reader)
    rows = [
        PickedRow(title=objects[row.object_id].title, text=row.reason, state="blocked")
        for row in refused
        if row.object_id in objects
    ]
    if run.refused > len(rows):
        rows.append(PickedRow(title=_("and %(n)d more") % {"n": run.refused - len(rows)}))
    return Picked(rows=rows)


def _reasons(run: BulkRun) -> Table | None:
    """Each reason with its rows, where there are several."""
    counted = store.count_reasons(run.pk) if run.refused else []
    if len(counted) < 2:
        return None
    rows = [(_reason_link(run, reason, count), reason) for reason, count in counted]
    columns = (TableColumn(_("Rows")), TableColumn(_("Reason")))
    return Table(caption=_("Reasons"), columns=columns, rows=rows, wrap=True)


def _reason_link(run: BulkRun, reason: str, count: int) -> Words:
    url = run_url(run, "bulk_rows", outcome=Outcome.REFUSED, reason=reason)
    return cells.entity_html(f"{count:,}", url=url)


def _refused_actions(run: BulkRun) -> list[Action]:
    if not run.refused:
        return []
    url = run_url(run, "bulk_refused")
    return [Action(label=_("As CSV"), url=url, icon="download", small=True, download=True)]


# Progress, result -------------------------------------------------------------------------------------------


def running_page(
    run: BulkRun, progress: BulkProgress | None, reader: Reader
) -> tuple[OverviewPage, Progress]:
    """How far it is."""
    page = OverviewPage(
        title=title_of(run, run.changing),
        summary=_started(run, run.queued_at, reader),
        crumbs=crumbs_of(run, Link(label=title_of(run, run.changing))),
        steps=steps_of(run),
        width="read",
    )
    return page, _progress(progress)


def _progress(progress: BulkProgress | None) -> Progress:
    if progress is None:
        return Progress(label=_("Waiting for the worker"))
    words = {"check": _("Checking the rows again"), "write": _("Writing"), "keep": _("Finishing")}
    done = progress.done / progress.total if progress.total else 0
    value = {"check": 5, "write": 10 + round(80 * done), "keep": 95}[progress.phase]
    return Progress(label=words[progress.phase], value=value, note=_("%(value)d %%") % {"value": value})


def _started(run: BulkRun, at: datetime | None, reader: Reader) -> Words:
    when = cells.instant_html(at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    return format_html("{} {}", _("Started by %(name)s") % {"name": run.user_name}, when)


def done_page(run: BulkRun, reader: Reader) -> OverviewPage:
    """What came of it, with what can be taken back."""
    undo = Action(label=_("Undo"), url=run_url(run, "bulk_undo"), icon="undo-2", how="post")
    panels = []
    if run.refused:
        blocks = (_reasons(run) or _picked(run, reader),)
        panels.append(
            Panel(
                title=_TITLES[Outcome.REFUSED],
                id="refused",
                count=run.refused,
                blocks=blocks,
                actions=_refused_actions(run),
            )
        )
    return OverviewPage(
        title=_done_title(run),
        summary=_started(run, run.done_at, reader),
        crumbs=crumbs_of(run, Link(label=_done_title(run))),
        badges=[cells.badge_html(_("Done"), hue=150, icon="circle-check")],
        actions=[undo] if runs.may_undo(run, reader.now) else _downloads(run),
        steps=steps_of(run),
        tiles=tiles_of(run),
        bands=[Band(left=panels)] if panels else (),
        notes=_undone_note(run),
        width="read",
    )


def _downloads(run: BulkRun) -> list[Action]:
    """The files that it made."""
    if not runs.makes_files(run):
        return []
    url = run_url(run, "bulk_file")
    return [Action(label=_("Download"), url=url, icon="download", look="primary", download=True)]


def _done_title(run: BulkRun) -> str:
    if run.undoes_id is not None:
        return _("%(things)s put back") % {"things": things(run, run.changing)}
    if runs.makes_files(run):
        return title_of(run, run.changing)
    if run.work == DELETE:
        return _("%(things)s deleted") % {"things": things(run, run.changing)}
    return _("%(things)s changed") % {"things": things(run, run.changing)}


def _undone_note(run: BulkRun) -> list[Note]:
    undo = run.undone_by.filter(stage=Stage.DONE).first()
    if undo is None:
        return []
    action = Action(label=_("Look at it"), url=run_url(undo), small=True)
    return [Note(text=_("This was undone."), tone="info", icon="undo-2", action=action)]


# Rows, all runs ---------------------------------------------------------------------------------------------


def rows_page(run: BulkRun, outcome: str, reason: str, start: int, reader: Reader) -> OverviewPage:
    """The rows of one outcome, fifty at a time."""
    found = store.list_rows(run.pk, outcome, reason, start, ROWS_SHOWN + 1)
    shown, base = found[:ROWS_SHOWN], {"outcome": outcome, **({"reason": reason} if reason else {})}
    objects = named_rows(run, [row.object_id for row in shown], reader)
    columns = [TableColumn(runs.entity_of(run).label), TableColumn(_("Reason"))]
    rows: list[list[Words]] = [
        [html_of(objects.get(row.object_id)), row.reason if row.object_id in objects else ""] for row in shown
    ]
    if outcome != Outcome.REFUSED:
        columns, rows = columns[:1], [row[:1] for row in rows]
    table = Table(caption=_TITLES[outcome], columns=columns, rows=rows, empty=_("No row."), wrap=True)
    steps = []
    if start:
        before = run_url(run, "bulk_rows", **base, start=str(max(start - ROWS_SHOWN, 0)))
        steps.append(Action(label=_("Previous"), url=before, small=True))
    if len(found) > ROWS_SHOWN:
        after = run_url(run, "bulk_rows", **base, start=str(start + ROWS_SHOWN))
        steps.append(Action(label=_("Next"), url=after, small=True))
    panel = Panel(title=reason or _TITLES[outcome], id="rows", blocks=(table,), actions=steps)
    crumbs = crumbs_of(
        run, Link(label=title_of(run, run.total), url=run_url(run)), Link(label=_TITLES[outcome])
    )
    return OverviewPage(title=_TITLES[outcome], crumbs=crumbs, bands=[Band(left=[panel])], width="read")


def jobs_page(found: Sequence[BulkRun], reader: Reader) -> OverviewPage:
    """My changes of many, newest first."""
    badges = {
        Stage.PREVIEWED: (_("Previewed"), 250, "eye"),
        Stage.QUEUED: (_("On its way"), 80, "clock"),
        Stage.DONE: (_("Done"), 150, "circle-check"),
        Stage.REFUSED: (_("Refused"), 30, "triangle-alert"),
    }
    rows = []
    for run in found:
        word, hue, icon = badges[Stage(run.stage)]
        count = run.changing if run.stage in {Stage.DONE, Stage.QUEUED} else run.total
        when = run.done_at or run.queued_at or run.created_at
        rows.append(
            (
                cells.entity_html(title_of(run, count), url=run_url(run)),
                cells.badge_html(word, hue=hue, icon=icon),
                cells.instant_html(when, now=reader.now, locale=reader.locale, zone=reader.zone_info),
            )
        )
    columns = (TableColumn(_("What")), TableColumn(_("State")), TableColumn(_("When"), rank=2))
    table = Table(caption=_("Jobs"), columns=columns, rows=rows)
    empty = State(
        icon="clock",
        title=_("No jobs yet"),
        text=_(
            "What you change in many rows at once is kept here for 30 days, with its result and its undo."
        ),
        actions=(Action(label=_("Open the register"), url=route_url("assets"), look="primary"),),
    )
    summary = ngettext("%(n)d job", "%(n)d jobs", len(rows)) % {"n": len(rows)}
    return OverviewPage(
        title=_("Jobs"),
        summary=summary if rows else "",
        bands=[Band(left=[Panel(title=_("Jobs"), blocks=(table,), hide_title=True)])] if rows else (),
        empty=None if rows else empty,
    )
