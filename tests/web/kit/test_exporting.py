"""Lists as files: the menu, the route of each entity, and what happens to a file that breaks off."""

import csv
import gzip
import html
import io
import json
import logging
import re
from typing import Any

import httpx
import openpyxl  # type: ignore[import-untyped]
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.people import make_role, make_user
from tests.factories import make_asset, make_location, make_person
from tests.platform.custom_fields.fields import define

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def content_of(answered: Any) -> bytes:
    assert answered.headers["Content-Disposition"].startswith("attachment")
    content = b"".join(answered.streaming_content)
    return gzip.decompress(content) if answered.headers.get("Content-Encoding") == "gzip" else content


def exported(client: Client, query: str = "", entity: str = "asset") -> list[dict[str, str]]:
    """The rows of the file."""
    text = content_of(client.get(f"/exports/{entity}{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def auditor(cast: Cast) -> Client:
    """Somebody who may export."""
    return client_of(cast, "auditor")


def test_it_holds_what_the_actor_may_export(cast: Cast, auditor: Client) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1")
        make_asset(cast.other_company, asset_tag="B-1")
    assert [row["Tag"] for row in exported(auditor, "?kind=hardware")] == ["A-1"]


def test_it_holds_what_filter_and_search_find(cast: Cast, auditor: Client) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", order_number="X")
        make_asset(cast.company, asset_tag="A-2", order_number="Y")
        make_asset(cast.company, asset_tag="B-2", order_number="Y")
    assert [row["Tag"] for row in exported(auditor, '?filter=order_number eq "Y"&q=a-2')] == ["A-2"]


@pytest.mark.parametrize(
    "query", ["filter=nonsense", "sort=holder_person__email", "sort=-", "format=exe", "filter=password eq 1"]
)
def test_a8_what_cannot_be_read_is_refused(auditor: Client, query: str) -> None:
    assert auditor.get(f"/exports/asset?{query}").status_code == 400


def test_a8_what_cannot_be_read_is_named(auditor: Client) -> None:
    answered = auditor.get('/exports/asset?filter=passwd eq "1"')
    assert "The filter cannot be read at “passwd”" in answered.content.decode()


def test_an_employee_may_not_export(cast: Cast) -> None:
    client = client_of(cast, "employee")
    assert [client.get(f"/exports/{name}").status_code for name in ("asset", "person", "user")] == [403] * 3


def test_a_list_offers_what_it_shows_as_a_file(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Berlin")
        make_location(cast.company, "Bern")
        make_location(cast.company, "Rome")
    client = client_of(cast, "asset_manager")
    page = client.get("/locations?q=ber&sort=-name&look=table").content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="(/exports/[^"]*)"', page)]
    formats = [re.findall(r"format=(\w+)", link)[0] for link in links]
    assert formats == ["csv", "xlsx", "json", "csv"]
    rows = list(csv.DictReader(io.StringIO(content_of(client.get(links[0])).decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["Bern", "Berlin"]
    book = openpyxl.load_workbook(io.BytesIO(content_of(client.get(links[1]))))
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["Bern", "Berlin"]
    assert [row["name"] for row in json.loads(content_of(client.get(links[2])))] == ["Bern", "Berlin"]
    assert len(rows[0]) < len(exported(client, links[3].partition("asset")[2], "location")[0])


def test_who_may_not_take_rows_away_is_offered_nothing(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
        user = make_user("looks")
        Grant.objects.create(user=user, role=make_role("Looks", "assets.asset.view"), company=cast.company)
        compile_grants([user.pk])
    client = Client()
    client.force_login(user)
    assert "/exports/" not in client.get("/assets").content.decode()
    assert client.get("/exports/asset").status_code == 403


BROKEN_ROW = 4_000


@pytest.fixture
def breaking_off(cast: Cast, live_server: LiveServer) -> Client:
    """A register whose export fails after some thousand rows: a number that is none, as only a fault could leave it."""
    define(cast.actor("administrator"), "Size", "number")
    with signed("test"):
        first = make_asset(cast.company, note="x" * 400)
        rows = [
            Asset(**{
                **{column.attname: getattr(first, column.attname) for column in Asset._meta.concrete_fields},
                "id": None, "public_id": f"{number:012d}", "asset_tag": f"N-{number}", "custom": {},
            })
            for number in range(BROKEN_ROW)
        ]  # fmt: skip
        rows[-1].custom = {"size": "no number"}
        Asset.objects.bulk_create(rows)
    return client_of(cast, "auditor")


@pytest.mark.django_db(transaction=True)
def test_a_file_that_breaks_off_does_not_look_whole(
    breaking_off: Client, live_server: LiveServer, caplog: pytest.LogCaptureFixture
) -> None:
    cookies = {name: morsel.value for name, morsel in breaking_off.cookies.items()}
    url = f"{live_server.url}/exports/asset?format=csv"
    with caplog.at_level(logging.ERROR), httpx.Client(cookies=cookies) as client:
        with client.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answered:
            assert answered.status_code == 200
            with pytest.raises(httpx.DecodingError):
                answered.read()
        assert client.get(url, headers={"Accept-Encoding": "identity"}).status_code == 500
    assert len([record for record in caplog.records if "broke off" in record.message]) == 1


def test_who_takes_nothing_compressed_gets_it_whole(cast: Cast) -> None:
    answered = client_of(cast, "auditor").get("/exports/asset", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answered.headers
    assert int(answered.headers["Content-Length"]) == len(content_of(answered))


def ticked(client: Client, **sent: Any) -> list[str]:
    """The names in the file of what is ticked in the list of people."""
    text = content_of(client.post("/exports/person/selected", sent)).decode("utf-8-sig")
    return [row["Name"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_what_is_ticked_comes_as_a_file_in_every_list(cast: Cast, auditor: Client) -> None:
    with signed("test"):
        ana, ben = make_person(cast.company, "=Ana"), make_person(cast.company, "Ben")
        other = make_person(cast.other_company, "Zoe")
    assert ticked(auditor, ids=[ana.public_id, other.public_id]) == ["'=Ana"]
    assert ticked(auditor, all="1", query='filter=name eq "Ben"', ids=[ana.public_id]) == [ben.name]
    assert ticked(auditor) == []
    assert "/exports/person/selected" in auditor.get("/people").content.decode()


def test_what_is_ticked_leaves_with_the_permission_alone(cast: Cast, auditor: Client) -> None:
    assert client_of(cast, "employee").post("/exports/asset/selected", {}).status_code == 403
    assert auditor.get("/exports/asset/selected").status_code == 405
    bad = auditor.post("/exports/person/selected", {"all": "1", "query": "filter=nme eq 1"})
    assert bad.status_code == 400
    assert auditor.post("/exports/person/selected", {"all": "1", "query": "sort=name"}).status_code == 404
