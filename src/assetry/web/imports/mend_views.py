"""Cells typed anew in the dry run, then checked again."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.kernel.refusals import NotFound
from assetry.platform.imports import runs
from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.refusals import ImportClosed
from assetry.web.components.parts import Link
from assetry.web.imports.mending import all_cells, mend_url, read_mended
from assetry.web.imports.steps import crumbs_of
from assetry.web.imports.subjects import subject_of
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FieldGroup, FormPage
from assetry.web.routes import AssetryRequest, page


@page(P.IMPORT, methods=("POST",))
def mend(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Keep what was typed over the file and check all rows again."""
    run = runs.get_run_for(request.actor, public_id)
    if not run.options:
        raise NotFound
    before = ImportOptions.from_json(run.options)
    options = read_mended(request.POST, runs.sheet_of(run, before), before)
    try:
        importer_of(run).check(actor=request.actor, run=run, options=options, at=request.received_at)
    except ImportClosed:
        return HttpResponseRedirect(reverse("import_run", kwargs={"public_id": run.public_id}))
    return HttpResponseRedirect(_dry_run_url(run))


@page(P.IMPORT)
def row(request: AssetryRequest, public_id: str, number: int) -> HttpResponse:
    """Every cell of one row."""
    run = runs.get_run_for(request.actor, public_id)
    if run.stage != ImportRun.Stage.CHECKED:
        raise NotFound
    try:
        cells = all_cells(run, runs.sheet_of(run, ImportOptions.from_json(run.options)), number)
    except KeyError:
        raise NotFound from None
    title = _("Row %(number)d") % {"number": number}
    described = FormPage(
        title=title,
        subtitle=_("What you type stands over the file for this import; the file stays as it is."),
        action=mend_url(run),
        groups=[FieldGroup(title=title, fields=cells, hide_title=True)],
        submit=_("Check again"),
        cancel_url=_dry_run_url(run),
        crumbs=(*crumbs_of(subject_of(request.actor, run), run.file_name), Link(label=title)),
    )
    return answer(request, "kit/form.html", described)


def _dry_run_url(run: ImportRun) -> str:
    return reverse("import_dry_run", kwargs={"public_id": run.public_id})
