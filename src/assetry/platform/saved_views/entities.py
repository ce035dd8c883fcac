"""What saved views register for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.registry import PermissionInfo, register_permissions
from assetry.platform.saved_views.events import ViewPermission


def register() -> None:
    """Register the permission."""
    register_permissions(
        PermissionInfo(code=ViewPermission.SHARE, label=_("Share saved views"), writes=False),
    )
