"""Cells of asset lists: plain functions of a loaded row, no query, no template."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.domain.assets.holders import HOLDER_COLUMNS
from assetry.domain.organization.events import OrganizationPermission
from assetry.web.components import cells
from assetry.web.kit.links import entity_url, may_see_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import status_html

# The four holders: attribute, entity, icon (none for people, who have initials).
HOLDERS = (
    ("holder_person", "person", ""),
    ("holder_department", "department", "users"),
    ("holder_asset", "asset", "package"),
    ("holder_supplier", "supplier", "store"),
)


def asset_title(asset: Any) -> str:
    """What people call it: its name, else its model's, else its tag."""
    model = asset.model
    return asset.name or (model.name if model else "") or asset.asset_tag or asset.public_id


def custody_of(asset: Any) -> Any:
    """Where to read holder and location: the period of the chosen day, else the asset's own mirrors."""
    return getattr(asset, "then", None) or asset


def status_of(asset: Any) -> Any:
    """The status shown: of the chosen day, else today's."""
    then = getattr(asset, "then_status", None)
    return then.status if then is not None else asset.status


def name_cell(asset: Any, reader: Reader) -> SafeString:
    """The name that heads the row."""
    return cells.name_html(asset_title(asset), entity_url("asset", asset.public_id))


def status_cell(asset: Any, reader: Reader) -> SafeString:
    """The badge."""
    return status_html(status_of(asset))


def holder_cell(asset: Any, reader: Reader) -> SafeString:
    """Who holds it, as a chip."""
    return holder_html(custody_of(asset), reader)


def holder_html(custody: Any, reader: Reader, nobody: str = "") -> SafeString:
    """The holder of an asset or of a period; `nobody` says what stands for none."""
    if all(getattr(custody, column) is None for column in HOLDER_COLUMNS):
        return cells.none_html(nobody)
    for attribute, entity, icon in HOLDERS:
        holder = getattr(custody, attribute)
        if holder is not None:
            url = entity_url(entity, holder.public_id) if may_see_named(reader.actor, entity) else ""
            title = asset_label(holder) if entity == "asset" else holder.name
            return cells.person_html(title, url=url, icon=icon, note=_left(holder))
    return cells.none_html(nobody)


def period_holder_html(custody: Any, reader: Reader, nobody: str = "") -> SafeString:
    """The holder of a period; who had it before is named to who may see the company's people, and to themselves."""
    actor, person = reader.actor, custody.holder_person_id
    is_anothers = person is not None and person != actor.person_id
    is_over = custody.period.upper is not None
    sees_people = actor.may(OrganizationPermission.VIEW_PEOPLE, company_id=custody.company_id)
    if is_anothers and is_over and not sees_people:
        return cells.entity_html("", state="restricted")
    return holder_html(custody, reader, nobody)


def asset_label(asset: Any) -> str:
    """A short name for an asset whose model is not loaded."""
    return " ".join(filter(None, (asset.name, asset.asset_tag))) or asset.public_id


def _left(holder: Any) -> str:
    return _("left the company") if getattr(holder, "is_active", True) is False else ""


def location_cell(asset: Any, reader: Reader) -> SafeString:
    """The place's own name; its way from the site in the title."""
    return location_html(custody_of(asset).location)


def location_html(location: Any) -> SafeString:
    """A place, the whole way in the title."""
    if location is None:
        return cells.none_html()
    return cells.place_html(location.name, location.path_name)


def due_cell(path: str, attribute: str) -> Any:
    """A cell for a day that runs out: red when past, amber in the next 90 days."""

    def cell(asset: Any, reader: Reader) -> SafeString:
        row = getattr(asset, path, None) if path else asset
        day = getattr(row, attribute, None)
        return cells.date_html(day, today=reader.today, locale=reader.locale, tone=due_tone(day, reader))

    return cell


def due_tone(day: Any, reader: Reader) -> str:
    """late, soon or nothing."""
    if day is None:
        return ""
    left = (day - reader.today).days
    return "late" if left < 0 else "soon" if left <= 90 else ""
