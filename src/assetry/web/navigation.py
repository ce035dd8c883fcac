"""Where one can go, as data. A place is shown when its route exists and the actor holds one of its permissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.kind import Kind, KindGroup
from assetry.domain.assets.kinds.registry import KINDS
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Words

ANYBODY = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A route with its word and icon. `permission`: one that opens it, or several of which one does; empty: everybody
    who is signed in. `counted`: has a counter.

    `deep`: one is there on every page below it, too. `inside`: places that show when one is there or in one of them.
    """

    name: str
    label: Words
    icon: str
    route: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    permission: str | tuple[str, ...] = ANYBODY
    counted: bool = False
    deep: bool = False
    inside: "tuple[Place, ...]" = ()

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor holds one of its permissions."""
        named = (self.permission,) if isinstance(self.permission, str) else self.permission
        return ANYBODY in named or any(actor.may(permission) for permission in named)


SEE_ASSETS = "assets.asset.view"
SEE_CATALOG = "catalog.view"
SEES_LISTS = (SEE_ASSETS, SEE_CATALOG)
# Whoever holds one of these has something to set.
SETS = ("catalog.manage", "access.manage", "assets.tag_scheme.manage", "organization.manage", "system.view")

HOME = Place(name="home", label=_("Home"), icon="layout-dashboard", route="home", permission=SEE_ASSETS)
INBOX = Place(name="inbox", label=_("Inbox"), icon="inbox", route="inbox", counted=True, deep=True)
MINE = Place(name="mine", label=_("My equipment"), icon="user-round", route="my_equipment")
JOBS = Place(
    name="jobs",
    label=_("Jobs"),
    icon="clock",
    route="jobs",
    permission=("assets.asset.edit", "assets.asset.check_out", "organization.manage", "catalog.manage"),
    counted=True,
)
ALL_ASSETS = Place(
    name="all", label=_("All assets"), icon="boxes", route="assets", permission=SEE_ASSETS, counted=True
)


def _kind_place(kind: Kind) -> Place:
    """The list of a kind."""
    return Place(
        name=kind.code,
        label=kind.plural,
        icon=kind.icon,
        route="assets_of_kind",
        kwargs={"kind": kind.code},
        permission=SEE_ASSETS,
        counted=True,
    )


def _group_place(group: KindGroup) -> Place:
    """The list of the kinds of a group, with that of each inside."""
    return Place(
        name=group.code,
        label=group.label,
        icon=group.icon,
        route="assets_of_group",
        kwargs={"group": group.code},
        permission=SEE_ASSETS,
        counted=True,
        inside=tuple(_kind_place(kind) for kind in KINDS.values() if kind.group is group),
    )


def _kind_places() -> tuple[Place, ...]:
    """One entry per kind that stands alone and per group, in the order of the kinds."""
    entries = dict.fromkeys(kind.group or kind for kind in KINDS.values())
    return tuple(
        _group_place(entry) if isinstance(entry, KindGroup) else _kind_place(entry) for entry in entries
    )


def all_places() -> tuple[Place, ...]:
    """Every place of the sidebar's groups, those inside others too."""
    return tuple(each for _label, places in GROUPS for place in places for each in (place, *place.inside))


def _create_place(kind: Kind) -> Place:
    """The form of a new asset of a kind."""
    return Place(
        name=f"new-{kind.code}",
        label=kind.create,
        icon=kind.icon,
        route="asset_create",
        kwargs={"kind": kind.code},
        permission="assets.asset.create",
    )


GROUPS: tuple[tuple[Words, tuple[Place, ...]], ...] = (
    (_("Work"), (HOME, INBOX, MINE, JOBS)),
    (
        _("Estate"),
        (
            ALL_ASSETS,
            *_kind_places(),
            Place(
                name="models",
                label=_("Models"),
                icon="layers",
                route="asset_models",
                permission=SEE_CATALOG,
                deep=True,
            ),
        ),
    ),
    (
        _("Commercial"),
        (
            Place(
                name="contracts",
                label=_("Contracts"),
                icon="file-text",
                route="contracts",
                permission="contracts.contract.view",
                deep=True,
            ),
            Place(
                name="licenses",
                label=_("Licenses"),
                icon="key-round",
                route="licenses",
                permission="software.license.view",
                deep=True,
            ),
            Place(
                name="costs",
                label=_("Costs"),
                icon="wallet",
                route="costs",
                permission="contracts.contract.view",
            ),
            Place(
                name="renewals",
                label=_("Renewals"),
                icon="calendar-clock",
                route="renewals",
                permission="contracts.contract.view",
                deep=True,
            ),
            Place(
                name="suppliers",
                label=_("Suppliers"),
                icon="store",
                route="suppliers",
                permission=SEE_CATALOG,
                deep=True,
            ),
        ),
    ),
    (
        _("Assurance"),
        (
            Place(
                name="reports",
                label=_("Reports"),
                icon="chart-column",
                route="reports",
                permission=SEES_LISTS,
            ),
            Place(
                name="registers",
                label=_("Registers"),
                icon="shield-check",
                route="registers",
                permission=SEE_ASSETS,
                deep=True,
            ),
            Place(
                name="reminders",
                label=_("Reminders"),
                icon="bell",
                route="reminders",
                permission="views.share",
                deep=True,
            ),
            Place(
                name="activity",
                label=_("Activity log"),
                icon="history",
                route="activity",
                permission="audit.view",
            ),
        ),
    ),
)
FOOTER = (
    Place(
        name="people",
        label=_("People"),
        icon="users",
        route="people",
        permission="organization.person.view",
        deep=True,
    ),
    Place(
        name="locations",
        label=_("Locations"),
        icon="map-pin",
        route="locations",
        permission="organization.view",
        deep=True,
    ),
    Place(
        name="settings",
        label=_("Settings"),
        icon="settings",
        route="settings",
        permission=SETS,
        deep=True,
    ),
)
DOCK = (HOME, ALL_ASSETS, MINE)
CREATE = (
    *(_create_place(kind) for kind in KINDS.values()),
    Place(
        name="import",
        label=_("Import a file"),
        icon="upload",
        route="import_assets",
        permission="assets.asset.import",
    ),
)
SEARCH_ROUTE = "palette"
COUNTS_ROUTE = "counts"
SCAN_ROUTE = "resolve_code"
