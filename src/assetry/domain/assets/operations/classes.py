"""Answering for a lower class than what an asset stores asks for."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset, Classification
from assetry.domain.assets.class_models import ClassOverride
from assetry.domain.assets.classes import settle_classes
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.organization.refusals import ReasonMissing
from assetry.kernel.periods import day_of
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

OVERRIDE: Final = "assets.asset.override_class"
LONGEST: Final = timedelta(days=366)


@operation(P.EDIT, intent=OVERRIDE)
def override_class(
    *, actor: Actor, asset: Asset, classification: str, reason: str, expires_on: date, at: datetime
) -> ClassOverride:
    """Say that an asset has this class whatever it stores, until a day at most a year off; a further one replaces it.

    Raises ReasonMissing, OverrideOutsideYear, InvalidInput, NotPermitted.
    """
    locked = lock_row(Asset.objects.select_related("company"), asset.pk, None)
    actor.require_row(
        P.EDIT, company_id=locked.company_id, location_id=locked.location_id, category_id=locked.category_id
    )
    if classification not in Classification.values:
        raise InvalidInput({"classification": _("Choose one of the classes.")})
    said = clean_text(reason)[:2000]
    if not said:
        raise ReasonMissing(field="reason")
    today = day_of(at, locked.company.time_zone)
    if not today <= expires_on <= today + LONGEST:
        raise refusals.OverrideOutsideYear(field="expires_on")
    override, _made = ClassOverride.objects.update_or_create(
        asset=locked,
        defaults={
            "company_id": locked.company_id,
            "classification": classification,
            "reason": said,
            "expires_on": expires_on,
        },
    )
    settle_classes([locked.pk], today=today)
    return override
