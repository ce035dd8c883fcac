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
NAMED = {name: places for name, places in OF_A_COMPANY.items() if name != "tag_scheme"}
# Who may manage access sees all of it, with the companies that grants name, as on the pages of users.
GRANTS = "exports/grant"
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
    """Every word that this somebody must never read. A company's row names the company right above it."""
    things = {name: corners for name, corners in world.things.items() if name != "tag_scheme"}
    seen = [one for corner, one in things["company"].items() if sees(principal, "company", corner)]
    above = {company.parent.name for company in seen if company.parent}
    hidden = {word_of(e, c) for e, corners in things.items() for c in corners if not sees(principal, e, c)}
    return hidden - above


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
    asked = [f"/{pattern}" for pattern in WHOLE_PAGES if pattern != GRANTS]
    asked += [f"/{pattern}?q=Canary" for pattern in WHOLE_PAGES if pattern != GRANTS]
    asked += [f"/_options/{entity}?q=Canary" for entity in NAMED]
    told = {where: browser.get(where).getvalue().decode(errors="replace") for where in asked}
    told |= {
        f"api {q}": str(caller.get(f"/search?q={q}").data) for q in ("Canary", "CanaryAsset", "T-Canary")
    }
    wrong = {where: words_in(text) & hidden for where, text in told.items() if words_in(text) & hidden}
    record_property("cells", len(told))
    assert wrong == {}


@EACH
def test_a3_an_export_is_the_list(world: World, principal: str) -> None:
    browser, found, wanted = world.page(principal), {}, {}
    for entity in NAMED:
        answer = browser.get(f"/exports/{entity}?columns=name&format=csv")
        text = answer.getvalue().decode(errors="replace") if answer.status_code == 200 else ""
        found[entity], wanted[entity] = words_in(text), expected(world, principal, entity)
    assert found == wanted
