"""Who holds it and which status it has after an import."""

from datetime import timedelta

import pytest

from assetry.domain.assets.models import Asset, Custody, Status, StatusPeriod
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.imports.importing import ALL, check, load, table
from tests.factories import make_asset, make_department, make_location, make_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def now_of(tag: str) -> tuple[object, ...]:
    """Status, state, holder and place of an asset."""
    return Asset.objects.values_list(
        "status__name", "state", "holder_person__username", "location__name"
    ).get(asset_tag=tag)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", ("In use", "in_use", "ana")), ("Ready to Deploy", ("In use", "in_use", "ana")),
        ("In use", ("In use", "in_use", "ana")),
        ("Reserved", ("In use", "in_use", "ana")), ("Undeployable", ("In repair", "in_maintenance", None)),
        ("Lost", ("Missing", "missing", None)), ("Archived", ("Retired", "retired", None)),
    ],
)  # fmt: skip
def test_a_new_asset_is_handed_out_where_its_status_allows(
    cast: Cast, status: str, expected: tuple[object, ...]
) -> None:
    plan = load(
        cast.actor("asset_manager"),
        table("Tag,Category,Status,Username", f"A-1,Laptop,{status},ana"),
        create=ALL,
    )
    assert now_of("A-1")[:3] == expected
    assert bool(plan.rows[0].warnings) is (expected[2] is None)


def test_a_warning_names_the_person_and_the_status(cast: Cast) -> None:
    plan = check(
        cast.actor("asset_manager"),
        table("Tag,Category,Status,Username,Full Name", "A-1,Laptop,Lost,ana,Ana P"),
        create=ALL,
    )
    assert plan.rows[0].warnings == ["Not handed to Ana P: its status is “Missing”."]


def test_who_left_takes_nothing(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Ana", username="ana", is_active=False)
    plan = load(cast.actor("asset_manager"), table("Tag,Category,Username", "A-1,Laptop,ana"), create=ALL)
    assert plan.rows[0].warnings == ["Not handed to Ana, who is not active."]
    assert now_of("A-1")[:3] == ("In stock", "in_stock", None)


def test_people_are_found_by_user_name_then_by_address(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana", username="ana", email="ana@example.org")
        ben = make_person(cast.company, "Ben", username="ben", email="ben@example.org")
    load(
        cast.actor("asset_manager"),
        table(
            "Tag,Category,Username,Email",
            "A-1,Laptop,ANA,ben@example.org",
            "A-2,Laptop,benjamin,BEN@example.org",
        ),
        create=frozenset({"category"}),
    )
    assert set(Asset.objects.values_list("asset_tag", "holder_person")) == {("A-1", ana.pk), ("A-2", ben.pk)}


def test_the_person_is_of_the_rows_company(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.other_company, "Otto", username="otto")
    plan = check(
        cast.actor("asset_manager"),
        table("Tag,Category,Username", "A-1,Laptop,otto"),
        create=frozenset({"category"}),
    )
    assert plan.rows[0].reasons == ["Nobody has the user name “otto”."]


def test_without_a_place_it_goes_where_its_holder_is(cast: Cast) -> None:
    with signed("test"):
        desk = make_location(cast.company, "Desk")
        make_person(cast.company, "Ana", username="ana", location=desk)
    load(cast.actor("asset_manager"), table("Tag,Category,Username", "A-1,Laptop,ana"), create=ALL)
    assert now_of("A-1") == ("In use", "in_use", "ana", "Desk")


def test_checked_out_to_a_location_it_is_in_use_there_and_nobody_holds_it(cast: Cast) -> None:
    content = table(
        "Tag,Category,Location,Checkout Type,Checked Out To: Location,Username",
        "A-1,Screen,Store,Location,Meeting room,ana",
    )
    load(cast.actor("asset_manager"), content, create=ALL)
    assert now_of("A-1") == ("In use", "in_use", None, "Meeting room")
    assert check(cast.actor("asset_manager"), content, create=ALL).counts["unchanged"] == 1


def test_a_department_can_hold(cast: Cast) -> None:
    with signed("test"):
        lab = make_department(cast.company, "Lab")
    load(cast.actor("asset_manager"), table("Tag,Category,Department", "A-1,Scope,Lab"), create=ALL)
    assert Asset.objects.values_list("holder_department", "state").get() == (lab.pk, "in_use")


def test_an_asset_that_is_there_changes_hands_and_keeps_its_story(cast: Cast) -> None:
    with signed("test"):
        ana, ben = (make_person(cast.company, name, username=name) for name in ("ana", "ben"))
        asset = make_asset(cast.company, asset_tag="A-1", status="In use", holder_person=ana)
    load(cast.actor("asset_manager"), table("Tag,Username", "A-1,ben"), at=LATER)
    assert now_of("A-1")[:3] == ("In use", "in_use", "ben")
    holders = Custody.objects.filter(asset=asset).order_by("period").values_list("holder_person", "period")
    assert [(holder, period.upper) for holder, period in holders] == [(ana.pk, LATER), (ben.pk, None)]
    assert StatusPeriod.objects.filter(asset=asset).count() == 1


def test_an_asset_in_stock_is_handed_out(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Ana", username="ana")
        asset = make_asset(cast.company, asset_tag="A-1")
    load(cast.actor("asset_manager"), table("Tag,Status,Username", "A-1,Ready to Deploy,ana"), at=LATER)
    assert now_of("A-1")[:3] == ("In use", "in_use", "ana")
    assert StatusPeriod.objects.filter(asset=asset).count() == 2
    again = check(
        cast.actor("asset_manager"), table("Tag,Status,Username", "A-1,Ready to Deploy,ana"), at=LATER
    )
    assert again.counts["unchanged"] == 1


def test_nothing_is_taken_back_by_an_assignable_status(cast: Cast) -> None:
    with signed("test"):
        make_asset(
            cast.company, asset_tag="A-1", status="In use", holder_person=make_person(cast.company, "Ana")
        )
    plan = check(cast.actor("asset_manager"), table("Tag,Status", "A-1,In stock"), at=LATER)
    assert plan.rows[0].warnings == ["It stays “In use”: an import takes nothing back."]
    assert plan.counts["unchanged"] == 1


def test_leaving_use_takes_it_back(cast: Cast) -> None:
    with signed("test"):
        make_asset(
            cast.company, asset_tag="A-1", status="In use", holder_person=make_person(cast.company, "Ana")
        )
    load(cast.actor("asset_manager"), table("Tag,Status", "A-1,Retired"), at=LATER)
    assert now_of("A-1")[:3] == ("Retired", "retired", None)


def test_a_move_that_the_kind_does_not_allow_is_refused(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", status="In stock")
    plan = check(cast.actor("asset_manager"), table("Tag,Status", "A-1,Disposed"), at=LATER)
    assert plan.rows[0].reasons == ["It cannot go from “In stock” to “Disposed”."]


def test_a_frozen_asset_takes_a_note_and_nothing_else(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", status="Missing")
        make_asset(cast.company, asset_tag="A-2", status="Missing")
    plan = check(
        cast.actor("asset_manager"), table("Tag,Note,Name", "A-1,seen in May,", "A-2,,Other"), at=LATER
    )
    assert plan.rows[0].action == "update"
    assert plan.rows[1].reasons == ["It is frozen by its status “Missing”."]


def test_a_retired_asset_does_not_move(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Store")
        make_asset(cast.company, asset_tag="A-1", status="Retired")
    plan = check(cast.actor("asset_manager"), table("Tag,Location", "A-1,Store"), at=LATER)
    assert plan.rows[0].reasons == ["Its status “Retired” allows no move."]


def test_what_lies_inside_another_asset_is_where_that_is(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Store")
        rack = make_asset(cast.company)
        make_asset(cast.company, asset_tag="A-1", status="In use", holder_asset=rack)
    plan = check(cast.actor("asset_manager"), table("Tag,Location", "A-1,Store"), at=LATER)
    assert plan.rows[0].reasons == ["It lies inside another asset and is where that is."]


def test_an_import_of_the_same_instant_as_the_last_move_is_refused(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Store")
        make_asset(cast.company, asset_tag="A-1", since=LATER)
    plan = check(cast.actor("asset_manager"), table("Tag,Location", "A-1,Store"), at=LATER)
    assert plan.rows[0].reasons == ["It changed hands or status after the time of this import."]


def test_a_status_word_that_means_nothing_is_refused_and_never_made(cast: Cast) -> None:
    count = Status.objects.count()
    plan = check(cast.actor("asset_manager"), table("Tag,Category,Status", "A-1,Laptop,Wobbly"), create=ALL)
    assert plan.rows[0].reasons == ["The status “Wobbly” is not matched to one of ours."]
    assert Status.objects.count() == count


def test_a_status_word_becomes_what_was_chosen(cast: Cast) -> None:
    load(
        cast.actor("asset_manager"),
        table("Tag,Category,Status", "A-1,Laptop,Wobbly"),
        create=ALL,
        statuses={"wobbly": "In repair"},
    )
    assert now_of("A-1")[0] == "In repair"
