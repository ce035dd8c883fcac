"""What needs attention: named filters of the register, so each figure is the count of the rows that it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.kernel.filters import parse_filter
from assetry.kernel.refusals import Text
from assetry.kernel.registry import entity_named
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Tone
from assetry.web.kit.links import route_url

_LIVING = 'state in "in_stock" "reserved" "in_use" "in_maintenance"'


@dataclass(frozen=True)
class Concern:
    """One reason to look: its words, its icon, its filter."""

    title: Text
    text: Text
    icon: str
    tone: Tone
    filter: str

    @property
    def url(self) -> str:
        """The list of exactly these assets."""
        return f"{route_url('assets')}?{urlencode({'filter': self.filter})}"


CONCERNS = (
    Concern(
        _("Not back in time"),
        _("Handed out for a while, and that is over"),
        "calendar-clock",
        "late",
        'expected_return_on lt "today"',
    ),
    Concern(
        _("Held by somebody who leaves"),
        _("Gone, or going within a week"),
        "log-out",
        "late",
        'holder_leaves_on le "today+7d"',
    ),
    Concern(_("Missing"), _("Nobody knows where they are"), "triangle-alert", "late", 'state eq "missing"'),
    Concern(
        _("Subscriptions that end in 90 days"),
        _("Renew, reduce or cancel in time"),
        "calendar-clock",
        "soon",
        f'kind eq "subscription" and {_LIVING} and ends_on between "today" "today+90d"',
    ),
    Concern(
        _("Warranty ends in 90 days"),
        _("Repairs cost money after that"),
        "shield-check",
        "soon",
        f'{_LIVING} and warranty_ends_on between "today" "today+90d"',
    ),
    Concern(
        _("No longer covered, in use"),
        _("No warranty and no contract repairs them"),
        "shield-alert",
        "soon",
        'state eq "in_use" and covered_until lt "today"',
    ),
    Concern(
        _("Release out of support, in use"),
        _("No security updates come any more"),
        "life-buoy",
        "late",
        'state eq "in_use" and release_support_to lt "today"',
    ),
    Concern(
        _("Out of support, in use"),
        _("The maker no longer supports the model"),
        "life-buoy",
        "soon",
        'state eq "in_use" and model_end_of_support_on lt "today"',
    ),
    Concern(
        _("Nobody answers for them"),
        _("Name an owner"),
        "user-x",
        "",
        f"{_LIVING} and owner_person empty and owner_department empty",
    ),
)


def present_concerns(actor: Actor, today: date) -> Iterator[tuple[Concern, int]]:
    """The concerns that have rows, with their number."""
    for concern in CONCERNS:
        count = matching(actor, concern.filter, today).count()
        if count:
            yield concern, count


def matching(actor: Actor, text: str, today: date) -> "models.QuerySet[Asset]":
    """The assets in scope that a filter names."""
    condition = compile_filter(entity_named("asset"), parse_filter(text), actor, today=today)
    return Asset.objects.visible_to(actor).filter(condition)
