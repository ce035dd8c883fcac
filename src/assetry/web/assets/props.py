"""An asset's properties in groups, from the described fields: what is empty and optional stays away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.fields import custom_fields_of, fields_of_facet
from assetry.domain.assets.kinds.registry import KINDS
from assetry.domain.assets.models import AssetIdentifier
from assetry.kernel.fields import Field
from assetry.web.assets import cells as asset_cells
from assetry.web.components import cells
from assetry.web.components.blocks import Prop, Props, Prose
from assetry.web.kit.custom import HEADING
from assetry.web.kit.details import props_of, prose_of
from assetry.web.kit.reader import Reader

IDENTITY = ("model", "category", "manufacturer", "company", "kind")
RELEASE = ("release_in_use", "release_support_to", "newest_release")
ANSWERS = ("owner_person", "owner_department", "cost_center", "criticality", "classification", "stored_class")
MONEY = ("cost_amount", "purchased_on", "supplier", "order_number", "ownership", "in_service_on")
# Shown even when empty: what one looks for.
ALWAYS = frozenset({"model", "category", "company", "owner_person", "cost_center", "cost_amount", "supplier"})
COPIED = frozenset({"hardware_uuid"})


def property_blocks(
    asset: Any, reader: Reader, identifiers: Sequence[tuple[str, str]]
) -> list[Props | Prose]:
    """What it is, who answers for it, money, and the note."""
    own = KINDS.get(asset.facet)
    first = _shown(asset, (*IDENTITY, *(own.own_names if own else ()), *RELEASE), reader) + _identifiers(
        identifiers
    )
    blocks: list[Props | Prose] = [Props(props=first)]
    blocks.append(Props(props=_shown(asset, ANSWERS, reader), heading=_("Who answers for it")))
    money = _shown(asset, (*MONEY, *(own.money_names if own else ()), "ends_on", "replace_on"), reader)
    if money:
        blocks.append(Props(props=money, heading=_("Money and dates")))
    custom = custom_fields_of(asset.kind.code)
    if further := props_of(custom, asset, tuple(custom), reader):
        blocks.append(Props(props=further, heading=HEADING))
    blocks += prose_of(custom, asset, tuple(custom))
    if asset.note:
        blocks.append(Prose(text=asset.note, heading=_("Note")))
    return blocks


def _shown(asset: Any, names: Sequence[str], reader: Reader) -> list[Prop]:
    fields = fields_of_facet(asset.facet)
    return props_of(fields, asset, names, reader, always=_always(asset, fields), copied=COPIED)


def _always(asset: Any, fields: Mapping[str, Field]) -> frozenset[str]:
    """What is looked for also when it is empty; of a thing that one cannot touch, everything of its own."""
    if asset.kind.is_custodied:
        return ALWAYS
    return (ALWAYS - {"model"}) | {name for name, field in fields.items() if field.group == asset.facet}


def _identifiers(pairs: Sequence[tuple[str, str]]) -> list[Prop]:
    return [
        Prop(label=AssetIdentifier.Scheme(scheme).label, value=cells.code_html(value), copy=value)
        for scheme, value in pairs
    ]


def short_props(asset: Any, reader: Reader) -> Props:
    """The eight properties of the peek."""
    holder = Prop(label=_("Holder"), value=asset_cells.holder_html(asset, reader))
    place = Prop(label=_("Location"), value=_path_name(asset.location))
    own = KINDS.get(asset.facet)
    rest = (
        "owner_person",
        "cost_center",
        *(own.money_names if own else ()),
        "ends_on",
        "cost_amount",
        "purchased_on",
        "category",
        "company",
    )
    props = ([holder] if asset.kind.is_custodied else []) + ([place] if asset.kind.is_located else [])
    return Props(props=[*props, *_shown(asset, rest, reader)][:8], two=False)


def _path_name(location: Any) -> str:
    return cells.text_html(location.path_name if location else "")
