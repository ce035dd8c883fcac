"""The registers as pages: what is missing, and the way to fill it."""

import re
from html import unescape

import pytest

from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db


def test_each_figure_leads_to_its_rows(cast: Cast) -> None:
    with signed("test"):
        bare = make_asset(cast.company, name="Bare")
        make_asset(cast.company, name="Gone", status="Disposed")
    client = client_of(cast, "asset_manager")
    page = client.get("/registers/inventory").content.decode()
    lists = [unescape(url) for url in re.findall(r'href="(/assets\?filter=[^"]+)"', page)]
    assert len(lists) >= 3
    for url in lists:
        assert client.get(url).content.decode().count('name="ids"') == 1, url
    assert f"/assets/{bare.public_id}/edit#f-classification" in page
    assert f"/assets/{bare.public_id}/edit#f-owner_person" in page


def test_all_registers_stand_on_one_page_and_each_opens(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    urls = re.findall(r'href="(/registers/[a-z-]+)"', client.get("/registers").content.decode())
    assert len(set(urls)) == 3
    for url in set(urls):
        assert client.get(url).status_code == 200
        assert client.get(f"{url}.csv").headers["Content-Type"].startswith("text/csv")


def test_who_may_not_take_rows_away_gets_no_file(cast: Cast) -> None:
    client = client_of(cast, "employee")
    assert client.get("/registers/inventory.csv").status_code == 404
    assert "Nothing that you may see." in text_of(client.get("/registers"))


def test_another_register_is_not_found(cast: Cast) -> None:
    assert client_of(cast, "asset_manager").get("/registers/nothing").status_code == 404
