"""A3, A9: what lists, their totals, counts, search, exports and choices come to, in each way to be limited.

Snipe-IT CVE-2026-48492 (a choice lists everybody), Nautobot GHSA-qmjf-wc2h-6x3q, GLPI CVE-2023-23610 (export of
anything). Each thing has a word of its own: exactly the words of what somebody sees come, and no sum counts more.
"""

import re
from typing import Any

import pytest

from tests.attack.test_a5_web_matrix import OURS
from tests.support.scopes import OF_A_COMPANY, PRINCIPALS, World, make_world, sees, word_of

pytestmark = pytest.mark.django_db
NAMED = {
    name: places
    for name, places in OF_A_COMPANY.items()
    if name not in {"tag_scheme", "coverage", "relation", "allocation"}  # these have no name of their own
}
WHOLE_PAGES = [
    pattern
    for pattern, view in OURS.items()
    if "<" not in pattern and "GET" in view.route_methods and not pattern.startswith(("_ui", "accounts"))
]


# The suite asks for these, the soak for all.
SAMPLE = ("none", "location")
EACH = pytest.mark.parametrize(
    "principal",
    [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.soak) for name in PRINCIPALS],
)


@pytest.fixture
def world(db: None) -> World:
    return make_world(with_files=False)


def words_in(text: str) -> set[str]:
    """The words of things that stand in a text; a tag has its asset's."""
    return set(re.findall(r"Canary[A-Z][a-z]+[A-Z][a-z]+", text))


def expected(world: World, principal: str, entity: str) -> set[str]:
    return {word_of(entity, corner) for corner in world.things[entity] if sees(principal, entity, corner)}


def forbidden(world: World, principal: str) -> set[str]:
    """Every word that this somebody must never read."""
    things = {name: corners for name, corners in world.things.items() if name != "tag_scheme"}
    return {word_of(e, c) for e, corners in things.items() for c in corners if not sees(principal, e, c)}


@EACH
def test_a3_lists_of_the_api_and_their_totals(world: World, principal: str, record_property: Any) -> None:
    caller, wrong = world.caller(principal), []
    for entity, (_page, path, *_more) in NAMED.items():
        answer = caller.get(f"/{path}?count=true&limit=100")
        items = answer.data.get("items", [])
        wanted = expected(world, principal, entity)
        found = {word for word in words_in(str([item.get("name") for item in items])) if word in wanted}
        if answer.status == 403 and not wanted:
            continue
        own_site = sum(1 for item in items if not words_in(str(item.get("name"))))
        if (found, answer.data["total"]) != (wanted, len(wanted) + own_site):
            wrong.append((path, answer.status, found ^ wanted, answer.data["total"]))
    record_property("cells", len(NAMED))
    assert wrong == []


@EACH
def test_a3_no_page_sum_choice_search_or_file_names_more(
    world: World, principal: str, record_property: Any
) -> None:
    caller, browser, hidden = world.caller(principal), world.page(principal), forbidden(world, principal)
    asked = [f"/{pattern}" for pattern in WHOLE_PAGES]
    asked += [f"/{pattern}?q=Canary" for pattern in WHOLE_PAGES]
    asked += [f"/_options/{entity}?q=Canary" for entity in NAMED]
    told = {where: browser.get(where).getvalue().decode(errors="replace") for where in asked}
    told |= {
        f"api {q}": str(caller.get(f"/search?q={q}").data) for q in ("Canary", "CanaryAsset", "T-Canary")
    }
    wrong = {where: words_in(text) & hidden for where, text in told.items() if words_in(text) & hidden}
    record_property("cells", len(told))
    assert wrong == {}


def test_a3_a_company_names_the_one_above_it_only_to_who_sees_that(world: World) -> None:
    """On its page, in the list, in a file, by the API and in a report."""
    child, above = world.things["company"]["child"], word_of("company", "plain")
    report = "/companies?look=report&group=parent"
    asked = [f"/companies/{child.public_id}", "/companies", "/exports/company?format=csv", report]
    found: dict[str, list[bool]] = {}
    for principal in ("own", "child"):
        browser, caller = world.page(principal), world.caller(principal)
        told = [browser.get(where).getvalue().decode() for where in asked]
        told += [str(caller.get(where).data) for where in (f"/companies/{child.public_id}", "/companies")]
        found[principal] = [above in text for text in told]
    assert found == {"own": [True] * 6, "child": [False] * 6}


def test_a3_grants_are_those_of_what_somebody_manages(world: World) -> None:
    own, child, other = (
        world.page(name).get("/exports/grant?format=csv").getvalue().decode()
        for name in ("own", "child", "other")
    )
    names = [word_of("company", corner) for corner in ("plain", "child", "other")]
    assert [[name in text for name in names] for text in (own, child, other)] == [
        [True, True, False],
        [False, True, False],
        [False, False, True],
    ]


@EACH
def test_a3_an_export_is_the_list(world: World, principal: str) -> None:
    browser, found, wanted = world.page(principal), {}, {}
    for entity in NAMED:
        answer = browser.get(f"/exports/{entity}?columns=name&format=csv")
        text = answer.getvalue().decode(errors="replace") if answer.status_code == 200 else ""
        found[entity], wanted[entity] = words_in(text), expected(world, principal, entity)
    assert found == wanted
