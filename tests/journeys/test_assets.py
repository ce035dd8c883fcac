"""The pages of the register in a real browser: accessible in every state, usable by mouse and by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import edit_asset
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from tests.cast import Cast, make_cast
from tests.factories import make_asset, make_category, make_location, make_model, make_person
from tests.journeys.checks import check_page
from tests.web.assets.support import NOW, SINCE

LONG = "Precision 5690 Mobile Workstation, 64 GB, RTX 2000 Ada"


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six, and a register of a dozen things."""
    cast = make_cast()
    with signed("test"):
        site = make_location(cast.company, "Berlin HQ")
        room = make_location(cast.company, "Stockroom B1", site)
        make_person(cast.company, "Lena Vogel", location=room)
        model = make_model(LONG)
        for number, status in enumerate(
            ("In stock", "In use", "In repair", "Missing", "Retired", "Reserved", "On order")
        ):
            make_asset(
                cast.company,
                asset_tag=f"LT-{number}",
                status=status,
                since=SINCE,
                location=room,
                model=model,
                manufacturer=model.manufacturer,
                category=model.category,
                cost_amount="1249",
                cost_currency="EUR",
                serial_number=f"7HX{number}",
                note="Travels to customer workshops. " * 12,
            )
        records = make_category("Records", "information")
        make_asset(
            cast.company, asset_tag="IN-1", name="Payroll", category=records, status="Active", since=SINCE
        )
    return cast  # fmt: skip


@pytest.fixture
def manager(page: Page, people: Cast, sign_in: Callable[[User], None]) -> Page:
    """The asset manager's browser."""
    sign_in(people.user("asset_manager"))
    return page


def _asset(tag: str) -> Asset:
    return Asset.objects.get(asset_tag=tag)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("assets", "/assets"),
        ("assets-hardware", "/assets/kind/hardware"),
        ("assets-filters", "/assets?filters=1"),
        ("assets-no-results", "/assets?q=nowhere"),
        ("assets-empty", "/assets/kind/subscription"),
        ("assets-as-of", "/assets?as_of=1+Jan+2026"),
        ("asset-new", "/assets/new/hardware"),
        ("asset-new-information", "/assets/new/information"),
    ],
)
def test_the_lists_and_forms_are_accessible(manager: Page, name: str, address: str) -> None:
    manager.goto(address)
    check_page(manager, name)


@pytest.mark.parametrize(
    ("name", "tag", "section"),
    [
        ("asset", "LT-1", ""),
        ("asset-timeline", "LT-1", "/timeline"),
        ("asset-custody", "LT-1", "/custody"),
        ("asset-relations", "LT-1", "/relations"),
        ("asset-information", "IN-1", ""),
        ("asset-edit", "LT-1", "/edit"),
        ("asset-check-out", "LT-0", "/check-out"),
        ("asset-blocked", "LT-3", "/check-out"),
        ("asset-transfer", "LT-1", "/transfer"),
        ("asset-status", "LT-1", "/status"),
        ("asset-identifiers", "LT-1", "/identifiers"),
    ],
)
def test_the_pages_of_an_asset_are_accessible(manager: Page, name: str, tag: str, section: str) -> None:
    manager.goto(f"/assets/{_asset(tag).public_id}{section}")
    check_page(manager, name)


def test_an_asset_as_of_a_day_is_accessible(manager: Page) -> None:
    manager.goto(f"/assets/{_asset('LT-1').public_id}")
    manager.get_by_label("As of").fill((NOW.replace(microsecond=0)).date().replace(day=1).isoformat())
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("link", name="Back to today")).to_be_visible()
    check_page(manager, "asset-as-of")


def test_a_peek_is_accessible(manager: Page) -> None:
    manager.goto(f"/assets?peek={_asset('LT-1').public_id}")
    check_page(manager, "assets-peek")


def test_a_form_with_errors_keeps_the_typing_and_is_accessible(manager: Page) -> None:
    manager.goto(f"/assets/{_asset('LT-1').public_id}/edit")
    manager.get_by_label("Bought").fill("31 Foo")
    manager.get_by_label("Serial").fill("TYPED")
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_role("link", name="Bought")).to_be_visible()
    expect(manager.get_by_label("Serial")).to_have_value("TYPED")
    check_page(manager, "asset-errors")


def test_a_conflict_is_accessible_and_settled_by_a_choice(manager: Page, people: Cast) -> None:
    asset = _asset("LT-1")
    manager.goto(f"/assets/{asset.public_id}/edit")
    manager.get_by_label("Order number").fill("PO-MINE")
    actor = people.actor("technician")
    edit_asset(actor=actor, asset=asset, changes={"order_number": "PO-THEIRS"}, version=None, at=NOW)
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_text("Sam Idris saved this while you were editing.")).to_be_visible()
    check_page(manager, "asset-conflict")
    manager.get_by_role("radio", name="PO-THEIRS").check()
    manager.get_by_role("button", name="Save my choice").click()
    expect(manager).to_have_url(re.compile(f"/assets/{asset.public_id}$"))


def test_typing_searches_and_the_address_follows(manager: Page) -> None:
    manager.goto("/assets")
    manager.get_by_label("Tag, serial, name, holder").fill("payroll")
    expect(manager.get_by_text("1 of 8 assets", exact=True)).to_be_visible()
    expect(manager).to_have_url(re.compile(r"\?q=payroll"))


def test_a_filter_is_set_and_removed_by_its_chip(manager: Page) -> None:
    manager.goto("/assets?filters=1")
    manager.locator("#facet-status").get_by_label("Missing").check()
    expect(manager.get_by_text("1 of 8 assets", exact=True)).to_be_visible()
    manager.get_by_role("link", name=re.compile("Remove")).first.click()
    expect(manager.get_by_text("8 assets", exact=True)).to_be_visible()


def test_a_location_is_found_by_typing_and_holds_what_lies_below(manager: Page) -> None:
    manager.goto("/assets?filters=1")
    box = manager.get_by_role("combobox", name="Location")
    box.fill("berlin")
    manager.get_by_role("option", name=re.compile("^Berlin HQ")).first.click()
    expect(manager.get_by_text("7 of 8 assets", exact=True)).to_be_visible()


def test_handed_out_with_the_mouse_and_told_in_the_timeline(manager: Page) -> None:
    manager.goto(f"/assets/{_asset('LT-0').public_id}")
    manager.get_by_role("link", name="Check out").click()
    dialog = manager.get_by_role("dialog")
    dialog.get_by_role("combobox", name="To").fill("lena")
    dialog.get_by_role("option", name=re.compile("Lena Vogel")).click()
    check_page(manager, "asset-check-out-dialog")
    dialog.get_by_role("button", name=re.compile("^Check out")).click()
    expect(manager.get_by_text("LT-0 is checked out.")).to_be_visible()
    expect(manager.locator(".timeline")).to_contain_text("Checked out to Lena Vogel")


def test_handed_out_and_taken_back_by_keyboard_alone(manager: Page) -> None:
    asset = _asset("LT-0")
    manager.goto(f"/assets/{asset.public_id}")
    manager.get_by_role("link", name="Check out").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("combobox", name="To")).to_be_focused()
    manager.keyboard.type("lena", delay=80)
    expect(manager.get_by_role("option", name=re.compile("Lena Vogel"))).to_be_visible()
    manager.keyboard.press("Enter")
    manager.keyboard.press("Control+Enter")
    expect(manager.get_by_text("LT-0 is checked out.")).to_be_visible()
    manager.get_by_role("link", name="Check in").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("dialog")).to_be_visible()
    manager.keyboard.press("Control+Enter")
    expect(manager.get_by_text("LT-0 is checked in.")).to_be_visible()


def test_a_refusal_stands_in_the_dialog(manager: Page) -> None:
    manager.goto(f"/assets/{_asset('LT-0').public_id}")
    manager.get_by_role("link", name="Check out").click()
    dialog = manager.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Check out")).click()
    expect(dialog.get_by_role("link", name="To")).to_be_visible()


def test_many_change_by_a_preview_of_exactly_what_changes(manager: Page) -> None:
    manager.goto("/assets/kind/hardware?sort=asset_tag")
    manager.get_by_label("Select all on this page").check()
    check_page(manager, "assets-selected")
    manager.set_viewport_size({"width": 1440, "height": 900})
    manager.get_by_role("button", name="Change status").click()
    manager.get_by_label("Status").select_option(label="In repair")
    manager.get_by_role("button", name=re.compile("^Change")).click()
    expect(manager.get_by_role("heading", name="What changes")).to_be_visible()
    check_page(manager, "assets-preview")
    manager.get_by_role("button", name="Change 4 assets").click()
    expect(manager.get_by_text("4 assets are changed.")).to_be_visible()


def test_at_phone_width_a_row_opens_its_page_and_is_handed_out(manager: Page) -> None:
    manager.set_viewport_size({"width": 390, "height": 844})
    manager.goto("/assets?q=lt-0")
    manager.locator("tr[data-url]").first.get_by_role("link").first.click()
    manager.get_by_role("link", name="Check out").click()
    dialog = manager.get_by_role("dialog")
    dialog.get_by_role("combobox", name="To").fill("lena")
    dialog.get_by_role("option", name=re.compile("Lena Vogel")).click()
    dialog.get_by_role("button", name=re.compile("^Check out")).click()
    expect(manager.get_by_text("LT-0 is checked out.")).to_be_visible()
