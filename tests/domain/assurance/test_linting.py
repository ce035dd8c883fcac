"""What a register misses: exact, scoped, cell by cell."""

from datetime import date
from typing import Any

import pytest

from assetry.domain.assurance.linting import check_register, filter_of_gap, find_gaps, table_of_register
from assetry.domain.assurance.registers import INVENTORY, REGISTERS, SERVICES, register_named
from assetry.kernel.filters import parse_filter
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.filters.compile import compile_filter
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def assets(cast: Cast) -> dict[str, Any]:
    """One complete, one without owner and class, one without class, one disposed, one of another company."""
    with signed("test"):
        ana = make_person(cast.company, "Ana")
        return {
            "whole": make_asset(cast.company, name="Whole", owner_person=ana, classification="internal"),
            "bare": make_asset(cast.company, name="Bare"),
            "unclassified": make_asset(cast.company, name="Unclassified", owner_person=ana),
            "gone": make_asset(cast.company, name="Gone", status="Disposed"),
            "theirs": make_asset(cast.other_company, name="Theirs"),
        }


def missing(cast: Cast, role: str = "asset_manager") -> tuple[int, int, dict[str, int]]:
    found = check_register(cast.actor(role), INVENTORY, TODAY)
    lacking = {str(column.label): n for column, n in found.missing.items() if n}
    return found.rows, found.incomplete, lacking


@pytest.mark.usefixtures("assets")
def test_every_cell_that_may_not_be_empty_is_counted(cast: Cast) -> None:
    assert missing(cast) == (3, 2, {"Owner": 1, "Classification": 2})
    assert missing(cast, "stranger") == (1, 1, {"Owner": 1, "Classification": 1})


@pytest.mark.usefixtures("assets")
def test_each_row_says_what_it_lacks(cast: Cast) -> None:
    found = find_gaps(cast.actor("asset_manager"), INVENTORY, TODAY, limit=10)
    told = {gap.row.name: [str(column.label) for column in gap.columns] for gap in found}
    assert told == {"Bare": ["Owner", "Classification"], "Unclassified": ["Classification"]}
    assert len(find_gaps(cast.actor("asset_manager"), INVENTORY, TODAY, limit=1)) == 1


@pytest.mark.usefixtures("assets")
def test_the_filter_of_a_gap_finds_the_rows_that_were_counted(cast: Cast) -> None:
    actor, asset = cast.actor("asset_manager"), entity_named("asset")
    for column, n in check_register(actor, INVENTORY, TODAY).missing.items():
        condition = compile_filter(asset, parse_filter(filter_of_gap(INVENTORY, column)), actor, today=TODAY)
        assert asset.visible_to(actor).filter(condition).count() == n, column.label


@pytest.mark.usefixtures("assets")
def test_the_file_has_every_row_under_the_columns_of_the_template(cast: Cast) -> None:
    table = table_of_register(cast.actor("asset_manager"), INVENTORY, TODAY)
    lines = b"".join(table.csv()).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Tag,Name,Kind,Category,Owner,Classification")
    assert [line.split(",")[1] for line in lines[1:]] == ["Bare", "Unclassified", "Whole"]
    assert "Ana" in lines[3]
    assert (
        table_of_register(cast.actor("asset_manager"), SERVICES, TODAY).headers[0] == "B_06.01.0030 Function"
    )


def test_services_are_the_systems_that_somebody_else_runs(cast: Cast) -> None:
    with signed("test"):
        category = make_category("Application", "system")
        facet = {"is_third_party": True, "country_at_rest": "DE"}
        make_asset(cast.company, name="Payroll", category=category, status="In use", facet=facet)
        make_asset(cast.company, name="Intranet", category=category, status="In use", facet={})
        make_asset(cast.company, name="Laptop")
    found = check_register(cast.actor("asset_manager"), SERVICES, TODAY)
    lacking = {str(column.label) for column, n in found.missing.items() if n}
    assert found.rows == 1
    assert {"Provider", "Replacement", "Country of the provider"} <= lacking
    assert not {"Function", "Country of the data"} & lacking


def test_every_column_is_a_described_field(cast: Cast) -> None:
    for register in REGISTERS.values():
        described = entity_named(register.entity).fields_by_name
        assert {name for column in register.columns for name in column.fields} <= set(described), (
            register.code
        )
        check_register(cast.actor("administrator"), register, TODAY)


def test_another_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        register_named("nothing")
