"""Assets as a file from the page."""

import csv
import io

import pytest
from django.test import Client

from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    """The rows of the file."""
    answered = client.get(f"/exports/assets.csv{query}")
    assert answered.headers["Content-Disposition"].startswith("attachment")
    text = b"".join(answered.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def auditor(cast: Cast) -> Client:
    """Somebody who may export."""
    client = Client()
    client.force_login(cast.user("auditor"))
    return client


def test_it_holds_what_the_actor_may_export(cast: Cast, auditor: Client) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1")
        make_asset(cast.other_company, asset_tag="B-1")
    assert [row["Tag"] for row in exported(auditor, "?kind=hardware")] == ["A-1"]


def test_it_holds_what_the_filter_finds(cast: Cast, auditor: Client) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", order_number="X")
        make_asset(cast.company, asset_tag="A-2", order_number="Y")
    assert [row["Tag"] for row in exported(auditor, '?filter=order_number eq "Y"')] == ["A-2"]


def test_a_filter_that_cannot_be_read_is_refused(auditor: Client) -> None:
    assert auditor.get("/exports/assets.csv?filter=nonsense").status_code == 400


def test_an_employee_may_not_export(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("employee"))
    assert client.get("/exports/assets.csv").status_code == 403
