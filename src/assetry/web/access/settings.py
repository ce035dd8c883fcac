"""The home of the settings: what can be set, by word; each place by its own permission."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.refusals import NotPermitted
from assetry.kernel.text import name_sort
from assetry.platform.permissions.actor import Actor
from assetry.web import navigation
from assetry.web.components.blocks import Panel, Todo, TodoItem
from assetry.web.components.parts import State, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.routes import AssetryRequest, Open, page


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the settings and what one finds there; `permission` opens it."""

    route: str
    icon: str
    label: Words
    text: Words
    permission: str


_CATALOG, _ORGANIZATION, _ACCESS = "catalog.manage", "organization.view", "access.manage"
SECTIONS: Sequence[tuple[Words, Sequence[Entry]]] = (
    (
        gettext_lazy("Register"),
        (
            Entry(
                "statuses",
                "circle-dot",
                gettext_lazy("Statuses"),
                gettext_lazy("Your words for the ten states, with hue, icon and flags"),
                _CATALOG,
            ),
            Entry(
                "kinds",
                "shapes",
                gettext_lazy("Kinds"),
                gettext_lazy("Hardware, subscriptions, information: words, moves between states, defaults"),
                _CATALOG,
            ),
            Entry(
                "custom_fields",
                "text-cursor-input",
                gettext_lazy("Custom fields"),
                gettext_lazy("Fields of your own, for assets, people, suppliers and the rest"),
                _CATALOG,
            ),
            Entry(
                "tag_schemes",
                "tag",
                gettext_lazy("Tag schemes"),
                gettext_lazy("How new tags look, by company and category"),
                "assets.tag_scheme.manage",
            ),
            Entry(
                "categories",
                "tags",
                gettext_lazy("Categories"),
                gettext_lazy("Laptop, monitor, phone: groups of models"),
                _CATALOG,
            ),
            Entry(
                "releases",
                "life-buoy",
                gettext_lazy("Releases"),
                gettext_lazy("Until when each release of a product is supported, and who says so"),
                _CATALOG,
            ),
            Entry(
                "released_products",
                "package-open",
                gettext_lazy("Released products"),
                gettext_lazy("Operating systems, databases, applications that come in releases"),
                _CATALOG,
            ),
            Entry(
                "manufacturers",
                "factory",
                gettext_lazy("Manufacturers"),
                gettext_lazy("Who makes the models, and where their support is"),
                _CATALOG,
            ),
            Entry(
                "asset_models",
                "layers",
                gettext_lazy("Models"),
                gettext_lazy("Useful life, end of sale and support, picture"),
                _CATALOG,
            ),
        ),
    ),
    (
        gettext_lazy("Organization"),
        (
            Entry(
                "companies",
                "building-2",
                gettext_lazy("Companies"),
                gettext_lazy("Legal entities with currency and time zone"),
                _ORGANIZATION,
            ),
            Entry(
                "locations",
                "map-pin",
                gettext_lazy("Locations"),
                gettext_lazy("Sites, floors, rooms, stockrooms"),
                _ORGANIZATION,
            ),
            Entry(
                "departments",
                "network",
                gettext_lazy("Departments"),
                gettext_lazy("Teams that hold and answer for assets"),
                _ORGANIZATION,
            ),
            Entry(
                "people",
                "users",
                gettext_lazy("People"),
                gettext_lazy("Who holds and owns; none of them needs an account"),
                "organization.person.view",
            ),
            Entry(
                "suppliers",
                "store",
                gettext_lazy("Suppliers"),
                gettext_lazy("Who sells, leases, repairs, takes back"),
                "catalog.view",
            ),
            Entry(
                "cost_centers",
                "wallet",
                gettext_lazy("Cost centers"),
                gettext_lazy("Where the cost of an asset belongs"),
                _ORGANIZATION,
            ),
        ),
    ),
    (
        gettext_lazy("Access"),
        (
            Entry(
                "users",
                "user-cog",
                gettext_lazy("Users"),
                gettext_lazy("Accounts that can sign in, and what each of them may do where"),
                _ACCESS,
            ),
            Entry(
                "invitations",
                "mail",
                gettext_lazy("Invitations"),
                gettext_lazy("People who were asked to make an account, and with which role"),
                _ACCESS,
            ),
            Entry(
                "groups",
                "users",
                gettext_lazy("Groups"),
                gettext_lazy("Users that get the same roles together"),
                _ACCESS,
            ),
            Entry(
                "roles",
                "shield",
                gettext_lazy("Roles"),
                gettext_lazy("Named sets of permissions; five come with Assetry"),
                _ACCESS,
            ),
        ),
    ),
    (
        gettext_lazy("Installation"),
        (
            Entry(
                "report_schedules",
                "send",
                gettext_lazy("Reports by mail"),
                gettext_lazy("Saved views that are sent on a schedule, and to whom"),
                "views.share",
            ),
            Entry(
                "system",
                "stethoscope",
                gettext_lazy("State of the installation"),
                gettext_lazy("What is wrong and what to do, versions and sizes"),
                "system.view",
            ),
        ),
    ),
)


@page(Open.SIGNED_IN)
def settings(request: AssetryRequest) -> HttpResponse:
    """The places, or those that hold what was typed. Raises NotPermitted for whoever has nothing to set."""
    if not any(request.actor.may(permission) for permission in navigation.SETS):
        raise NotPermitted(permission=_CATALOG)
    text = request.GET.get("q", "").strip()[:80]
    panels = _panels(request.actor, text)
    columns = [panels[place::2] for place in (0, 1)]
    content = OverviewPage(
        title=_("Settings"),
        summary=_("What is shared by all pages. Every change is kept with who made it."),
        bands=[Band(left=columns[0], right=columns[1], even=True)] if panels else [],
        empty=None if panels else _nothing(text),
    )
    return answer(request, "access/settings.html", content, context={"query": text})


def _panels(actor: Actor, text: str) -> list[Panel]:
    panels = []
    for title, entries in SECTIONS:
        items = [
            TodoItem(icon=entry.icon, title=entry.label, text=entry.text, url=route_url(entry.route))
            for entry in entries
            if actor.may(entry.permission) and _holds(entry, text)
        ]
        if items:
            panels.append(Panel(title=title, blocks=(Todo(items=items),)))
    return panels


def _holds(entry: Entry, text: str) -> bool:
    words = name_sort(f"{entry.label} {entry.text}")
    return all(word in words for word in name_sort(text).split())


def _nothing(text: str) -> State:
    return replace(
        State(icon="search-x", title=_("No setting is called that"), text=""),
        text=_("“%(text)s” is in no setting’s name or description. Try a shorter word.") % {"text": text},
    )
