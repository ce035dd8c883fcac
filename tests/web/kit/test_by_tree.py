"""A list as a tree of places: exact figures with what lies below, each a link to its rows."""

import re
from html import unescape

import pytest

from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_person
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(cast: Cast) -> None:
    """Berlin with a room, Paris without anything, one asset nowhere."""
    with signed("test"):
        berlin = make_location(cast.company, "Berlin")
        room = make_location(cast.company, "Room 1", parent=berlin)
        make_location(cast.company, "Paris")
        make_asset(cast.company, name="Switch", location=berlin)
        make_asset(cast.company, name="Laptop", location=room)
        make_asset(cast.company, name="Screen", location=room)
        make_asset(cast.company, name="Lost laptop")
        make_person(cast.company, "Ana", location=room)


def figures(page: str) -> list[tuple[str, str, str]]:
    """(name, figure, address of the figure) of each node."""
    nodes = re.findall(r'<a class="link" href="[^"]*">([^<]+)</a></span><span class="num">(.*?)</span>', page)
    return [
        (name, re.sub("<.*?>", "", cell).strip(), unescape(re.findall('href="([^"]+)"', cell)[0]))
        for name, cell in nodes
    ]


@pytest.mark.usefixtures("places")
def test_each_place_counts_what_lies_below_it(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    found = figures(client.get("/assets", {"look": "tree"}).content.decode())
    assert [(name, n) for name, n, _url in found] == [("Berlin", "3"), ("Room 1", "2"), ("None", "1")]
    for _name, n, url in found:
        rows = client.get(url).content.decode()
        assert rows.count('name="ids"') == int(n), url


@pytest.mark.usefixtures("places")
def test_a_filter_narrows_the_tree_and_stays_in_its_links(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    found = figures(
        client.get("/assets", {"look": "tree", "filter": 'name contains "laptop"'}).content.decode()
    )
    assert [(name, n) for name, n, _url in found] == [("Berlin", "1"), ("Room 1", "1"), ("None", "1")]
    assert "laptop" in found[0][2]
    assert client.get(found[0][2]).content.decode().count('name="ids"') == 1


@pytest.mark.usefixtures("places")
def test_another_company_s_places_are_not_there(cast: Cast) -> None:
    page = client_of(cast, "stranger").get("/assets", {"look": "tree"})
    assert page.status_code == 200
    assert "Berlin" not in text_of(page)


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    page = client_of(cast, "asset_manager").get("/assets", {"look": "tree"})
    assert page.status_code == 200
    assert 'class="tree"' not in page.content.decode()
