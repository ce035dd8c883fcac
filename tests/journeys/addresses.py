"""Every page of the application, from its routes: a page that nobody thought of here is walked all the same."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assetry.domain.access.models import Role
from assetry.domain.assets.kinds.registry import GROUPS
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.registry import entities
from assetry.platform.permissions.actor import Actor
from tests.journeys.register import Register

# Routes that answer no page of their own to GET, and where they are seen instead.
NO_PAGE = {
    "counts": "a fragment of the sidebar, loaded by every page",
    "options": "choices of a combobox, opened in the journeys",
    "holder_options": "choices of a combobox, opened in the journeys",
    "view_counts": "fragments of the tabs, loaded by every list",
    "next_tag": "a fragment of the form of a tag scheme",
    "health": "a word for machines; see tests/web/system",
    "resolve_code": "leads on to an asset or the search",
    "asset_qr": "leads on to an asset",
    "assets_check_out": "needs a selection; see test_selections.py",
    "assets_check_in": "needs a selection; see test_selections.py",
    "assets_transfer": "needs a selection; see test_selections.py",
    "assets_change_status": "needs a selection; see test_selections.py",
    "labels": "needs a selection; see test_selections.py",
    "activity_export": "a file",
    "bulk_file": "a file that a job made",
    "subscribe_again": "only posted to, from the page of unsubscribing",
    "mfa_login_webauthn": "what the browser signs, as JSON",
    "mfa_deactivate_totp": "needs an app; see test_accounts.py",
    "mfa_view_recovery_codes": "needs an app; see test_accounts.py",
    "mfa_generate_recovery_codes": "needs an app; see test_accounts.py",
    "mfa_add_webauthn": "needs https; see tests/attack/test_c4_passkeys.py",
    "mfa_edit_webauthn": "needs a passkey; see tests/attack/test_c4_passkeys.py",
    "mfa_remove_webauthn": "needs a passkey; see tests/attack/test_c4_passkeys.py",
    "mfa_reauthenticate_webauthn": "needs a passkey; see tests/attack/test_c4_passkeys.py",
}
# Pictures and downloads.
FILES = (".csv", ".ics", ".pdf", ".png", ".webp", ".json", "<str:file_id>", "/preview")
# Walked by test_catalogue.py; the API has no pages, lists as files have none either (tests/platform/exports).
ELSEWHERE = ("api/", "_ui/", "exports/")
type Visit = tuple[Mapping[str, str], Mapping[str, str]]


def routes() -> Iterator[tuple[str, str]]:
    """(pattern, name) of every route that answers GET with a page."""
    for pattern, route in _walk(get_resolver()):
        is_page = "GET" in getattr(route.callback, "route_methods", ("GET",))
        is_page = is_page and not pattern.startswith(ELSEWHERE) and not pattern.endswith(FILES)
        if is_page and route.name not in NO_PAGE and not _is_twin(str(route.name)):
            yield pattern, str(route.name)


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, pattern)
        else:
            yield pattern, one


def _is_twin(name: str) -> bool:
    """Pages of files are made alike for every entity: those of an asset stand for all."""
    return name.endswith(("_file_attach", "_file_remove")) and not name.startswith("asset_")


def area_of(pattern: str) -> str:
    """What one test walks: `people/<str:public_id>/edit` belongs to `people`."""
    return pattern.partition("/")[0] or "home"


def areas() -> list[str]:
    """All of them."""
    return sorted({area_of(pattern) for pattern, _name in routes()})


def addresses(register: Register, actor: Actor, area: str) -> list[str]:
    """The addresses of an area as the actor finds them: each route, in each state that is worth a look."""
    known = _visits(register)
    return [
        _address(pattern, name, visit, register, actor)
        for pattern, name in routes()
        if area_of(pattern) == area
        for visit in known.get(name, [({}, {})])
    ]


def _visits(register: Register) -> dict[str, list[Visit]]:
    """Per route its arguments and its query, visit by visit. A route that is not named here is visited once."""

    def of(thing: Any, **query: str) -> Visit:
        return {"public_id": thing.public_id}, query

    def asking(**query: str) -> Visit:
        return {}, query

    it, hardware = register, AssetKind.objects.get(code="hardware")
    never, earlier = asking(q="nothing is called so"), {"as_of": "2026-11-01"}
    kinds: list[Visit] = [({"kind": kind}, {}) for kind in ("hardware", "subscription", "information")]
    lists = [asking(), asking(filters="1"), never]
    return {
        "assets": [*lists, asking(peek=it.held.public_id), asking(**earlier), asking(filter="status eq")],
        "people": lists,
        "assets_of_kind": kinds,
        "assets_of_group": [({"group": group}, {}) for group in GROUPS],
        "asset_create": kinds,
        "costs_cloud_days": [asking(asset=it.held.public_id)],
        "asset_create_from_file": [({"kind": "certificate"}, {})],
        "register": [({"code": "inventory"}, {}), ({"code": "arrangements"}, {})],
        "asset": [
            of(asset) for asset in (it.ready, it.held, it.rack, it.retired, it.subscription, it.information)
        ]
        + [of(it.held, **earlier)],
        "asset_timeline": [of(it.held), of(it.subscription)],
        "asset_custody": [of(it.held), of(it.subscription)],
        "asset_relations": [of(it.held)],
        "asset_check_out": [of(it.ready), of(it.held)],
        "asset_change_status": [of(it.rack)],
        "asset_edit": [of(it.held), of(it.subscription), of(it.information)],
        "palette": [asking(), asking(q="LT"), never],
        "person": [of(it.holder)],
        "kind_move": [({"public_id": hardware.public_id, "source": "in_stock", "target": "in_use"}, {})],
        "role_edit": [of(Role.objects.get(name="Stock keeper"))],
        "account_link": [({"text": "no-link"}, {})],
        "account_invitation": [({"text": it.invitation}, {}), ({"text": "no-link"}, {})],
        "asset_file_remove": [({"public_id": it.held.public_id, "file_id": it.file.public_id}, {})],
        "import_columns": [of(it.read)],
        "import_row": [({"public_id": it.checked.public_id, "number": "4"}, {})],
        "bulk_run": [of(it.previewed), of(it.changed)],
        "bulk_fields": [of(it.previewed)],
        "bulk_rows": [of(it.previewed, outcome="change")],
        "comment_edit": [of(it.talk["comment"])],
        "comment_remove": [of(it.talk["comment"])],
        "inbox": [asking(), asking(shelf="done")],
        "inbox_snooze": [of(it.talk["task"])],
        "inbox_delegate": [of(it.talk["task"])],
        "reminder_create": [asking(), asking(what="asset.warranty_ends_on")],
        "reminder_link": [({"text": "no-link"}, {})],
        "unsubscribe": [({"text": "no-link"}, {})],
        "reminder": [of(it.talk["policy"])],
        "reminder_edit": [of(it.talk["policy"])],
        "reminder_delete": [of(it.talk["policy"])],
        "webhook": [of(it.talk["webhook"])],
        "webhook_edit": [of(it.talk["webhook"])],
        "view_create": [asking(list="asset", query="q=LT")],
        "view_columns": [asking(list="asset", at="/assets")],
        "view_edit": [of(it.view)],
        "view_delete": [of(it.view)],
        "report_create": [of(it.view)],
        "report_schedule": [of(it.schedule)],
        "report_edit": [of(it.schedule)],
        "report_delete": [of(it.schedule)],
        "import_dry_run": [of(it.checked)],
        "import_run": [of(it.queued), of(it.done)],
        "import_rows": [of(it.done, action=action) for action in ("create", "refuse", "update")],
    }


def _address(pattern: str, name: str, visit: Visit, register: Register, actor: Actor) -> str:
    kwargs, query = dict(visit[0]), visit[1]
    if "public_id>" in pattern and not kwargs:
        kwargs["public_id"] = _sample(name, register, actor)
    path = reverse(name, kwargs=kwargs)
    return f"{path}?{urlencode(query)}" if query else path


def _sample(route: str, register: Register, actor: Actor) -> str:
    """One of the entity that the route is named after: `person_edit` shows a person."""
    named = [entity for entity in entities() if f"{route}_".startswith(f"{entity.name}_")]
    assert named, f"{route}: say in _visits what it shows, or in NO_PAGE why it is no page"
    entity = max(named, key=lambda one: len(one.name))
    if entity.name == "asset":
        return register.held.public_id
    row = entity.visible_to(actor).order_by("pk").first()
    assert row is not None, f"{route}: there is no {entity.name} in the register of the walk"
    return str(row.public_id)
