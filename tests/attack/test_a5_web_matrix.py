"""A1, A5, A9: every page × method × role × own / other / no company, made from the routes: none can be forgotten."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assetry.domain.assets.models import TagScheme
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entities, permissions
from assetry.platform.audit.signed import signed
from assetry.web.routes import Open
from tests.attack.trails import trail
from tests.cast import Cast
from tests.factories import (
    make_allocation,
    make_asset,
    make_contract,
    make_coverage,
    make_department,
    make_entitlement,
    make_license,
    make_location,
    make_model,
    make_person,
    make_relation,
)

pytestmark = pytest.mark.django_db

ROLES = ("administrator", "asset_manager", "technician", "auditor", "employee", "stranger")
# Who sees most, who sees another company, who sees least; the soak has all of them look at everything.
LOOKING = ("administrator", "stranger", "employee")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOBODY = "0123456789AB"
WORDS = {
    "entity": "asset",
    "kind": "hardware",
    "group": "systems-cloud",
    "code": "inventory",
    "name": "button",
    "layout": "a4",
    "source": "in_stock",
    "target": "in_use",
    "sha256": "0" * 64,
    "number": "2",
    "work": "edit",
}


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """(address, view) of every page; the API has its own matrix."""
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield pattern, one.callback
        elif not pattern.startswith("api/"):
            yield from routes(one, pattern)


ROUTES = dict(routes(get_resolver()))
OURS = {pattern: view for pattern, view in ROUTES.items() if hasattr(view, "route_methods")}
GUARDED = {pattern: view for pattern, view in OURS.items() if view.route_permission != Open.SIGNED_IN}
POSTED = [pattern for pattern, view in OURS.items() if "POST" in view.route_methods]
OF_ONE = [pattern for pattern in OURS if "<str:public_id>" in pattern]


def address(pattern: str, public_id: str = NOBODY) -> str:
    """The pattern with its gaps filled."""
    words = {**WORDS, "public_id": public_id, "user_id": public_id, "file_id": NOBODY}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda gap: words[gap[1]], pattern)


def signed_in(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def ask(client: Client, method: str, where: str) -> Any:
    return client.generic(method, where)


def test_a5_every_page_declares_a_permission_that_exists() -> None:
    known = {*Open, *(info.code for info in permissions())}
    assert [pattern for pattern, view in ROUTES.items() if view.route_permission not in known] == []


def test_a9_what_is_public_is_sign_in_health_and_the_catalogue_of_components() -> None:
    public = {pattern for pattern, view in ROUTES.items() if view.route_permission == Open.PUBLIC}
    assert all(
        pattern == "health"
        or pattern.startswith(("accounts/", "_ui/", "reminders/link/", "calendar/", "unsubscribe/"))
        for pattern in public
    )


def asked(client: Client, *, allowed: bool = True) -> Iterator[tuple[str, Any]]:
    """("GET assets", answer) for every page and each of its methods, or each of the other ones."""
    for pattern, view in OURS.items():
        for method in METHODS:
            if (method in view.route_methods) is allowed:
                yield f"{method} {pattern}", ask(client, method, address(pattern))


def test_a9_who_is_not_signed_in_is_asked_to() -> None:
    answers = {name: answer.headers.get("Location", "") for name, answer in asked(Client())}
    assert [name for name, where in answers.items() if not where.startswith("/accounts/sign-in/")] == []


def test_a5_other_methods_are_not_allowed(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    answers = {name: answer.status_code for name, answer in asked(client, allowed=False)}
    assert {name: status for name, status in answers.items() if status != 405} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a5_who_lacks_the_permission_is_refused_and_nobody_else(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    lacking = {pattern for pattern, view in GUARDED.items() if not actor.may(view.route_permission)}
    answers = {name: answer.status_code for name, answer in asked(signed_in(cast, role))}
    guarded = {name: status for name, status in answers.items() if name.split(" ", 1)[1] in GUARDED}
    refused = {name for name, status in guarded.items() if status == 403}
    assert refused == {name for name in guarded if name.split(" ", 1)[1] in lacking}
    assert {name: status for name, status in answers.items() if status >= 500} == {}


@pytest.fixture
def theirs(cast: Cast) -> list[Any]:
    """One of everything that belongs to the first company."""
    company = cast.company
    with signed("test"):
        contract = make_contract(company, "Canary")
        license_ = make_license(company, "Canary")
        return [
            company,
            make_asset(company, name="Canary"),
            make_location(company, "Canary"),
            make_department(company, "Canary"),
            make_person(company, "Canary"),
            CostCenter.objects.create(company=company, code="Canary", name="Canary", name_sort="canary"),
            TagScheme.objects.create(company=company, category=make_model().category, prefix="Canary"),
            contract,
            make_coverage(contract, make_asset(company, name="Canary")),
            make_relation(make_asset(company, name="Canary"), make_asset(company, name="Canary")),
            license_,
            make_entitlement(license_, 3),
            make_allocation(license_, person=make_person(company, "Canary too")),
        ]


def body(answer: Any, public_id: str) -> str:
    """The page without what differs by the question or the clock."""
    text = answer.content.decode(errors="replace").replace(public_id, NOBODY)
    return re.sub(r'(csrf[^"]*"[^"]*value="|nonce="|X-CSRFToken[^:]*:\s*&?\w*;?)[^"&]*', r"\1", text)


def at_home(pattern: str, rows: list[Any]) -> list[Any]:
    """Those of the rows whose own pages a route is among; where that is nobody's, the first few."""
    homes = {
        entity.table: reverse(entity.url_name, kwargs={"public_id": NOBODY}).partition(NOBODY)[0].lstrip("/")
        for entity in entities()
        if entity.url_name in get_resolver().reverse_dict
    }
    found = [row for row in rows if pattern.startswith(homes.get(row._meta.db_table, "-"))]
    return found or rows[:3]


@pytest.mark.parametrize(
    "rows_for", [at_home, pytest.param(lambda _pattern, rows: rows, marks=pytest.mark.soak)]
)
def test_a1_another_company_s_is_answered_as_what_does_not_exist(
    cast: Cast, theirs: list[Any], rows_for: Callable[[str, list[Any]], list[Any]]
) -> None:
    """Each route is asked about what it is for; the soak asks each about everything."""
    client, before, wrong = signed_in(cast, "stranger"), trail(), []
    for pattern, method in ((p, m) for p in OF_ONE for m in OURS[p].route_methods):
        absent = ask(client, method, address(pattern))
        for row in rows_for(pattern, theirs):
            answer = ask(client, method, address(pattern, row.public_id))
            same = answer.status_code == absent.status_code and answer.status_code in {403, 404}
            longer = abs(len(body(answer, row.public_id)) - len(body(absent, NOBODY)))
            if not same or longer > 64 or "Canary" in answer.content.decode(errors="replace"):
                wrong.append((method, pattern, row, answer.status_code))
    assert wrong == []
    assert trail() == before


def test_a1_no_page_of_another_company_s_manager_names_it(cast: Cast, theirs: list[Any]) -> None:
    client, wrong = signed_in(cast, "stranger"), []
    queries = ("", "?q=Canary", f"?company={cast.company.public_id}", f"?location={theirs[2].public_id}")
    lists = [p for p, view in OURS.items() if "<" not in p and "GET" in view.route_methods]
    for pattern, query in ((pattern, query) for pattern in lists for query in queries):
        content = client.get(address(pattern) + query).getvalue().decode()
        shown = re.sub(r"q=Canary|q%3DCanary|value=\"Canary\"|“Canary”|&quot;Canary&quot;", "", content)
        if "Canary" in shown or "Larkfield" in shown:
            wrong.append(pattern + query)
    assert wrong == []


@pytest.mark.parametrize(
    "role",
    [role if role in LOOKING else pytest.param(role, marks=pytest.mark.soak) for role in ROLES],
)
def test_c12_looking_changes_nothing(cast: Cast, theirs: list[Any], role: str) -> None:
    client, before = signed_in(cast, role), trail()
    for pattern in (pattern for pattern, view in OURS.items() if "GET" in view.route_methods):
        some = at_home(pattern, theirs)[:1] if pattern in OF_ONE else []
        for public_id in (NOBODY, *(row.public_id for row in some)):
            assert client.get(address(pattern, public_id)).status_code < 500, pattern
    assert trail() == before


def test_c12_a_forged_form_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("administrator"))
    answers = {pattern: client.post(address(pattern)).status_code for pattern in POSTED}
    assert {pattern: status for pattern, status in answers.items() if status != 403} == {}


FILTERS = [
    'password__startswith eq "a"',
    'holder_person__user__password contains "a"',
    'company__grants__role eq "1"',
    'pk gt "0"',
    'id eq "1"',
    'custom__x eq "1"',
    'version gt "0"',
    'name__regex eq ".*"',
    'asset_tag regex ".*"',
    'holder.password eq "x"',
    'holder.user.email eq "x"',
    'public_id eq "A"',
    'container_root eq "A"',
    '__class__ eq "x"',
    'search eq "x"',
]


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("where", ["/assets", "/people", "/settings/users"])
def test_a8_a_filter_names_described_fields_only(cast: Cast, where: str, text: str) -> None:
    answer = signed_in(cast, "administrator").get(where, {"filter": text})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or "cannot be read" in answer.content.decode()


@pytest.mark.parametrize(
    "sort", ["password", "-holder_person__name", "name_sort)--", "id", "company__name", "?"]
)
def test_a8_a_list_sorts_by_declared_columns_only(cast: Cast, sort: str) -> None:
    client = signed_in(cast, "administrator")
    assert client.get("/assets", {"sort": sort}).status_code in {200, 400}
    assert client.get("/people", {"sort": sort}).status_code in {200, 400}
