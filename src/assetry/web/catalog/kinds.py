"""Kinds: their words, icon and flags, their statuses, the moves between states, what operations set."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.operations import create_kind
from assetry.domain.assets.queries import list_default_statuses
from assetry.domain.catalog import operations
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.web.catalog.icons import icon_options
from assetry.web.catalog.moves import moves_panel
from assetry.web.catalog.plain import SETTINGS
from assetry.web.catalog.statuses import panel_of_statuses
from assetry.web.catalog.story import KIND
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props
from assetry.web.components.parts import Link, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import ListColumn
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column
from assetry.web.kit.values import status_html

FLAGS = ("is_custodied", "is_located", "is_serialized", "is_licensable", "is_depreciating", "is_data_bearing")
# What sets a status when nobody chooses one.
OPERATIONS: Mapping[str, Words] = {
    "create": gettext_lazy("When it is registered"),
    "check_out": gettext_lazy("When it is handed out"),
    "check_in": gettext_lazy("When it comes back"),
}


def operations_of(kind: Any) -> dict[str, Words]:
    """Those that a kind knows: what is never handed out is never taken back."""
    return {name: label for name, label in OPERATIONS.items() if name == "create" or kind.is_custodied}


def _flags(row: Any, _reader: Reader) -> Words:
    fields = {field.name: field for field in KINDS.described.fields}
    return cells.text_html(", ".join(str(fields[name].label) for name in FLAGS if getattr(row, name)))


def _prepare(form: FormState) -> None:
    form.options["icon"] = icon_options(form.texts.get("icon", ""))


def _enrich(page: DetailPage, kind: Any, reader: Reader) -> DetailPage:
    may = reader.actor.may(P.MANAGE)
    return replace(
        page,
        drawing=kind.icon,
        main=(*page.main, moves_panel(kind, may_change=may)),
        side=(panel_of_statuses(kind, reader), _defaults_panel(kind, may_change=may), *page.side),
    )


def _defaults_panel(kind: Any, *, may_change: bool) -> Panel:
    found = list_default_statuses(kind)
    props = [
        Prop(
            label=label, value=status_html(found[name]) if name in found else cells.none_html(_("The first"))
        )
        for name, label in operations_of(kind).items()
    ]
    url = route_url("kind_defaults", public_id=kind.public_id)
    link = Link(label=_("Change defaults"), url=url) if may_change else None
    return Panel(title=_("Default statuses"), blocks=(Props(props=props, two=False),), link=link)


KINDS = Records(
    entity="kind",
    route="kinds",
    prefix="settings/kinds",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=create_kind,
    edit=operations.edit_kind,
    columns=(
        name_column("kind"),
        ListColumn(name="code", place="code", rank=2),
        ListColumn(name="flags", label=gettext_lazy("What applies to it"), place="sub", html=_flags),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("Words"),
            fields=("name", "name_plural", "icon"),
            half=frozenset({"name", "name_plural"}),
        ),
        FormGroup(title=gettext_lazy("What applies to it"), fields=FLAGS, half=frozenset(FLAGS)),
        FormGroup(title=gettext_lazy("Note"), fields=("note",)),
    ),
    empty=gettext_lazy("Kinds say what an asset is."),
    facts=("code",),
    prepare=_prepare,
    story=KIND,
    enrich=_enrich,
)
