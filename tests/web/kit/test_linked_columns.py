"""Columns of what rows refer to: chosen, shown, taken away; what the reader may not see there stays empty."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.people import make_role, make_user
from tests.factories import make_asset, make_department, make_location, make_model, make_person
from tests.web.assets.support import client_of, text_of
from tests.web.kit.test_exporting import exported

pytestmark = pytest.mark.django_db
COLUMNS = "model.number,model.manufacturer,model.end_of_support_on,holder.department,location.country"
HEADS = (
    "Model: Model number",
    "Model: Manufacturer",
    "Model: End of support",
    "Holder: Department",
    "Location: Country",
)


@pytest.fixture
def assets(cast: Cast) -> Any:
    """Two assets with everything, and a bare one."""
    with signed("test"):
        sales = make_department(cast.company, "Sales")
        model = make_model("Latitude", number="5450", end_of_support_on=date(2027, 6, 30))
        held: dict[str, Any] = {
            "model": model,
            "manufacturer": model.manufacturer,
            "category": model.category,
            "holder_person": make_person(cast.company, "Ana", department=sales),
            "location": make_location(cast.company, "Berlin", country="DE"),
        }
        made = [make_asset(cast.company, **held), make_asset(cast.company, **held)]
        make_asset(cast.company)
    return made


def test_it_stands_in_the_list_and_costs_one_statement_a_reference(cast: Cast, assets: Any) -> None:
    client = client_of(cast, "technician")
    counts = []
    for one in (f"?filter=asset_tag+eq+%22{assets[0].asset_tag}%22&", "?"):
        client.get(f"/assets{one}columns={COLUMNS}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/assets{one}columns={COLUMNS}")
        counts.append(len(queries))
    shown = text_of(page)
    for words in (*HEADS, "5450", assets[0].model.manufacturer.name, "30 Jun 2027", "Sales", "DE"):
        assert words in shown
    with CaptureQueriesContext(connection) as plain:
        client.get("/assets?columns=model,holder,location")
    assert counts[1] <= counts[0] + 1
    assert counts[1] == len(plain) + 3


def test_the_chooser_offers_them(cast: Cast) -> None:
    shown = client_of(cast, "technician").get("/views/columns?list=asset&at=%2Fassets").content.decode()
    for name, head in zip(COLUMNS.split(","), HEADS, strict=True):
        assert f'value="{name}"' in shown
        assert head in shown


@pytest.mark.parametrize(
    "name", ["model.secret", "model.manufacturer.name", "name.name", "model.custom", "."]
)
def test_what_is_none_is_a_400(cast: Cast, name: str) -> None:
    assert client_of(cast, "technician").get(f"/assets?columns={name}").status_code == 400


def test_they_leave_as_a_file(cast: Cast, assets: Any) -> None:
    rows = exported(client_of(cast, "auditor"), f"?columns={COLUMNS},cost_amount")
    told = [[row[head] for head in HEADS] for row in rows]
    maker = assets[0].model.manufacturer.name
    assert told == [["5450", maker, "2027-06-30", "Sales", "DE"]] * 2 + [[""] * 5]
    whole: Any = client_of(cast, "auditor").get(f"/exports/asset?columns={COLUMNS}&format=json")
    assert json.loads(b"".join(whole.streaming_content))[0]["model.end_of_support_on"] == "2027-06-30"


@pytest.fixture
def blind(cast: Cast) -> Client:
    """Who sees and exports assets, and no people."""
    with signed("test"):
        role = make_role("Blind", "assets.asset.view", "assets.asset.export")
        user = make_user("blind@example.com")
        Grant.objects.create(user=user, role=role, company=cast.company)
        compile_grants([user.pk])
    client = Client()
    client.force_login(user)
    return client


def test_what_the_reader_may_not_see_there_is_empty(cast: Cast, assets: Any, blind: Client) -> None:
    """A6: neither in the list nor in a file."""
    page = text_of(blind.get("/assets?columns=holder.department,model.number"))
    assert "Sales" not in page
    assert "5450" not in page
    rows = exported(blind, "?columns=holder.department,model.number")
    assert {(row["Holder: Department"], row["Model: Model number"]) for row in rows} == {("", "")}


def test_on_a_past_day_it_is_of_who_had_it_then(cast: Cast, assets: Any) -> None:
    page = text_of(
        client_of(cast, "technician").get(
            "/assets?as_of=2026-11-01&columns=holder.department,location.country"
        )
    )
    assert "Sales" in page
    assert "DE" in page
