"""What must be true of licenses whatever happened."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.domain.software.seats_sql import DRIFT
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import REGISTER, Check, Finding, Level, register_checks


def register() -> None:
    """Register the checks of licenses."""
    register_checks(Check(name="seats", label=_("License counts"), group=REGISTER, run=check_seats))


def check_seats(_at: datetime) -> Finding:
    """Bought and assigned are what lines and allocations add up to."""
    differing = select(DRIFT)
    if differing:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Licenses whose counts differ from a recount: %(n)d.") % {"n": len(differing)},
            mend=_(
                "See what wrote past the counts or switched their triggers off, then run `assetry recount`."
            ),
            rows=tuple(str(row[1]) for row in differing[:20]),
        )
    return Finding(detail=_("Bought and assigned agree with a recount, for every license."))
