"""The page of one asset, its sections, and the page as of a day."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import check_in_asset, check_out_asset, edit_asset, set_identifiers
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_location, make_person
from tests.web.assets.support import NOW, client_of, laptop, text_of

pytestmark = pytest.mark.django_db
SECTIONS = ("", "/timeline", "/custody", "/relations")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("role", ["administrator", "asset_manager", "technician", "auditor"])
def test_every_section_opens_for_who_sees_the_asset(cast: Cast, role: str, section: str) -> None:
    asset = laptop(cast, asset_tag="LT-1043")
    response = client_of(cast, role).get(f"/assets/{asset.public_id}{section}")
    assert response.status_code == 200
    assert "LT-1043" in text_of(response)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("role", ["stranger", "employee"])
def test_another_companys_asset_is_as_if_it_were_not_there(cast: Cast, role: str, section: str) -> None:
    asset = laptop(cast)
    assert client_of(cast, role).get(f"/assets/{asset.public_id}{section}").status_code == 404


@pytest.mark.parametrize("holder", ["holder_person", "owner_person"])
def test_an_employee_opens_what_they_hold_or_answer_for_without_verbs(cast: Cast, holder: str) -> None:
    asset = laptop(cast, status="In use", asset_tag="LT-1043", **{holder: cast.person("employee")})
    response = client_of(cast, "employee").get(f"/assets/{asset.public_id}")
    assert "LT-1043" in text_of(response)
    assert "check-in" not in response.content.decode()
    assert "/edit" not in response.content.decode()


@pytest.mark.parametrize(("role", "named"), [("technician", True), ("employee", False)])
def test_a9_who_had_it_before_is_named_to_who_sees_people(cast: Cast, role: str, named: bool) -> None:
    actor, asset = cast.actor("technician"), laptop(cast)
    check_out_asset(actor=actor, asset=asset, holder=cast.person("auditor"), at=NOW - timedelta(days=20))
    check_in_asset(actor=actor, asset=asset, at=NOW - timedelta(days=10))
    check_out_asset(actor=actor, asset=asset, holder=cast.person("employee"), at=NOW)
    client, day = client_of(cast, role), (NOW - timedelta(days=15)).date()
    for page in ("", "/custody", f"?as_of={day}"):
        assert ("Olga Auditor" in text_of(client.get(f"/assets/{asset.public_id}{page}"))) is named, page


def test_the_next_sensible_verb_is_the_primary_one(cast: Cast) -> None:
    free = laptop(cast)
    held = laptop(cast, status="In use", holder_person=cast.person("employee"))
    client = client_of(cast, "technician")
    assert f"/assets/{free.public_id}/check-out" in client.get(f"/assets/{free.public_id}").content.decode()
    page = client.get(f"/assets/{held.public_id}").content.decode()
    assert f"/assets/{held.public_id}/check-in" in page
    assert f"/assets/{held.public_id}/check-out" not in page


@pytest.mark.parametrize("status", ["Missing", "Retired"])
def test_a_frozen_or_retired_asset_offers_no_custody(cast: Cast, status: str) -> None:
    asset = laptop(cast, status=status)
    page = client_of(cast, "technician").get(f"/assets/{asset.public_id}").content.decode()
    assert "check-out" not in page
    assert "/transfer" not in page
    assert "/status" in page


def test_the_statements_of_the_page_are_nine_and_as_many_of_a_past_day(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asset = laptop(cast)
    actor = cast.actor("technician")
    for number in range(4):
        person = cast.person("employee")
        check_out_asset(actor=actor, asset=asset, holder=person, at=NOW - timedelta(days=20 - 4 * number))
        check_in_asset(actor=actor, asset=asset, at=NOW - timedelta(days=18 - 4 * number))
    client = client_of(cast, "technician")
    client.get(f"/assets/{asset.public_id}")  # what a process reads once
    with django_assert_num_queries(9):
        client.get(f"/assets/{asset.public_id}")
    with django_assert_num_queries(9):
        client.get(f"/assets/{asset.public_id}", {"as_of": _day(3)})


def test_the_timeline_tells_who_and_before_and_after(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    actor = cast.actor("technician")
    edit_asset(actor=actor, asset=asset, changes={"order_number": "PO-2"}, version=None, at=NOW)
    check_out_asset(actor=actor, asset=asset, holder=cast.person("employee"), note="Starter kit", at=NOW)
    set_identifiers(actor=actor, asset=asset, identifiers=[("imei", "35-209900")], version=None, at=NOW)
    page = text_of(client_of(cast, "auditor").get(f"/assets/{asset.public_id}/timeline"))
    assert "Checked out to Ana Petrov" in page
    assert "Status In stock to In use" in page
    assert "Order number PO-1 to PO-2" in page
    assert "“Starter kit”" in page
    assert "by Sam Idris" in page
    assert "35-209900" in page


def test_what_the_reader_may_not_see_is_restricted_in_the_timeline(cast: Cast) -> None:
    asset = laptop(cast, status="In use", owner_person=cast.person("employee"))
    actor = cast.actor("technician")
    check_in_asset(actor=actor, asset=asset, at=NOW - timedelta(days=2))
    with signed("test"):
        lena = make_person(cast.company, "Lena Secret")
    check_out_asset(actor=actor, asset=asset, holder=lena, at=NOW)
    page = text_of(client_of(cast, "employee").get(f"/assets/{asset.public_id}/timeline"))
    assert "Checked out to Restricted" in page


def test_relations_name_what_lies_inside_and_what_it_lies_in(cast: Cast) -> None:
    dock, cable = laptop(cast, asset_tag="DK-1"), laptop(cast, asset_tag="CB-1")
    check_out_asset(actor=cast.actor("technician"), asset=cable, holder=dock, at=NOW)
    client = client_of(cast, "technician")
    assert "Contains" in text_of(client.get(f"/assets/{dock.public_id}/relations"))
    inner = text_of(client.get(f"/assets/{cable.public_id}/relations"))
    assert "Lies inside" in inner
    assert "DK-1" in inner


def test_an_information_asset_tells_its_own_fields_and_no_custody(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company,
            name="Payroll",
            category=make_category("Records", "information"),
            facet={"purpose": "Paying people", "holds_personal_data": True},
        )
    page = text_of(client_of(cast, "auditor").get(f"/assets/{asset.public_id}"))
    assert "Paying people" in page
    assert "Custody" not in page


def _moved_and_edited(cast: Cast) -> Asset:
    """Bought as PO-1, in Room A; handed out and ordered as PO-2 five days ago."""
    with signed("test"):
        room = make_location(cast.company, "Room A")
        hall = make_location(cast.company, "Hall B")
        ana = make_person(cast.company, "Anastasia Holder", location=hall)
    asset = laptop(cast, order_number="PO-1", location=room)
    actor, at = cast.actor("technician"), NOW - timedelta(days=5)
    edit_asset(actor=actor, asset=asset, changes={"order_number": "PO-2"}, version=None, at=at)
    check_out_asset(actor=actor, asset=asset, holder=ana, at=at)
    return asset


def _day(days_ago: int) -> str:
    return (NOW - timedelta(days=days_ago)).date().isoformat()


def test_as_of_a_day_every_field_is_as_it_was_and_differences_are_marked(cast: Cast) -> None:
    asset = _moved_and_edited(cast)
    response = client_of(cast, "technician").get(f"/assets/{asset.public_id}", {"as_of": _day(9)})
    page = text_of(response)
    assert "4 facts differ from today" in page
    assert "In stock today In use" in page
    assert "Room A today Hall B" in page
    assert "PO-1 today PO-2" in page
    assert "No holder today AH Anastasia Holder" in page
    assert "/check-in" not in response.content.decode()


def test_as_of_a_later_day_nothing_differs(cast: Cast) -> None:
    asset = _moved_and_edited(cast)
    page = text_of(client_of(cast, "technician").get(f"/assets/{asset.public_id}", {"as_of": _day(2)}))
    assert "Nothing differs from today" in page


def test_before_its_first_day_it_was_not_registered(cast: Cast) -> None:
    asset = laptop(cast)
    page = text_of(client_of(cast, "technician").get(f"/assets/{asset.public_id}", {"as_of": "2001-02-03"}))
    assert "It was not registered yet on 3 Feb 2001" in page


def test_a_day_that_is_none_shows_today(cast: Cast) -> None:
    asset = laptop(cast)
    page = text_of(client_of(cast, "technician").get(f"/assets/{asset.public_id}", {"as_of": "yesterdayish"}))
    assert "As it was" not in page


def test_identifiers_stand_among_the_properties(cast: Cast) -> None:
    asset = laptop(cast)
    pairs = [("imei", "35-209900"), ("mac", "3C:18:A0:5F:2B:91")]
    set_identifiers(actor=cast.actor("technician"), asset=asset, identifiers=pairs, version=None, at=NOW)
    page = text_of(client_of(cast, "auditor").get(f"/assets/{asset.public_id}"))
    assert "IMEI 35-209900" in page
    assert "MAC 3C:18:A0:5F:2B:91" in page


@pytest.mark.parametrize(
    ("role", "above"), [("employee", "/my-equipment/"), ("technician", "/assets/kind/hardware")]
)
def test_the_way_back_leads_to_a_page_that_one_may_see(cast: Cast, role: str, above: str) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    page = client_of(cast, role).get(f"/assets/{asset.public_id}").content.decode()
    crumbs = page.partition('<nav class="crumbs"')[2].partition("</nav>")[0]
    assert f'href="{above}"' in crumbs
    assert client_of(cast, role).get(above).status_code == 200
