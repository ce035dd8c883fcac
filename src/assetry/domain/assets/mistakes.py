"""Which assets can be deleted: those made by mistake, to which nothing happened yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.refusals import AssetFrozen
from assetry.domain.assets.status_models import Status
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Removal


def _frozen(assets: Sequence[Any]) -> Mapping[int, Refusal]:
    """What a status freezes stays as it is."""
    frozen = dict(Status.objects.filter(is_frozen=True).values_list("pk", "name"))
    return {
        asset.pk: AssetFrozen(asset=str(asset), status=frozen[asset.status_id])
        for asset in assets
        if asset.status_id in frozen
    }


ASSETS_REMOVED = Removal(
    permission=P.DELETE,
    parts=(
        "assets_assetidentifier",
        *(facet._meta.db_table for facet in FACETS.values()),
        "assets_custody",
        "assets_statusperiod",
    ),
    firsts={
        "assets_custody": _("It was handed out or moved since it was registered."),
        "assets_statusperiod": _("Its status was changed since it was registered."),
    },
    refused=_frozen,
    instead=_("Retire or dispose of it instead."),
)
