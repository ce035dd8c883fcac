"""What the mirror of bills says, looked at apart from what keeps it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.domain.costs.cloud_sql import DIFFERENCES
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import REGISTER, Check, Finding, Level, register_checks


def register() -> None:
    """Register the check of the area."""
    register_checks(Check(name="cloud_cost", label=_("What bills say"), group=REGISTER, run=check_cloud_cost))


def wrong_costs() -> list[int]:
    """Assets whose cost of 30 days is not what their bills say."""
    return [int(row[0]) for row in select(DIFFERENCES)]


def check_cloud_cost(_at: datetime) -> Finding:
    """What a cloud resource cost lately is what its bills say."""
    wrong = wrong_costs()
    if not wrong:
        return Finding(detail=_("Every cloud resource costs what its bills say."))
    return Finding(
        level=Level.PROBLEM,
        detail=_("Cloud resources that cost otherwise than their bills say: %(n)d.") % {"n": len(wrong)},
        mend=_("Report it. Saving the resource, or reading any bill of its company in, sets it right."),
        rows=tuple(str(one) for one in wrong[:100]),
    )
