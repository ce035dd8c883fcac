"""What to know without reading the page: only what runs out or needs somebody."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.kinds.registry import KINDS
from assetry.web.assets.cells import due_tone
from assetry.web.components import cells
from assetry.web.components.blocks import Glance, GlanceRow
from assetry.web.components.parts import Words
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader


def glance_of(asset: Any, reader: Reader) -> Glance:
    """Owner, warranty, end, replacement, expected return, the model's end of support."""
    return Glance(rows=[_owner(asset, reader), *_dates(asset, reader)])


def _owner(asset: Any, reader: Reader) -> GlanceRow:
    owner = asset.owner_person or asset.owner_department
    if owner is None:
        return GlanceRow(
            icon="user-x", label=_("Owner"), value=_("Nobody"), note=_("nobody answers for it"), tone="soon"
        )
    entity = "person" if asset.owner_person else "department"
    url = url_for_named(entity, owner, reader.actor)
    return GlanceRow(icon="user-check", label=_("Owner"), value=owner.name, note=_("answers for it"), url=url)


def _dates(asset: Any, reader: Reader) -> Iterator[GlanceRow]:
    model, support = asset.model, getattr(asset, "support", None)
    days: tuple[tuple[str, Words, date | None], ...] = (
        *_dates_of_kind(asset),
        ("calendar-clock", _("Ends"), asset.ends_on),
        ("refresh-cw", _("Replacement"), asset.replacement_day),
        ("undo-2", _("Expected back"), asset.expected_return_on),
        ("life-buoy", _("Release support"), support.ends_on if support else None),
        ("badge-check", _("Model support"), model.end_of_support_on if model else None),
    )
    for icon, label, day in days:
        if day is not None:
            yield _date_row(icon, label, day, reader)


def _dates_of_kind(asset: Any) -> Iterator[tuple[str, Words, date | None]]:
    """What runs out of the things of this kind alone."""
    if (kind := KINDS.get(asset.facet)) and (own := getattr(asset, kind.code, None)):
        for name, (icon, label) in kind.runs_out.items():
            yield icon, label, getattr(own, name)


def _date_row(icon: str, label: Words, day: date, reader: Reader) -> GlanceRow:
    left = (day - reader.today).days
    shown = cells.format_day(day, reader.locale)
    if left < 0:
        note = _("over since %(day)s") % {"day": shown}
        value = ngettext("%(n)d day over", "%(n)d days over", -left) % {"n": -left}
    else:
        is_near = left <= 365
        note = _("on %(day)s") % {"day": shown} if is_near else cells.relative_day(day, reader.today)
        value = ngettext("%(n)d day", "%(n)d days", left) % {"n": left} if is_near else shown
    return GlanceRow(icon=icon, label=label, value=value, note=note, tone=due_tone(day, reader))  # type: ignore[arg-type]
