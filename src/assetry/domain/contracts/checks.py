"""What the mirrors of contracts say, looked at apart from the triggers that keep them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.cover_sql import DIFFERENCES
from assetry.domain.contracts.ends import (
    CONTRACT_BY_STEPS,
    OF_ASSETS,
    OF_FACETS,
    OF_MODELS,
    OF_RELEASES,
    PLANNED,
)
from assetry.kernel.refusals import Text
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import REGISTER, Check, Finding, Level, register_checks


def register() -> None:
    """Register the checks of the area."""
    register_checks(
        Check(name="cover", label=_("What covers assets"), group=REGISTER, run=check_cover),
        Check(name="endings", label=_("What ends"), group=REGISTER, run=check_endings),
    )


def wrong_cover() -> list[int]:
    """Assets whose `covered_until` is not what their warranty and their coverage say."""
    return [int(row[0]) for row in select(DIFFERENCES)]


def wrong_endings() -> list[str]:
    """Ends that are not what their object says, as `what object`."""
    return [
        f"{source.what} {row[0]}"
        for source in (CONTRACT_BY_STEPS, *OF_ASSETS, *OF_FACETS, OF_RELEASES, PLANNED, *OF_MODELS)
        for row in select(source.differences())
    ]


def check_cover(_at: datetime) -> Finding:
    """Until when an asset is covered is what its warranty and its contracts say."""
    return _told(
        wrong_cover(), _("Every asset is covered until the day that its warranty and contracts say.")
    )


def check_endings(_at: datetime) -> Finding:
    """What stands among the ends is what the objects say."""
    return _told(wrong_endings(), _("Everything that ends is known, with its day."))


def _told(wrong: list[Any], good: Text) -> Finding:
    if not wrong:
        return Finding(detail=good)
    return Finding(
        level=Level.PROBLEM,
        detail=_("Rows that say otherwise than what they are made from: %(n)d.") % {"n": len(wrong)},
        mend=_(
            "Report it: a trigger is missing, or somebody wrote past it. Saving the thing sets its row right."
        ),
        rows=tuple(str(one) for one in wrong[:100]),
    )
