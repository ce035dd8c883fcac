"""Telling people what was handed over to them: one mail per hand-over, with everything in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.holders import Holder
from assetry.domain.organization.models import Person
from assetry.platform.notifications.letters import Letter, register_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.notifications.outbox import post_mail
from assetry.platform.permissions.actor import Actor

HAND_OVER = "hand_over"


def tell_holder(
    *,
    actor: Actor,
    assets: Sequence[Asset],
    holder: Holder | Any,
    effective_at: datetime,
    expected_return_on: date | None,
    note: str,
) -> None:
    """Post the mail in the transaction of the hand-over; other holders than people get none."""
    if not isinstance(holder, Person):
        return
    facts = {
        "assets": [asset.pk for asset in assets],
        "actor": actor.name,
        "effective_at": effective_at.isoformat(),
        "expected_return_on": expected_return_on.isoformat() if expected_return_on else None,
        "note": note,
    }
    post_mail(kind=HAND_OVER, recipient_id=holder.pk, has_address=bool(holder.email), facts=facts)


def write_hand_over(mail: OutgoingMail) -> Letter | None:
    """In the language and time zone of the person's company; None without a person or address any more."""
    holder = Person.objects.select_related("company").filter(pk=mail.recipient_id).first()
    if holder is None or not holder.email:
        return None
    with translation.override(holder.company.locale):
        items = _items(mail.facts["assets"])
        title = ngettext("%(code)s was handed over to you", "%(count)s assets were handed over to you", len(items)) % {
            "code": items[0]["code"] if items else "", "count": len(items),
        }  # fmt: skip
        context = _context(mail.facts, holder) | {"items": items, "title": title}
        return Letter(
            to=holder.email, subject=title,
            text=render_to_string("mail/hand_over.txt", context), html=render_to_string("mail/hand_over.html", context),
        )  # fmt: skip


def _context(facts: dict[str, Any], holder: Person) -> dict[str, Any]:
    company, due = holder.company, facts["expected_return_on"]
    locale = _locale(company.locale)
    moment = datetime.fromisoformat(facts["effective_at"]).astimezone(ZoneInfo(company.time_zone))
    return {
        "language": company.locale,
        "holder": holder.name,
        "actor": facts["actor"],
        "company": company.name,
        "moment": format_datetime(moment, "d MMM y, HH:mm zzz", locale=locale),
        "due": format_date(date.fromisoformat(due), "d MMM y", locale=locale) if due else "",
        "note": facts["note"],
        "link": f"{settings.BASE_URL}/my-equipment/",
    }


def _items(ids: list[int]) -> list[dict[str, str]]:
    found = Asset.objects.filter(pk__in=ids).select_related("model").order_by("asset_tag", "id")
    return [
        {
            "code": asset.asset_tag or asset.public_id,
            "name": asset.name or (asset.model.name if asset.model else _("Asset")),
            "serial": asset.serial_number or "",
        }
        for asset in found
    ]


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def register() -> None:
    """Make the letter known."""
    register_letter(HAND_OVER, write_hand_over)
