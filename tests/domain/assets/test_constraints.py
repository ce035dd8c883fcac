"""R1: facts that must never be false are the database's. Each constraint is broken by hand, past every operation."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assetry.domain.assets.models import Asset, Status
from assetry.domain.ledger.models import CostCenter
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import (
    make_asset,
    make_category,
    make_department,
    make_location,
    make_model,
    make_person,
)

pytestmark = pytest.mark.django_db


def execute(sql: str, *params: Any) -> None:
    """A statement past every operation; deferred constraints are asked at once."""
    with signed("test"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def broken_by(sql: str, *params: Any) -> str:
    """The name of the constraint that a statement breaks."""
    with pytest.raises(IntegrityError) as error:
        execute(sql, *params)
    return str(error.value).split('constraint "')[1].split('"')[0]


def set_column(asset: Asset, column: str, value: Any, table: str = "assets_asset", key: str = "id") -> str:
    return broken_by(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, asset.pk)


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="LT-1", serial_number="5CG0123")


@pytest.fixture
def foreign(cast: Cast) -> dict[str, int]:
    """One row of each sort in another company."""
    company = cast.other_company
    with signed("test"):
        center = CostCenter.objects.create(company=company, code="1", name="L", name_sort="l")
        rows = {
            "person": make_person(company),
            "department": make_department(company),
            "location": make_location(company),
            "asset": make_asset(company),
            "cost_center": center,
        }
    return {name: row.pk for name, row in rows.items()}


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("holder_person_id", "person"),
        ("holder_department_id", "department"),
        ("holder_asset_id", "asset"),
        ("container_root_id", "asset"),
        ("location_id", "location"),
        ("owner_person_id", "person"),
        ("owner_department_id", "department"),
        ("cost_center_id", "cost_center"),
    ],
)
def test_a2_no_asset_points_into_another_company(
    asset: Asset, foreign: dict[str, int], column: str, row: str
) -> None:
    assert set_column(asset, column, foreign[row]) == f"assets_asset_{column}_fk"


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("holder_person_id", "person"),
        ("holder_department_id", "department"),
        ("holder_asset_id", "asset"),
        ("location_id", "location"),
    ],
)
def test_a2_no_custody_points_into_another_company(
    asset: Asset, foreign: dict[str, int], column: str, row: str
) -> None:
    broken = set_column(asset, column, foreign[row], "assets_custody", "asset_id")
    assert broken == f"assets_custody_{column}_fk"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("assets_custody", "asset_id"),
        ("assets_statusperiod", "asset_id"),
        ("assets_assethardware", "asset_id"),
    ],
)
def test_a2_what_hangs_on_an_asset_is_of_its_company(cast: Cast, asset: Asset, table: str, key: str) -> None:
    assert set_column(asset, "company_id", cast.other_company.pk, table, key) == f"{table}_asset_id_fk"


def test_a2_an_identifier_is_of_its_asset_s_company(cast: Cast, asset: Asset) -> None:
    broken = broken_by(
        "INSERT INTO assets_assetidentifier (asset_id, company_id, scheme, value, value_key)"
        " VALUES (%s, %s, 'imei', '1', '1')",
        asset.pk,
        cast.other_company.pk,
    )
    assert broken == "assets_assetidentifier_asset_id_fk"


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("organization_location", "parent_id", "location"),
        ("organization_location", "manager_id", "person"),
        ("organization_department", "parent_id", "department"),
        ("organization_department", "head_id", "person"),
        ("organization_person", "department_id", "department"),
        ("organization_person", "location_id", "location"),
    ],
)
def test_a2_the_organization_stays_inside_its_company(
    cast: Cast, foreign: dict[str, int], table: str, column: str, row: str
) -> None:
    with signed("test"):
        own: dict[str, Any] = {
            "organization_location": make_location(cast.company),
            "organization_department": make_department(cast.company),
            "organization_person": make_person(cast.company),
        }
    assert set_column(own[table], column, foreign[row], table) == f"{table}_{column}_fk"


def test_an_asset_has_the_facet_of_its_kind(asset: Asset) -> None:
    foreign_keys = {"assets_asset_kind_id_fk", "assets_assethardware_facet_fk"}
    assert set_column(asset, "facet", "information") in foreign_keys


def test_a_wrong_facet_is_impossible(cast: Cast, asset: Asset) -> None:
    insert = (
        "INSERT INTO assets_assetinformation (asset_id, company_id, facet, holds_personal_data, legal_basis, purpose)"
        " VALUES (%s, %s, %s, false, '', '')"
    )
    assert broken_by(insert, asset.pk, cast.company.pk, "hardware") == "assetinformation_facet"
    assert broken_by(insert, asset.pk, cast.company.pk, "information") == "assets_assetinformation_facet_fk"


def test_a_category_is_of_the_asset_s_kind(asset: Asset) -> None:
    with signed("test"):
        chat = make_category(kind="subscription")
    assert set_column(asset, "category_id", chat.pk) == "assets_asset_category_id_fk"


def test_the_state_is_the_status_s(asset: Asset) -> None:
    assert set_column(asset, "state", "in_use") == "assets_asset_status_id_fk"
    assert set_column(asset, "status_id", Status.objects.get(name="In use").pk) == "assets_asset_status_id_fk"


def test_a_state_is_one_of_ten(asset: Asset) -> None:
    assert set_column(asset, "state", "eaten") == "asset_state_known"


def test_the_manufacturer_is_the_model_s(asset: Asset) -> None:
    with signed("test"):
        model, other = make_model(), make_model()
    update = "UPDATE assets_asset SET model_id = %s, manufacturer_id = %s WHERE id = %s"
    assert broken_by(update, model.pk, other.manufacturer_id, asset.pk) == "assets_asset_model_id_fk"
    assert broken_by(update, model.pk, None, asset.pk) == "asset_model_has_manufacturer"


def test_a_tag_is_once_in_a_company_and_not_empty(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        second = make_asset(cast.company)
    assert set_column(second, "asset_tag", "LT-1") == "asset_tag_unique"
    assert set_column(second, "asset_tag", "lt-1") == "asset_tag_unique"
    assert set_column(second, "asset_tag", "") == "asset_tag_not_empty"


def test_a_serial_number_is_once_while_not_disposed(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        second, gone = make_asset(cast.company), make_asset(cast.company, status="Disposed")
        Asset.objects.filter(pk=gone.pk).update(serial_key="5CG0123")
    assert set_column(second, "serial_key", "5CG0123") == "asset_serial_unique"


def test_an_asset_has_one_owner_and_a_cost_has_a_currency(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, team = make_person(cast.company), make_department(cast.company)
    both = "UPDATE assets_asset SET owner_person_id = %s, owner_department_id = %s WHERE id = %s"
    assert broken_by(both, ana.pk, team.pk, asset.pk) == "asset_one_owner"
    assert set_column(asset, "cost_amount", "1") == "asset_cost_has_currency"


def test_an_asset_is_not_in_itself(asset: Asset) -> None:
    assert set_column(asset, "holder_asset_id", asset.pk) == "asset_not_in_itself"


def test_custody_has_one_holder(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        ana, team = make_person(cast.company), make_department(cast.company)
    both = "UPDATE assets_custody SET holder_person_id = %s, holder_department_id = %s WHERE asset_id = %s"
    assert broken_by(both, ana.pk, team.pk, asset.pk) == "custody_one_holder"


_INSERT = (
    "INSERT INTO assets_custody (asset_id, company_id, period, condition, note) VALUES (%s, %s, %s, '', '')"
)


@pytest.mark.parametrize(
    ("period", "constraint"),
    [
        ("[2026-09-10,2026-09-11)", "custody_no_overlap"),
        ("[2026-09-10,)", "custody_no_overlap"),
        ("empty", "custody_period_has_start"),
        ("(,2020-01-01)", "custody_period_has_start"),
        ("[-infinity,2020-01-01)", "custody_period_finite"),
        ("[2020-01-01,infinity)", "custody_period_finite"),
    ],
)
def test_periods_of_custody_are_real_and_never_overlap(
    cast: Cast, asset: Asset, period: str, constraint: str
) -> None:
    assert broken_by(_INSERT, asset.pk, cast.company.pk, period) == constraint


_STATUS = "INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period) VALUES (%s, %s, %s, %s)"


@pytest.mark.parametrize(
    ("period", "constraint"),
    [
        ("[2026-10-01,)", "statusperiod_one_open"),
        ("empty", "statusperiod_has_start"),
        ("(,2020-01-01)", "statusperiod_has_start"),
        ("[-infinity,2020-01-01)", "statusperiod_finite"),
        ("[2020-01-01,infinity)", "statusperiod_finite"),
    ],
)
def test_a_status_has_one_open_period(cast: Cast, asset: Asset, period: str, constraint: str) -> None:
    assert broken_by(_STATUS, asset.pk, cast.company.pk, asset.status_id, period) == constraint


def test_a_held_row_is_not_deleted(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company)
        make_asset(cast.company, holder_person=ana)
    assert broken_by("DELETE FROM organization_person WHERE id = %s", ana.pk).endswith("_holder_person_id_fk")
