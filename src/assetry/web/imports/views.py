"""The wizard: each step is an address of its own, works without script, and can be left and found again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.kernel.refusals import InvalidValue, NotFound, Refusal
from assetry.platform.imports import mappings, runs
from assetry.platform.imports.actions import Action as RowAction
from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.models import ImportProgress, ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import ReadAs, Sheet, read_sheet
from assetry.platform.jobs.progress import find_progress
from assetry.web.components.parts import Note
from assetry.web.imports import result_pages
from assetry.web.imports.columns_page import columns_page, file_summary
from assetry.web.imports.forms import read_options, refuse_doubled, uploaded
from assetry.web.imports.mending import mending_of
from assetry.web.imports.subjects import subject_named, subject_of
from assetry.web.imports.undone_page import undone_page
from assetry.web.imports.upload_page import upload_page
from assetry.web.kit.answers import answer
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

BOTH = ("GET", "POST")
Stage = ImportRun.Stage
OPEN = frozenset({Stage.READ, Stage.CHECKED, Stage.FAILED})


def _to(route: str, run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(route, kwargs={"public_id": run.public_id}))


@page(P.IMPORT, methods=BOTH)
def upload(request: AssetryRequest) -> HttpResponse:
    """Take a file or pasted text; below it what was imported before."""
    code = request.POST.get("kind") or request.GET.get("kind") or "hardware"
    problem = ""
    if request.method == "POST":
        subject = subject_named(request.actor, code)
        try:
            sent = uploaded(request)
            if sent is None:
                raise InvalidValue(field="file", reason=_("Choose a file, or paste the cells."))
            run = runs.begin_run(
                actor=request.actor,
                entity=subject.entity,
                kind=subject.kind.code if subject.kind else "",
                file_name=sent[0],
                content=sent[1],
                at=request.received_at,
            )
            return _to("import_columns", run)
        except Refusal as refusal:
            problem = str(refusal)
    description = upload_page(reader_of(request), code, problem, request.POST.get("text", ""))
    return answer(request, "imports/upload.html", description, status=422 if problem else 200)


@page(P.IMPORT, methods=BOTH)
def columns(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Correct how the file is read and where its columns go; "Check" goes on to the dry run."""
    run = runs.get_run_for(request.actor, public_id)
    if run.stage not in OPEN:
        return _to("import_run", run)
    if request.method == "POST":
        return _columns_sent(request, run)
    sheet = _sheet(run)
    return _show_columns(request, run, sheet, _options(request, run, sheet))


def _options(request: AssetryRequest, run: ImportRun, sheet: Sheet) -> ImportOptions:
    """What was decided; else by a mapping that was saved for such headers; else what is proposed."""
    mapping = None if run.options else mappings.find_mapping_for(request.actor, run, sheet.headers)
    if mapping is not None:
        return mappings.with_mapping(mapping, sheet)
    return importer_of(run).options(request.actor, run, sheet)


def _sheet(run: ImportRun) -> Sheet:
    return runs.sheet_of(run, ImportOptions.from_json(run.options) if run.options else None)


def _columns_sent(request: AssetryRequest, run: ImportRun) -> HttpResponse:
    wanted = ReadAs(*(request.POST.get(name, "") for name in ("encoding", "delimiter", "sheet")))
    before, importer = _sheet(run), importer_of(run)
    try:
        sheet = read_sheet(bytes(run.content), wanted)
        is_same = sheet.headers == before.headers
        suggest = importer.suggest
        options = read_options(request.POST, sheet) if is_same else suggest(request.actor, run, sheet)
        if chosen := request.POST.get("mapping"):
            options = mappings.with_mapping(mappings.get_mapping_for(request.actor, run, chosen), sheet)
        if "again" in request.POST or chosen or not is_same:
            runs.keep_options(run, options.to_json())
            return _to("import_columns", run)
        refuse_doubled(options, importer.targets(request.actor, run))
        _save_mapping(request, run, options)
        importer.check(actor=request.actor, run=run, options=options, at=request.received_at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show_columns(request, run, before, read_options(request.POST, before), str(refusal))
    return _to("import_dry_run", run)


def _save_mapping(request: AssetryRequest, run: ImportRun, options: ImportOptions) -> None:
    name = request.POST.get("save_as", "")
    mappings.save_mapping(actor=request.actor, run=run, name=name, options=options, at=request.received_at)


def _show_columns(
    request: AssetryRequest, run: ImportRun, sheet: Sheet, options: ImportOptions, problem: str = ""
) -> HttpResponse:
    described = columns_page(
        actor=request.actor,
        run=run,
        subject=subject_of(request.actor, run),
        sheet=sheet,
        options=options,
        notes=[Note(tone="bad", text=problem, urgent=True)] if problem else [],
        url=reverse("import_columns", kwargs={"public_id": run.public_id}),
    )
    return answer(request, "imports/columns.html", described, status=422 if problem else 200)


@page(P.IMPORT, methods=BOTH)
def dry_run(request: AssetryRequest, public_id: str) -> HttpResponse:
    """What would happen; sent, it goes to the worker, once."""
    run = runs.get_run_for(request.actor, public_id)
    if request.method == "POST" and request.POST.get("shown") == run.shown:
        runs.queue_run(run, at=request.received_at)
    if request.method == "POST" or run.stage not in OPEN:
        return _to("import_run", run)
    if run.stage == Stage.READ:
        return _to("import_columns", run)
    if run.stage == Stage.FAILED:
        _check_again(request, run)
    return _show_dry_run(request, run)


def _show_dry_run(request: AssetryRequest, run: ImportRun) -> HttpResponse:
    sheet, subject = _sheet(run), subject_of(request.actor, run)
    more_url = result_pages.rows_url(run, RowAction.REFUSE)
    context = {
        "page": result_pages.dry_run_page(run, subject, file_summary(run, sheet)),
        "run": run,
        "count": result_pages.accepted_count(run),
        "mending": mending_of(request.actor, run, sheet, more_url),
    }
    return render(request, "imports/dry_run.html", context)


def _check_again(request: AssetryRequest, run: ImportRun) -> None:
    """What would happen now that it could not; the page says once why."""
    failure, options = run.failure, ImportOptions.from_json(run.options)
    importer_of(run).check(actor=request.actor, run=run, options=options, at=request.received_at)
    run.failure = failure


@page(P.IMPORT)
def run(request: AssetryRequest, public_id: str) -> HttpResponse:
    """How far the import is, then what came of it. The page asks again by itself until then."""
    found = runs.get_run_for(request.actor, public_id)
    if found.stage in OPEN:
        return _moved_on(request, found)
    subject, reader = subject_of(request.actor, found), reader_of(request)
    if found.stage in {Stage.DONE, Stage.UNDONE} and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": request.path})  # the frame counts anew
    if found.stage in {Stage.DONE, Stage.UNDONE}:
        drawn = undone_page if found.stage == Stage.UNDONE else result_pages.done_page
        return answer(request, "imports/run.html", drawn(found, subject, reader))
    page_, progress = result_pages.running_page(
        found, subject, find_progress(ImportProgress, found.pk), reader
    )
    return answer(request, "imports/run.html", page_, context={"progress": progress, "url": request.path})


def _moved_on(request: HttpRequest, found: ImportRun) -> HttpResponse:
    """The step at which it waits; htmx, which asked for a part, is told to go there."""
    answered = _to("import_columns" if found.stage == Stage.READ else "import_dry_run", found)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": answered.url})
    return answered


@page(P.IMPORT, methods=("POST",))
def undo(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take the import back, by the worker, once."""
    found = runs.get_run_for(request.actor, public_id)
    runs.queue_undo(found, at=request.received_at)
    return _to("import_run", found)


@page(P.IMPORT)
def rows(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The ledger: every row with what became of it, and its asset."""
    found = runs.get_run_for(request.actor, public_id)
    wanted = request.GET.get("action", "")
    start = request.GET.get("start", "0")
    if wanted not in {action.value for action in RowAction} or not start.isdecimal():
        raise NotFound
    entries = [entry for entry in runs.unpacked(bytes(found.ledger)) if entry[1] == wanted]
    subject = subject_of(request.actor, found)
    return answer(
        request,
        "kit/overview.html",
        result_pages.rows_page(found, subject, entries, RowAction(wanted), int(start)),
    )
