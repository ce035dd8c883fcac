"""Counters are exact whatever changed the assets, for whole companies and for finer scopes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.assets.counts import (
    count_by_kind,
    count_by_location,
    count_by_status,
    fold_counters,
    recount_differences,
)
from assetry.domain.assets.models import Asset, StatusCount
from assetry.domain.assets.operations import check_out_asset
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_location, make_person

pytestmark = pytest.mark.django_db
NO_DIFFERENCE = {
    "assets_statuscount": 0,
    "assets_categorycount": 0,
    "assets_locationcount": 0,
    "assets_placecount": 0,
}


def test_a_recount_finds_no_difference_after_inserts_moves_and_folding(cast: Cast) -> None:
    with signed("test"):
        room = make_location(cast.company)
        assets = [make_asset(cast.company, location=room) for _ in range(3)]
        ana = make_person(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=assets[0], holder=ana, at=NOW)
    assert recount_differences() == NO_DIFFERENCE
    fold_counters()
    assert recount_differences() == NO_DIFFERENCE
    assert StatusCount.objects.count() == 2


def test_each_sees_the_count_of_their_own_scope(cast: Cast) -> None:
    with signed("test"):
        room = make_location(cast.company)
        asset = make_asset(cast.company, location=room)
        make_asset(cast.other_company)
        Asset.objects.filter(pk=asset.pk).update(owner_person=cast.person("employee"))
    assert sum(count_by_kind(cast.actor("administrator")).values()) == 2
    assert sum(count_by_kind(cast.actor("auditor")).values()) == 1
    assert count_by_location(cast.actor("auditor")) == {room.pk: 1}
    assert sum(count_by_status(cast.actor("employee")).values()) == 1
    assert sum(count_by_kind(cast.actor("stranger")).values()) == 1


def test_who_sees_some_places_counts_what_is_there_and_their_own(cast: Cast) -> None:
    with signed("test"):
        rooms = [make_location(cast.company) for _ in range(3)]
        assets = [make_asset(cast.company, location=room) for room in (*rooms, rooms[0])]
        theirs, nowhere = make_asset(cast.company, location=rooms[2]), make_asset(cast.company)
        Asset.objects.filter(pk__in=(theirs.pk, nowhere.pk, assets[0].pk)).update(
            owner_person=cast.person("employee")
        )
        for room in rooms[:2]:
            Grant.objects.create(
                user=cast.user("employee"),
                role=Role.objects.get(code="auditor"),
                company=cast.company,
                location=room,
            )
        compile_grants([cast.user("employee").pk])
    actor = cast.actor("employee")
    seen = Asset.objects.visible_to(actor)
    assert count_by_location(actor) == {rooms[0].pk: 2, rooms[1].pk: 1, rooms[2].pk: 1, None: 1}
    assert sum(count_by_status(actor).values()) == seen.count() == 5
    with CaptureQueriesContext(connection) as captured:
        count_by_status(cast.actor("employee"))
    assert [query["sql"] for query in captured if "assets_placecount" in query["sql"]]
