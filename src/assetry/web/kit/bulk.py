"""Changing many rows of any list: chosen, previewed, applied, undone. Each step is an address that one can leave."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from assetry.kernel.filters import parse_filter
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.bulk import making, runs, store
from assetry.platform.bulk.arguments import unpack
from assetry.platform.bulk.models import BulkProgress, BulkRow, BulkRun
from assetry.platform.bulk.registry import works_of
from assetry.platform.bulk.removing import DELETE
from assetry.platform.bulk.scope import packed_scope, rows_in_scope
from assetry.platform.exports.csv_writer import csv_bytes
from assetry.platform.exports.sending import download
from assetry.platform.jobs.progress import find_progress
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit import bulk_pages as pages
from assetry.web.kit.answers import answer
from assetry.web.kit.bulk_forms import BulkForm, form_of
from assetry.web.kit.context import BulkAction, FormPage
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, Open, page

BOTH = ("GET", "POST")
Stage, Outcome = BulkRun.Stage, BulkRow.Outcome


def bulk_actions(entity: str, reader: Reader) -> list[BulkAction]:
    """Editing a list's selection, where the reader may do so somewhere."""
    return _actions(entity, reader, "edit", _("Edit"))


def bulk_deleting(entity: str, reader: Reader) -> list[BulkAction]:
    """Deleting a list's selection: the last of its acts, so that no thumb finds it by chance."""
    return _actions(entity, reader, DELETE, _("Delete"))


def _actions(entity: str, reader: Reader, name: str, label: Words) -> list[BulkAction]:
    return [
        BulkAction(
            label=label,
            url=reverse("bulk_begin", kwargs={"entity": entity, "work": work.name}),
            icon=work.icon,
        )
        for work in works_of(entity)
        if work.name == name and reader.actor.may(work.permission)
    ]


def delete_action(entity: Entity, row: Any, reader: Reader) -> list[Action]:
    """Deleting one thing from its own page: the preview says whether it can go."""
    actor, place = reader.actor, entity.edit_place
    permission = entity.removal_permission
    if not permission or not actor.may(permission):
        return []
    if place is not None and not actor.scope(permission).covers(**{"company_id": None, **place(row)}):
        return []
    begin = reverse("bulk_begin", kwargs={"entity": entity.name, "work": DELETE})
    query = urlencode({"ids": row.public_id, "return_to": reverse(entity.list_url_name)})
    return [Action(label=_("Delete"), url=f"{begin}?{query}", icon="trash-2", how="post")]


def begin_from(request: AssetryRequest, entity: str, work: str) -> BulkRun:
    """The run on what the list's form names: ticked rows, or all that its own filter finds.

    Raises NothingChosen, NotPermitted, FilterInvalid.
    """
    rows, scope = chosen(request, entity_named(entity))
    return runs.begin_run(
        actor=request.actor,
        entity=entity,
        work=work,
        rows=rows,
        scope=scope,
        return_url=page_before(request),
        at=request.received_at,
    )


def chosen(request: AssetryRequest, entity: Entity) -> tuple[Any, dict[str, Any]]:
    """The rows that a list's form names, and what named them (empty: they were ticked). Raises FilterInvalid."""
    if request.POST.get("all") != "1":
        ids = request.POST.getlist("ids") or request.GET.getlist("ids")
        rows = entity.visible_to(request.actor).filter(public_id__in=ids)
        return rows, {}
    query = ListQuery("", QueryDict(request.POST.get("query", "")))
    if set(query.params) - {"q", "filter"}:
        raise NotFound  # a list sends all that it applies as these two: anything else would choose more
    scope = packed_scope(parse_filter(query.get("filter")), query.text)
    return rows_in_scope(entity, scope, request.actor, today=request.received_at.date()), scope


def page_before(request: AssetryRequest) -> str:
    """The page that the selection was made on; empty where it is none of ours."""
    headers = request.headers
    before = (
        request.POST.get("return_to")
        or request.GET.get("return_to")
        or headers.get("HX-Current-URL")
        or headers.get("Referer", "")
    )
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return ""
    return "/" + before.split("://", 1)[1].partition("/")[2] if "://" in before else before


def _to(run: BulkRun, route: str = "bulk_run") -> HttpResponseRedirect:
    return HttpResponseRedirect(pages.run_url(run, route))


@page(Open.SIGNED_IN, methods=("POST",))
def begin(request: AssetryRequest, entity: str, work: str) -> HttpResponse:
    """Keep the selection of a list; what is to happen to it is asked next."""
    try:
        known = entity_named(entity)
    except KeyError:
        raise NotFound from None
    try:
        run = begin_from(request, known.name, work)
        if work != DELETE:
            return _to(run, "bulk_fields")
        runs.preview_run(actor=request.actor, run=run, arguments={}, at=request.received_at)
        return _to(run)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page_before(request) or reverse("jobs"))


@page(Open.SIGNED_IN, methods=BOTH)
def fields(request: AssetryRequest, public_id: str) -> HttpResponse:
    """What to set; sent, the preview says what that would do."""
    run = runs.get_run_for(request.actor, public_id)
    if run.undoes_id is not None or run.work == DELETE or run.stage in {Stage.QUEUED, Stage.DONE}:
        return _to(run)
    reader = reader_of(request)
    if request.method == "GET":
        return _form(request, run, form_of(run, reader))
    asked = form_of(run, reader, request.POST)
    if not asked.form.errors:
        try:
            runs.preview_run(
                actor=request.actor, run=run, arguments=asked.form.values, at=request.received_at
            )
            return _to(run)
        except (NotFound, NotPermitted):
            raise
        except Refusal as refusal:
            asked.form.refuse(refusal)
    return _form(request, run, asked)


def _form(request: AssetryRequest, run: BulkRun, asked: BulkForm) -> HttpResponse:
    title = pages.title_of(run, run.total)
    drawn = FormPage(
        title=title,
        action=pages.run_url(run, "bulk_fields"),
        groups=asked.form.groups(asked.layout),
        submit=_("Preview"),
        cancel_url=run.return_url or reverse("jobs"),
        crumbs=pages.crumbs_of(run, Link(label=title)),
        errors=asked.form.summary,
        notes=asked.form.notes,
        foot=asked.foot,
    )
    return answer(request, "kit/form.html", drawn, status=asked.form.status)


@page(Open.SIGNED_IN, methods=BOTH)
def run(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The preview, which POST applies; then how far it is, then what came of it."""
    found = runs.get_run_for(request.actor, public_id)
    if request.method == "POST":
        return _confirmed(request, found)
    if found.stage == Stage.CHOSEN and found.work != DELETE:
        return _to(found, "bulk_fields")
    reader = reader_of(request)
    if found.stage == Stage.QUEUED:
        drawn, progress = pages.running_page(found, find_progress(BulkProgress, found.pk), reader)
        return answer(request, "kit/job.html", drawn, context={"progress": progress, "url": request.path})
    if request.headers.get("HX-Request-Type") == "partial":
        return HttpResponse(headers={"HX-Redirect": request.path})  # it has ended: the frame counts anew
    runs.mark_seen(found, request.received_at)
    if found.stage == Stage.DONE:
        return answer(request, "kit/job.html", pages.done_page(found, reader))
    return answer(request, "kit/preview.html", pages.preview_page(found, reader))


def _confirmed(request: AssetryRequest, found: BulkRun) -> HttpResponse:
    if request.POST.get("again") == "1" and found.stage == Stage.REFUSED:
        arguments = unpack(found.arguments, request.actor)
        runs.preview_run(actor=request.actor, run=found, arguments=arguments, at=request.received_at)
    elif found.stage == Stage.PREVIEWED:
        runs.start_run(actor=request.actor, run=found, at=request.received_at)
    return _to(found)


@page(Open.SIGNED_IN)
def rows(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The rows of one outcome; refused ones of one reason."""
    found = runs.get_run_for(request.actor, public_id)
    outcome, start = request.GET.get("outcome", ""), request.GET.get("start", "0")
    if outcome not in Outcome.values or not (start.isascii() and start.isdecimal() and len(start) < 9):
        raise NotFound
    drawn = pages.rows_page(found, outcome, request.GET.get("reason", ""), int(start), reader_of(request))
    return answer(request, "kit/overview.html", drawn)


@page(Open.SIGNED_IN)
def refused(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The refused rows with their reasons, as a file."""
    found = runs.get_run_for(request.actor, public_id)
    entity, refused_rows = (
        runs.entity_of(found),
        store.list_rows(found.pk, Outcome.REFUSED, limit=found.refused),
    )
    seen = entity.visible_to(request.actor).filter(pk__in=runs.rows_of(found, Outcome.REFUSED))
    known = {row.pk: (row.public_id, entity.title(row)) for row in seen}
    known |= {
        key: ("", title)
        for key, title in runs.titles_of_gone(
            request.actor, found, [row.object_id for row in refused_rows]
        ).items()
    }
    lines = [(*known[row.object_id], row.reason) for row in refused_rows if row.object_id in known]
    content = csv_bytes([_("Id"), str(entity.label), _("Reason")], lines)
    name = f'attachment; filename="refused-{found.public_id}.csv"'
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@page(Open.SIGNED_IN, methods=("POST",))
def undo(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Preview taking it back: what changed since is refused there."""
    found = runs.get_run_for(request.actor, public_id)
    try:
        return _to(runs.begin_undo(actor=request.actor, run=found, at=request.received_at))
    except NotPermitted:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _to(found)


@page(Open.SIGNED_IN)
def file(request: AssetryRequest, public_id: str) -> HttpResponse:
    """What a run made: the file, or all of them in an archive, read one at a time."""
    found = runs.get_run_for(request.actor, public_id)
    work = runs.work_of(found)
    if found.stage != Stage.DONE or not isinstance(work, making.FileWork) or not making.count_parts(found):
        raise NotFound
    making.require_files(work, request.actor, found)
    if making.count_parts(found) == 1:
        name, content = next(making.parts_of(found))
        return download(request, iter([content]), name, "application/pdf")
    name = f"{found.work}-{found.public_id}.zip"
    return download(request, making.zip_pieces(making.parts_of(found)), name, "application/zip")


@page(Open.SIGNED_IN)
def jobs(request: AssetryRequest) -> HttpResponse:
    """What I changed in many rows at once, and what became of it."""
    drawn = pages.jobs_page(runs.list_runs_for(request.actor), reader_of(request))
    return answer(request, "kit/overview.html", drawn)


def bulk_urls() -> list[URLPattern]:
    """The routes of changes of many, of every entity."""
    return [
        path("jobs", jobs, name="jobs"),
        path("bulk/<slug:entity>/<slug:work>", begin, name="bulk_begin"),
        path("jobs/<str:public_id>", run, name="bulk_run"),
        path("jobs/<str:public_id>/fields", fields, name="bulk_fields"),
        path("jobs/<str:public_id>/rows", rows, name="bulk_rows"),
        path("jobs/<str:public_id>/refused.csv", refused, name="bulk_refused"),
        path("jobs/<str:public_id>/undo", undo, name="bulk_undo"),
        path("jobs/<str:public_id>/file", file, name="bulk_file"),
    ]
