"""Acts on a selection: the dialog, what is held back and why, the preview of everything that would change."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset
from assetry.platform.accounts.models import User
from tests.journeys.hands import Mouse
from tests.journeys.register import Register, make_register
from tests.journeys.walk import faults_of


@pytest.fixture
def register(transactional_db: None) -> Register:
    """More than one page of assets."""
    return make_register()


@pytest.fixture
def listed(page: Page, sign_in: Callable[[User], None], register: Register) -> Page:
    """The asset manager's list of laptops with a story: one ready, two held, one in repair, one retired."""
    sign_in(register.cast.user("asset_manager"))
    page.goto("/assets?q=LT-90")
    page.get_by_label("Select all on this page").check()
    return page


def test_what_is_held_back_says_why_and_the_rest_is_handed_out(listed: Page, register: Register) -> None:
    assert faults_of(listed, "list with a selection") == []
    listed.get_by_role("button", name="Check out").click()
    dialog = listed.get_by_role("dialog", name="Check out")
    expect(dialog.get_by_text("1 ready, 4 held back")).to_be_visible()
    assert faults_of(listed, "check out many") == []
    listed.set_viewport_size({"width": 1440, "height": 900})
    dialog.get_by_role("combobox", name="To").press_sequentially("Ana Petrov")
    listed.get_by_role("option", name="Ana Petrov").click()
    dialog.get_by_role("button", name="Check out 1").click()
    expect(listed.get_by_role("status").get_by_text("is checked out")).to_be_visible()
    register.ready.refresh_from_db()
    assert register.ready.holder_person == register.cast.person("employee")


def test_check_in_of_many_is_in_order(listed: Page) -> None:
    listed.get_by_role("button", name="Check in").click()
    expect(listed.get_by_role("dialog", name="Check in")).to_be_visible()
    assert faults_of(listed, "check in many") == []


@pytest.mark.parametrize("verb", ["Transfer", "Change status", "Label"])
def test_acts_of_many_with_a_page_of_their_own_are_in_order(listed: Page, verb: str) -> None:
    acts = listed.get_by_role("group", name="Act on the selection")
    with listed.expect_download():  # a file leaves the page as it is: other acts work after it
        acts.get_by_role("button", name="Export").click()
    acts.get_by_role("button", name=verb).click()
    expect(listed.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    assert faults_of(listed, f"{verb} many") == []


def test_a_change_of_all_that_the_filter_finds_is_previewed_and_then_done(
    listed: Page, register: Register
) -> None:
    """Select all, act, say what, preview, apply; and one press more, which takes the page before all of it."""
    listed.goto("/assets?q=LT-00")
    hand = Mouse(listed)
    hand.tick(listed.get_by_label("Select all on this page"))
    hand.tick(listed.get_by_role("checkbox", name="All 60"))
    hand.press(listed.get_by_role("button", name="Change status"))
    hand.choose(listed.get_by_label("Status"), "In repair")
    hand.press(listed.locator("[data-submit]"))
    expect(listed.get_by_role("button", name="Change 60 assets")).to_be_visible()
    assert faults_of(listed, "preview") == []
    hand.press(listed.get_by_role("button", name="Change 60 assets"))
    expect(listed.get_by_text("60 assets are changed.")).to_be_visible()
    assert hand.presses == 6
    assert Asset.objects.filter(status__name="In repair", asset_tag__startswith="LT-00").count() == 60
