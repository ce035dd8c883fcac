"""Lists as tables: whatever is registered, its rows in scope, its references by what names them."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.models import Asset
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entities, entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.exports.exporting import permission_of, rows_to_export, table_of
from assetry.platform.exports.formats import FORMATS, pieces_of
from assetry.platform.filters.paging import SortInvalid, read_page, sort_of
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import actor_of, make_role, make_user
from tests.factories import make_asset, make_department, make_location, make_person, make_supplier

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def exported(
    actor: Actor, name: str = "asset", *, format_: str = "csv", filter_: str = "", **asked: Any
) -> bytes:
    entity = entity_named(name)
    rows = rows_to_export(actor, entity, filter_, today=TODAY)
    return b"".join(pieces_of(table_of(actor, entity, rows, **asked), FORMATS[format_]))


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def things(cast: Cast) -> Asset:
    """An asset with references of every sort, and the same in the other company."""
    with signed("test"):
        for company, mark in ((cast.other_company, "theirs"), (cast.company, "ours")):
            site = make_location(company, f"Site {mark}")
            ana = make_person(company, f"Ana {mark}", username=f"ana-{mark}", email=f"ana@{mark}.example")
            make_department(company, f"Lab {mark}")
            asset = make_asset(
                company,
                name=f"=Thing {mark}",
                holder_person=ana,
                owner_person=ana,
                status="In use",
                location=make_location(company, f"Room {mark}", site),
                supplier=make_supplier(f"Shop {mark}"),
                cost_center=CostCenter.objects.create(
                    company=company, code=f"C-{mark}", name="IT", name_sort="it"
                ),
                cost_amount=Decimal("1.5"),
                cost_currency="USD",
            )
    return asset


def count_of(content: bytes, format_: str) -> int:
    match format_:
        case "csv":
            return len(read(content))
        case "json":
            return len(json.loads(content))
    return len(list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())) - 1


@pytest.mark.parametrize("format_", FORMATS)
def test_every_registered_entity_is_written_in_every_format(cast: Cast, things: Asset, format_: str) -> None:
    actor = cast.actor("administrator")
    counts = {one.name: one.visible_to(actor).count() for one in entities()}
    assert {name: count_of(exported(actor, name, format_=format_), format_) for name in counts} == counts


def test_a10_no_file_has_a_column_of_a_secret(cast: Cast) -> None:
    for entity in entities():
        (headers,) = csv.reader([exported(cast.actor("administrator"), entity.name).decode().splitlines()[0]])
        assert not {str(field.label) for field in entity.fields if field.secret} & set(headers)


def test_a1_no_file_holds_another_company_s(cast: Cast, things: Asset) -> None:
    actor = cast.actor("stranger")
    open_ones = [one for one in entities() if not permission_of(one) or actor.may(permission_of(one))]
    files = {one.name: exported(actor, one.name).decode() for one in open_ones}
    files.pop("supplier")  # all companies share these
    assert {"asset", "person", "location", "department", "cost_center", "company"} <= files.keys()
    assert [name for name, text in files.items() if "ours" in text] == []


def test_references_are_named_as_an_import_reads_them(cast: Cast, things: Asset) -> None:
    (row,) = read(exported(cast.actor("asset_manager"), filter_='name contains "Thing"'))
    assert (row["Location"], row["Cost center"], row["Owner"]) == (
        "Site ours / Room ours",
        "C-ours",
        "ana-ours",
    )
    assert (row["Cost"], row["Currency"], row["Name"]) == ("1.50", "USD", "'=Thing ours")
    assert (row["Holder: user name"], row["Holder: e-mail"]) == ("ana-ours", "ana@ours.example")


def test_the_columns_are_those_of_the_view_and_the_id(cast: Cast, things: Asset) -> None:
    content = exported(
        cast.actor("asset_manager"), names=["serial_number", "cost_amount", "nothing", "status"]
    )
    assert list(read(content)[0]) == ["ID in Assetry", "Serial", "Cost", "Currency", "Status"]


def test_a9_addresses_stay_where_the_people_are_not_seen(cast: Cast, things: Asset) -> None:
    """People of another company are seen: that opens no address of this one."""
    with signed("test"):
        user = make_user("exporter")
        for company, role in (
            (cast.company, make_role("Exporter", "assets.asset.view", "assets.asset.export")),
            (cast.other_company, make_role("Looks at people", "organization.person.view")),
        ):
            Grant.objects.create(user=user, role=role, company=company)
        compile_grants([user.pk])
    actor = actor_of(user)
    text = exported(actor).decode()
    assert "Ana ours" in text
    assert "ana-ours" not in text
    assert "ana@ours" not in text


@pytest.mark.parametrize("sort", ["name", "-name", "purchased_on", "-purchased_on", "-asset_tag"])
def test_the_order_is_that_of_the_list(cast: Cast, things: Asset, sort: str) -> None:
    actor, entity = cast.actor("administrator"), entity_named("asset")
    with signed("test"):
        for day in (None, TODAY, None):
            make_asset(cast.company, name="B", purchased_on=day)
    ids = [row["ID in Assetry"] for row in read(exported(actor, sort=sort))]
    assert ids == [
        row.public_id for row in read_page(entity.visible_to(actor), sort_of(entity, sort), limit=50).rows
    ]


def test_a8_what_does_not_sort_is_refused(cast: Cast) -> None:
    with pytest.raises(SortInvalid):
        exported(cast.actor("asset_manager"), sort="holder_person__email")


def test_a_file_is_one_statement_whatever_its_rows(cast: Cast, things: Asset) -> None:
    actor = cast.actor("asset_manager")
    exported(actor)
    with CaptureQueriesContext(connection) as seen:
        exported(actor, names=["name", "location"])
    assert len(seen) == 1
