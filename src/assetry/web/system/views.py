"""The state of the installation, and whether it answers."""

from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assetry.domain.access.events import AccessPermission as P
from assetry.platform.backups.queries import list_backups
from assetry.platform.doctor.checks import run_checks
from assetry.platform.doctor.sizes import read_installation
from assetry.web.kit.answers import answer
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, declared, page
from assetry.web.system.pages import system_page


@page(P.VIEW_SYSTEM)
def system(request: AssetryRequest) -> HttpResponse:
    """What `assetry doctor` says, for administrators."""
    results = list(run_checks(lambda: datetime.now(UTC)))
    content = system_page(results, read_installation(), list_backups(), reader_of(request))
    return answer(request, "kit/overview.html", content)


@never_cache
@require_safe
def _health(_request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503; says nothing else to nobody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


health = declared(Open.PUBLIC, _health)
