"""A token for dry runs: the operation runs with every rule and constraint, and nothing of it is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.db import connection, transaction  # noqa: TID251 - what the operation did is taken back around it
from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Assetry-Dry-Run"


def rehearsed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around every route's function, after its guard: a dry run's answer says by its header that nothing is kept."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_dry_run", False):  # no guard, no token
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they would be asked at the commit
            transaction.set_rollback(True)
        response[HEADER] = "nothing was kept"
        return response

    return run
