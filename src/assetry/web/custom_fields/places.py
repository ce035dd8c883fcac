"""What a custom field can be of, in words: assets of all kinds or of one, suppliers, people …"""

from django.utils.translation import gettext as _

from assetry.domain.catalog.queries import list_kinds
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.queries import entities_with_custom_fields
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Link, Words
from assetry.web.kit.links import route_url

type Place = tuple[str, str]


def places(actor: Actor) -> dict[Place, str]:
    """(entity, kind) and their words; assets first, then their kinds, then the rest."""
    named = entities_with_custom_fields()
    found: dict[Place, str] = {}
    if "asset" in named:
        found["asset", ""] = _("Assets of every kind")
        found |= {("asset", kind.code): str(kind.name_plural) for kind in list_kinds(actor)}
    rest = [entity for entity in named.values() if entity.name != "asset"]
    return found | {(entity.name, ""): str(entity.label_plural) for entity in rest}


def place_of(row: CustomFieldDefinition, actor: Actor) -> str:
    """What a field is of."""
    return places(actor).get((row.entity, row.kind), row.kind or row.entity)


def crumbs(*further: Link) -> tuple[Link, ...]:
    """The way through the settings."""
    title: Words = _("Custom fields")
    return (
        Link(label=_("Settings"), url=route_url("settings")),
        Link(label=title, url=route_url("custom_fields") if further else ""),
        *further,
    )
