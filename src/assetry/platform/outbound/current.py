"""The client of this installation."""

from django.conf import settings

from assetry.platform.outbound.addresses import Allowed
from assetry.platform.outbound.client import OutboundClient


def outbound() -> OutboundClient:
    """A client with what ASSETRY_OUTBOUND_ALLOW opens. Raises ConfigurationError."""
    return OutboundClient(allowed=Allowed.read(settings.OUTBOUND_ALLOW))
