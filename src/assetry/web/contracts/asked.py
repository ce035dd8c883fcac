"""What an address of renewals asks for: one way of ending, within so many days."""

from assetry.domain.contracts.renewals import WITHIN, YEAR
from assetry.kernel.registry import endings
from assetry.web.routes import AssetryRequest


def asked_what(request: AssetryRequest) -> str:
    """One way of ending; empty: all that do not stand apart."""
    asked = request.GET.get("what", "")
    return asked if asked in endings() else ""


def asked_days(request: AssetryRequest) -> int:
    """One of `WITHIN`, or a year."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in (*WITHIN, YEAR)} else YEAR
