"""The lists of the register, described: all assets, and one per kind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.as_of import AS_OF_CONDITIONS, assets_as_of
from assetry.domain.assets.counts import count_by_kind, count_facets, list_counted_statuses
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import fields_of_facet
from assetry.domain.assets.kinds.kind import Kind, KindGroup
from assetry.domain.assets.kinds.registry import GROUPS, KINDS, KINDS_OF_GROUP
from assetry.domain.assets.models import Status
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for, list_kinds
from assetry.domain.contracts.events import ContractPermission
from assetry.kernel.fields import FieldType
from assetry.kernel.filters import Condition, Operator, Where
from assetry.kernel.registry import entity_named
from assetry.platform.custom_fields.definitions import fields_for
from assetry.platform.permissions.actor import Actor
from assetry.web.assets import cells
from assetry.web.assets.peek import peek_page
from assetry.web.assets.pictures import photo_of
from assetry.web.components.parts import Action, State
from assetry.web.kit.bulk import bulk_actions, bulk_deleting
from assetry.web.kit.context import BulkAction
from assetry.web.kit.custom import custom_columns, custom_facets
from assetry.web.kit.describe import Facet, ListColumn, ListDescription, Photo, TimeTravel, View
from assetry.web.kit.links import route_url
from assetry.web.kit.named_lists import NamedList
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader

NAME = ListColumn(name="name", place="name", html=cells.name_cell)
TAG = ListColumn(name="asset_tag", place="code")
STATUS = ListColumn(name="status", place="status", html=cells.status_cell)
HOLDER = ListColumn(name="holder", place="sub", rank=0, html=cells.holder_cell)
LOCATION = ListColumn(name="location", cut=True, html=cells.location_cell)
OWNER = ListColumn(name="owner_person", place="sub", rank=0)
ENDS_ON = ListColumn(name="ends_on", number=True, html=cells.due_cell("", "ends_on"))
COST = ListColumn(name="cost_amount", number=True, rank=2)
BOUGHT = ListColumn(name="purchased_on", number=True, rank=4)

FIRST = (NAME, TAG, STATUS)
COLUMNS_OF_GROUP = (*FIRST, ListColumn(name="kind", rank=2), OWNER, ENDS_ON, COST)
COLUMNS_OF_ALL = (*FIRST, HOLDER, LOCATION, ListColumn(name="category", rank=3), COST, BOUGHT)
PHOTO = Photo(
    html=photo_of,
    related=("model__picture", "category", "kind"),
    reads=("model__public_id", "model__picture__sha256", "category__icon", "kind__icon"),
)
# Columns that are drawn in a way of their own wherever they stand.
DRAWN = {column.name: column for column in (HOLDER, LOCATION, OWNER, ENDS_ON, COST, BOUGHT)}
RELATED = (
    "model",
    "status",
    "category",
    "holder_person",
    "holder_department",
    "holder_asset",
    "holder_supplier",
    "location",
)
# What cells, titles and sorts read: a fifth of what the joined rows hold.
READS = (
    *("public_id", "facet", "name", "name_sort", "asset_tag", "serial_number", "purchased_on", "ends_on"),
    *("cost_amount", "cost_currency", "classification", "state", "custom"),
    *("model__name", "category__public_id", "category__name"),
    *("status__name", "status__state", "status__hue", "status__icon"),
    *("holder_person__public_id", "holder_person__name", "holder_person__is_active"),
    *("holder_department__public_id", "holder_department__name"),
    *("holder_asset__public_id", "holder_asset__name", "holder_asset__asset_tag"),
    *("holder_supplier__public_id", "holder_supplier__name"),
    *("location__name", "location__path_name"),
)
_OWNER = ("owner_person__public_id", "owner_person__name")
AS_OF_RELATED = ("then", "then_status__status", *(f"then__{name}" for name in RELATED[3:]))

FACETS = (
    Facet(name="status"),
    Facet(name="kind"),
    Facet(name="category"),
    Facet(name="model", remote=True),
    Facet(name="location", remote=True),
    Facet(name="company"),
    Facet(name="holder", remote=True, counted=False),
    Facet(name="owner_person", remote=True, counted=False),
    Facet(name="state", open=False),
)


def describe_assets(reader: Reader, kind: AssetKind | None, query: ListQuery) -> ListDescription:
    """The list of all assets, or of one kind, with what this reader may do there.

    For a past day the relations of its periods are read too, and nothing can be changed.
    """
    code = kind.code if kind else ""
    custom = fields_for(entity_named("asset"), code)
    facets = [facet for facet in FACETS if not (kind and facet.name == "kind")] + custom_facets(custom)
    counted = list_counted_statuses(reader.actor, kind.pk if kind else None)
    total = sum(count for _status, count in counted)
    views = _views(counted, total)
    own = KINDS.get(kind.facet) if kind else None
    related = RELATED + (_related_of(own) if own else ()) + (AS_OF_RELATED if query.as_of else ())
    return ListDescription(
        entity="asset",
        title=kind.name_plural if kind else _("All assets"),
        kind=code,
        columns=(*(columns_of(own) if own else COLUMNS_OF_ALL), *custom_columns(custom)),
        empty=_empty(kind, reader),
        facets=facets,
        views=_without_counts(views) if query.as_of else views,
        base=Where.eq("kind", kind.public_id) if kind else Where.all,
        condition=Q(kind_id=kind.pk) if kind else None,
        related=related,
        reads=() if query.as_of else READS + (_reads_of(own) if own else ()),
        bulk=() if query.as_of else _bulk(reader),
        actions=() if query.as_of else _actions(reader, None if own else kind),
        search_label=_("Tag, serial, name, holder"),
        total=lambda _reader: total,
        counters=lambda reader: count_facets(reader.actor, kind.pk if kind else None),
        peek=peek_page,
        time_travel=TimeTravel(queryset=_as_of, paths=AS_OF_CONDITIONS),
        name=f"asset:{code}" if code else "",
        fields={**fields_of_facet(kind.facet), **custom} if kind else None,
        drawn=tuple(DRAWN.values()),
        photo=PHOTO,
    )


def describe_group(reader: Reader, group: KindGroup, query: ListQuery) -> ListDescription:
    """The list of the kinds that share an entry of the sidebar, with a tab for each."""
    kinds = [kind for kind in list_kinds(reader.actor) if kind.code in KINDS_OF_GROUP[group.code]]
    counts = count_by_kind(reader.actor)
    total = sum(counts.get(kind.pk, 0) for kind in kinds)
    views = [
        View(label=_("All"), params={}, count=total),
        *(View(label=k.name_plural, params={"kind": k.public_id}, count=counts.get(k.pk, 0)) for k in kinds),
    ]
    described = describe_assets(reader, None, query)
    return replace(
        described,
        title=group.label,
        name=f"asset:{group.code}",
        columns=COLUMNS_OF_GROUP,
        facets=[facet for facet in described.facets if facet.name not in {"holder", "location"}],
        views=_without_counts(views) if query.as_of else views,
        base=Condition("kind", Operator.IN, tuple(kind.public_id for kind in kinds)),
        condition=Q(kind_id__in=[kind.pk for kind in kinds]),
        related=(*described.related, "kind", "owner_person"),
        reads=(*described.reads, *_OWNER, "kind__public_id", "kind__name") if described.reads else (),
        total=lambda _reader: total,
        counters=None,
    )


def named_list(actor: Actor, code: str) -> NamedList | None:
    """The list of all assets, or that of a kind, for whoever sees any."""
    if not actor.may(P.VIEW):
        return None
    if group := GROUPS.get(code):
        return NamedList(
            name=f"asset:{code}",
            entity="asset",
            url=route_url("assets_of_group", group=code),
            describe=lambda reader, query: describe_group(reader, group, query),
        )
    kind = get_kind_for(actor, code) if code else None
    return NamedList(
        name=f"asset:{code}" if code else "asset",
        entity="asset",
        url=route_url("assets_of_kind", kind=code) if code else route_url("assets"),
        describe=lambda reader, query: describe_assets(reader, kind, query),
    )


@cache
def columns_of(kind: Kind) -> tuple[ListColumn, ...]:
    """Name, tag and status, then what the kind names."""
    return (*FIRST, *(_column(kind, name, rank) for name, rank in kind.columns))


def _column(kind: Kind, name: str, rank: int | None) -> ListColumn:
    if name in kind.runs_out:
        return ListColumn(name=name, rank=rank, number=True, html=cells.due_cell(kind.code, name))
    if name in DRAWN:
        return DRAWN[name] if rank is None else replace(DRAWN[name], rank=rank)
    own = {field.name: field.type for field in kind.fields}
    return ListColumn(name=name, rank=rank, number=own.get(name) is FieldType.NUMBER)


def _related_of(kind: Kind) -> tuple[str, ...]:
    """The relations that the kind's list reads beside those of all: its facet, its owner, mirrors of other areas."""
    shown = dict(kind.columns)
    paths = (field.orm_path.split("__")[:-1] for field in kind.fields if field.name in shown)
    further = {path[0] for path in paths if path} - {kind.code}
    owner = ("owner_person",) if "owner_person" in shown else ()
    return (*owner, kind.code, *sorted(further))


def _reads_of(kind: Kind) -> tuple[str, ...]:
    """The columns of those relations, and of the asset itself what the kind shows of it."""
    shown = dict(kind.columns)
    owner = _OWNER if "owner_person" in shown else ()
    fields = [f for f in fields_of_facet(kind.code).values() if f.name in shown and not f.reference]
    paths = [path for f in fields for path in (f.orm_path, f.currency_path) if path]
    return (*owner, *dict.fromkeys(path for path in paths if path not in READS))


def _as_of(queryset: Any, day: date, reader: Reader) -> Any:
    return assets_as_of(reader.actor, queryset, day)


def _without_counts(views: list[View]) -> list[View]:
    """The tabs of a past day: the counters know today only."""
    return [replace(view, count=None) for view in views]


def _views(counted: Sequence[tuple[Status, int]], total: int) -> list[View]:
    """All, and one tab per status that something has, in the order of the statuses."""
    tabs = [(status, count) for status, count in counted if count and not status.is_archived]
    return [
        View(label=_("All"), params={}, count=total),
        *(View(label=s.name, params={"status": s.public_id}, count=count) for s, count in tabs),
    ]


def _bulk(reader: Reader) -> list[BulkAction]:
    """The verbs for a selection that the reader may use somewhere."""
    verbs = (
        (P.CHECK_OUT, _("Check out"), "assets_check_out", "user-check", True),
        (P.CHECK_IN, _("Check in"), "assets_check_in", "undo-2", True),
        (P.TRANSFER, _("Transfer"), "assets_transfer", "arrow-left-right", False),
        (P.CHANGE_STATUS, _("Change status"), "assets_change_status", "route", False),
        (P.LABEL, _("Label"), "labels", "printer", False),
    )
    acts = [
        BulkAction(label=label, url=url, icon=icon, dialog=dialog)
        for permission, label, route, icon, dialog in verbs
        if reader.actor.may(permission) and (url := route_url(route))
    ]
    if reader.actor.may(P.EXPORT):
        url, word = reverse("assets_export"), _("Export")
        acts.append(BulkAction(label=word, url=url, icon="download", bare=True, download=True))
    if reader.actor.may(ContractPermission.MANAGE):
        url = reverse("bulk_begin", kwargs={"entity": "asset", "work": "cover"})
        acts.append(BulkAction(label=_("Cover"), url=url, icon="shield-check"))
    return [*bulk_actions("asset", reader), *acts, *bulk_deleting("asset", reader)]


def _actions(reader: Reader, kind: AssetKind | None) -> list[Action]:
    """Import; and a new one of a kind of the organization's own, which the menu *New* does not know."""
    actions = []
    if reader.actor.may(P.IMPORT) and (url := route_url("import_assets")):
        actions.append(Action(label=_("Import"), url=url, icon="upload", wide=True))
    if kind is not None and reader.actor.may(P.CREATE):
        url = route_url("asset_create", kind=kind.code)
        actions.append(Action(label=_("New: %(kind)s") % {"kind": kind.name}, url=url, icon="plus"))
    return actions


def _empty(kind: AssetKind | None, reader: Reader) -> State:
    """First use: what the thing is, why nothing is there, what to do first."""
    own = KINDS.get(kind.facet) if kind else None
    what = own.about if own else _("The register holds every IT asset that the organization owns or uses.")
    how = _(
        "Bring your spreadsheet as it is: its columns are matched, and every change is shown before it is made."
    )
    actions = []
    if reader.actor.may(P.IMPORT) and (url := route_url("import_assets")):
        actions.append(Action(label=_("Import a file"), url=url, icon="upload", look="primary"))
    if reader.actor.may(P.CREATE) and (
        url := route_url("asset_create", kind=kind.code if kind else next(iter(KINDS)))
    ):
        actions.append(Action(label=_("Add one"), url=url, icon="plus", look="" if actions else "primary"))
    title = _("No %(things)s yet") % {"things": str(kind.name_plural if kind else _("assets")).lower()}
    return State(
        icon=kind.icon if kind else "boxes", title=title, text=f"{what} {how}", actions=tuple(actions)
    )
