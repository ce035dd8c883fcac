"""Pages follow from what a kind says of itself: list, form, sidebar, menu."""

from dataclasses import replace

import pytest

from assetry.domain.assets.kinds.registry import KINDS, KINDS_OF_GROUP
from assetry.kernel.fields import Field, FieldType
from assetry.web import navigation
from assetry.web.assets.lists import columns_of

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
