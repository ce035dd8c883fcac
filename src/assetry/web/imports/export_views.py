"""Files to take away: the rows that an import refused."""

from django.http import HttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.refused import refused_rows_of
from assetry.platform.imports.runs import get_run_for, sheet_of
from assetry.web.routes import AssetryRequest, page

CSV = "text/csv; charset=utf-8"


@page(P.IMPORT)
def refused(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The refused rows with a column of reasons, to be mended and imported again."""
    run = get_run_for(request.actor, public_id)
    options = ImportOptions.from_json(run.options) if run.options else None
    content = refused_rows_of(run, sheet_of(run, options))
    return HttpResponse(content, content_type=CSV, headers=_as_file(f"refused-{run.public_id}.csv"))


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
