"""`?format=csv` on a list: every row of its filter that one may take away, written by the one exporter."""

import csv
import io
from collections.abc import Callable

import openpyxl  # type: ignore[import-untyped]
import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.api.test_document import DOCUMENT
from tests.cast import Cast
from tests.factories import make_asset, make_person, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with signed("test"):
        made = [make_asset(cast.company, name=name) for name in ("=1+1", "Ünï “x”, y", "Plain")]
        make_asset(cast.other_company, name="Theirs")
    return made


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_all_rows_in_scope_escaped(caller: Callable[[str], Caller], assets: list[Asset]) -> None:
    sent = caller("asset_manager").get("/assets?format=csv&sort=name&columns=name,status")
    assert sent.status == 200
    assert sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sent.headers["Cache-Control"] == "no-store"
    assert "attachment" in sent.headers["Content-Disposition"]
    rows = lines(sent.data)
    assert [row["Name"] for row in rows] == ["'=1+1", "Plain", "Ünï “x”, y"]
    assert list(rows[0]) == ["ID in Assetry", "Name", "Status"]


def test_a_filter_narrows_and_every_field_comes_unasked(
    caller: Callable[[str], Caller], assets: list[Asset]
) -> None:
    rows = lines(caller("asset_manager").get('/assets?format=csv&filter=name eq "Plain"').data)
    assert [row["Name"] for row in rows] == ["Plain"]
    assert {"Tag", "Company", "Status"} < set(rows[0])


def test_a_workbook_holds_no_formula(caller: Callable[[str], Caller], assets: list[Asset]) -> None:
    sent = caller("asset_manager").get("/assets?format=xlsx&columns=name")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(sent.data)).active for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}


def test_each_list_has_it(caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        make_supplier("=Shop")
    assert "'=Shop" in [
        row["Name"] for row in lines(caller("administrator").get("/suppliers?format=csv").data)
    ]


def test_seeing_is_not_taking_away(cast: Cast, caller: Callable[[str], Caller], assets: list[Asset]) -> None:
    with signed("test"):
        make_asset(cast.company, holder_person=make_person(cast.company))
    refused = caller("employee").get("/assets?format=csv")
    assert (refused.status, refused.data["code"]) == (403, "not_permitted")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=10", "limit"),
        ("cursor=last", "cursor"),
        ("count=true", "count"),
        ("as_of=2026-01-01", "as_of"),
        ("columns=name,passwords", "columns"),
        ("colums=name", "colums"),
    ],
)
def test_what_no_file_has_is_refused_by_name(caller: Callable[[str], Caller], query: str, field: str) -> None:
    refused = caller("asset_manager").get(f"/assets?format=csv&{query}")
    assert (refused.status, [one["field"] for one in refused.data["errors"]]) == (422, [field])


def test_a_filter_that_cannot_be_read_names_the_part(caller: Callable[[str], Caller]) -> None:
    refused = caller("asset_manager").get('/assets?format=csv&filter=nme eq "1"')
    assert refused.status == 400
    assert "nme" in refused.data["detail"]


def test_the_document_says_so() -> None:
    content = DOCUMENT["paths"]["/api/v1/assets"]["get"]["responses"][200]["content"]
    assert {"application/json", "text/csv; charset=utf-8"} < set(content)
