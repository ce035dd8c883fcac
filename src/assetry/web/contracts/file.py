"""What ends as a file: all that the board would show, by the day to decide."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Ending
from assetry.domain.contracts.renewals import names_of, open_endings
from assetry.kernel.money import Money
from assetry.kernel.registry import endings
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.exports.formats import FORMATS
from assetry.platform.exports.sending import download
from assetry.web.contracts.asked import asked_days, asked_what
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

AT_ONCE: Final = 500


def file_url(what: str, days: int) -> str:
    """Where the file of such a board is."""
    return f"{route_url('renewals_csv')}?{urlencode({'what': what, 'days': days})}"


@page(P.VIEW)
def renewals_csv(request: AssetryRequest) -> HttpResponse:
    """A line per end that somebody has to decide about."""
    reader = reader_of(request)
    rows = open_endings(request.actor, reader.today, days=asked_days(request), what=asked_what(request))
    heads = [
        *(
            _("What ends"),
            _("Name"),
            _("Tag or number"),
            _("Decide by"),
            _("Ends on"),
            _("Cost"),
            _("Currency"),
        ),
        *(_("Owner"), _("Supplier"), _("Last decision")),
    ]
    pieces = (piece.encode() for piece in csv_pieces(heads, _lines(rows, reader)))
    return download(
        request, pieces, f"renewals-{request.received_at:%Y-%m-%d}.csv", FORMATS["csv"].media_type
    )


def _lines(rows: QuerySet[Ending], reader: Reader) -> Iterator[list[Any]]:
    """Names are read for some hundreds at a time, after the last row of those before."""
    last: Ending | None = None
    while True:
        found = list(_after(rows, last).select_related("owner", "supplier")[:AT_ONCE])
        names = names_of(reader.actor, found)
        for row in found:
            if (named := names.get((row.entity, row.object_id))) is not None:
                yield [str(endings()[row.what].label), named.title, named.code, *_values(row)]
        if len(found) < AT_ONCE:
            return
        last = found[-1]


def _after(rows: QuerySet[Ending], row: Ending | None) -> QuerySet[Ending]:
    if row is None:
        return rows
    return rows.filter(Q(decide_by__gt=row.decide_by) | Q(decide_by=row.decide_by, pk__gt=row.pk))


def _values(row: Ending) -> list[Any]:
    cost = ""
    if row.cost_amount is not None and row.cost_currency:
        cost = f"{Money(row.cost_amount, row.cost_currency).rounded().amount:f}"
    decision = row.decision if row.decided_for == row.ends_on else ""
    return [
        *(row.decide_by, row.ends_on, cost, row.cost_currency),
        *(row.owner.name if row.owner else "", row.supplier.name if row.supplier else "", decision),
    ]
