"""Two people at once: one wins, the other gets the reason and keeps what was typed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset, Custody
from assetry.domain.organization.models import Person
from assetry.platform.audit.signed import signed
from tests.cast import Cast, make_cast
from tests.factories import make_asset, make_location, make_person
from tests.journeys.walk import faults_of

type Open = Callable[..., Page]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six."""
    return make_cast()


@pytest.fixture
def loaner(people: Cast) -> Asset:
    """A laptop in the stockroom, and two who could have it."""
    with signed("test"):
        make_person(people.company, "Jon Okafor")
        make_person(people.company, "Mei Chen")
        return make_asset(
            people.company,
            asset_tag="LT-1",
            name="Loaner",
            note="Old",
            location=make_location(people.company),
        )


@pytest.fixture
def both(open_for: Open, people: Cast) -> tuple[Page, Page]:
    """Two desks."""
    return open_for(people.user("asset_manager")), open_for(people.user("administrator"))


def test_the_second_to_save_settles_the_conflict_and_keeps_the_typing(
    both: tuple[Page, Page], loaner: Asset
) -> None:
    first, second = both
    for page in both:
        page.goto(f"/assets/{loaner.public_id}/edit")
    save(first, note="New battery", name="Loaner")
    expect(first.get_by_text("is saved")).to_be_visible()
    save(second, note="New display", name="Loaner of the lab")
    expect(second.locator("main")).to_contain_text("Priya Nair")
    for text in ("Old", "New battery", "New display"):
        expect(second.locator("main")).to_contain_text(text)
    assert faults_of(second, "conflict") == []
    second.get_by_role("radio", name="New display").check()
    second.locator("[data-submit]").click()
    expect(second.get_by_text("is saved")).to_be_visible()
    loaner.refresh_from_db()
    assert (loaner.name, loaner.note, loaner.version) == ("Loaner of the lab", "New display", 3)


def test_changes_of_different_fields_are_merged_before_they_are_saved(
    both: tuple[Page, Page], loaner: Asset
) -> None:
    first, second = both
    for page in both:
        page.goto(f"/assets/{loaner.public_id}/edit")
    save(first, note="New battery", name="Loaner")
    expect(first.get_by_text("is saved")).to_be_visible()
    save(second, note="Old", name="Loaner of the lab")
    expect(second.get_by_text("You changed different fields")).to_be_visible()
    expect(second.get_by_label("Name", exact=True)).to_have_value("Loaner of the lab")
    expect(second.get_by_label("Note")).to_have_value("New battery")


def test_of_two_who_hand_out_the_same_one_wins_and_the_other_reads_who_has_it(
    both: tuple[Page, Page], loaner: Asset
) -> None:
    first, second = both
    for page, holder in ((first, "Jon Okafor"), (second, "Mei Chen")):
        page.goto(f"/assets/{loaner.public_id}")
        page.get_by_role("link", name="Check out").click()
        page.get_by_role("combobox", name="To").press_sequentially(holder)
        page.get_by_role("option", name=holder).click()
        page.get_by_label("Note").fill(f"For {holder}")
    first.get_by_role("dialog").get_by_role("button", name="Check out").click()
    expect(first.get_by_text("is checked out")).to_be_visible()
    dialog = second.get_by_role("dialog")
    dialog.get_by_role("button", name="Check out").click()
    expect(dialog.get_by_role("alert")).to_contain_text("is held by Jon Okafor")
    expect(dialog.get_by_role("link", name="Take back first")).to_be_visible()
    expect(dialog.get_by_label("Note")).to_have_value("For Mei Chen")
    assert faults_of(second, "check-out refused") == []
    held = Custody.objects.get(asset=loaner, period__upper_inf=True)
    assert held.holder_person == Person.objects.get(name="Jon Okafor")


def save(page: Page, *, note: str, name: str) -> None:
    """Fill the form in and send it."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Note").fill(note)
    page.locator("[data-submit]").click()
