"""Pages follow from what a kind says of itself: list, form, sidebar, menu."""

import re
from dataclasses import replace

import pytest

from assetry.domain.assets.kinds.registry import KINDS, KINDS_OF_GROUP
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Field, FieldType
from assetry.platform.audit.signed import signed
from assetry.web import navigation
from assetry.web.assets.lists import columns_of
from tests.cast import Cast
from tests.factories import make_asset, make_category
from tests.web.assets.support import client_of, text_of

RACK = replace(
    KINDS["information"],
    code="rack",
    fields=(
        Field(name="units", label="Units", type=FieldType.NUMBER, path="rack__units", group="rack"),
        Field(
            name="lease_ends_on",
            label="Lease to",
            type=FieldType.DATE,
            path="rack__lease_ends_on",
            group="money",
        ),
    ),
    columns=(("location", None), ("units", 2), ("lease_ends_on", None), ("cost_amount", 1)),
    runs_out={"lease_ends_on": ("calendar-clock", "Lease")},
)


def test_a_list_shows_what_the_kind_names_after_name_tag_and_status() -> None:
    columns = {column.name: column for column in columns_of(RACK)}
    assert list(columns) == [
        "name",
        "asset_tag",
        "status",
        "location",
        "units",
        "lease_ends_on",
        "cost_amount",
    ]
    assert columns["units"].number
    assert columns["units"].rank == 2
    assert columns["lease_ends_on"].html is not None
    assert columns["cost_amount"].rank == 1


def test_a_kind_knows_which_panel_its_fields_stand_in() -> None:
    assert RACK.own_names == ("units",)
    assert RACK.money_names == ("lease_ends_on",)


@pytest.mark.parametrize("code", list(KINDS))
def test_a_kind_has_its_place_in_the_sidebar_and_in_the_menu(code: str) -> None:
    sidebar = {place.name: place for place in navigation.all_places()}
    assert sidebar[code].kwargs == {"kind": code}
    assert sidebar[code].label == KINDS[code].plural
    assert f"new-{code}" in {place.name for place in navigation.CREATE}


def test_no_group_of_the_sidebar_has_more_than_six_places() -> None:
    assert all(len(places) <= 6 for _label, places in navigation.GROUPS)
    assert {place.name for _label, places in navigation.GROUPS for place in places} >= KINDS_OF_GROUP.keys()


@pytest.mark.django_db
def test_a_group_lists_the_assets_of_its_kinds_with_a_tab_for_each(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, name="Telemetry", category=make_category(kind="system"))
        make_asset(cast.company, name="larkfield.example", category=make_category(kind="domain"))
        make_asset(cast.company, name="Laptop", category=make_category())
    page = text_of(client_of(cast, "asset_manager").get("/assets/group/systems-cloud"))
    assert "Telemetry" in page
    assert "larkfield.example" in page
    assert "2 assets" in page
    assert ">Laptop<" not in page
    system = AssetKind.objects.get(code="system")
    narrow = text_of(
        client_of(cast, "asset_manager").get(f"/assets/group/systems-cloud?kind={system.public_id}")
    )
    assert "Telemetry" in narrow
    assert "larkfield.example" not in narrow


@pytest.mark.django_db
def test_another_company_s_assets_are_in_no_group(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, name="Telemetry", category=make_category(kind="system"))
    client = client_of(cast, "stranger")
    assert "Telemetry" not in text_of(client.get("/assets/group/systems-cloud"))
    assert client.get("/assets/group/nothing").status_code == 404


@pytest.mark.django_db
def test_the_figure_of_a_group_is_the_sum_of_its_kinds(cast: Cast) -> None:
    with signed("test"):
        for kind in ("system", "database"):
            make_asset(cast.company, name=kind, category=make_category(kind=kind))
    page = client_of(cast, "asset_manager").get("/counts/").content.decode()
    assert re.search(r'id="count-systems-cloud"[^>]*>2<', page)


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_has_a_list_a_page_and_a_form(cast: Cast, code: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company, name="The one", category=make_category(kind=code))
    client = client_of(cast, "administrator")
    for url in (f"/assets/kind/{code}", f"/assets/{asset.public_id}", f"/assets/new/{code}"):
        page = client.get(url)
        assert page.status_code == 200
    assert "The one" in text_of(client.get(f"/assets/kind/{code}"))
