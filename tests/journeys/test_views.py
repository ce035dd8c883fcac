"""A view from its making to its reset: by mouse, the columns and the saving by keyboard; and how its pages look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.platform.accounts.models import User
from assetry.platform.saved_views.models import SavedView
from tests.journeys.register import Register, make_register
from tests.journeys.walk import PHONE, faults_of


@pytest.fixture
def register(transactional_db: None) -> Register:
    """A small filled register."""
    return make_register()


def test_a_view_is_built_saved_shared_changed_and_reset(
    page: Page, sign_in: Callable[[User], None], register: Register
) -> None:
    sign_in(register.cast.user("asset_manager"))
    page.goto("/assets/kind/hardware?q=LT-90")
    _choose_columns(page)
    _save(page)
    _share(page)
    _change_and_reset(page)
    _pin(page)


def _choose_columns(page: Page) -> None:
    """By keyboard: find one, check it, move it to the front."""
    page.get_by_role("main").focus()
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Columns")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("order num")
    box = dialog.get_by_role("checkbox", name="Order number", exact=True)
    box.focus()
    page.keyboard.press("Space")
    dialog.get_by_role("searchbox").fill("")
    up = dialog.get_by_role("button", name="Move Order number up")
    up.focus()
    for _step in range(20):
        page.keyboard.press("Enter")
    expect(up).to_be_focused()
    assert faults_of(page, "columns") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    dialog.get_by_role("button", name="Show these").click()
    page.wait_for_url("**columns=order_number**")
    heads = page.get_by_role("columnheader")
    expect(heads.nth(2)).to_have_text("Order number")


def _save(page: Page) -> None:
    page.get_by_role("main").focus()
    page.keyboard.press("v")
    dialog = page.get_by_role("dialog", name="Save this view")
    expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("Orders")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**view=**")
    tab = page.get_by_role("navigation", name="Saved views").get_by_role("link", name="Orders")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab.locator(".count")).to_have_text("5")


def _share(page: Page) -> None:
    page.get_by_role("button", name="This view").click()
    page.get_by_role("link", name="Rename and share").click()
    dialog = page.get_by_role("dialog", name="Rename and share")
    dialog.get_by_label("Who sees it").select_option(label="Everyone")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Orders Shared by you")).to_be_visible()
    assert SavedView.objects.latest("pk").visibility == "everyone"


def _change_and_reset(page: Page) -> None:
    page.get_by_role("columnheader").get_by_role("link", name="Tag").click()
    expect(page.get_by_text("changed, not saved")).to_be_attached()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    page.get_by_role("link", name="Reset").click()
    expect(page.get_by_text("changed, not saved")).not_to_be_attached()


def _pin(page: Page) -> None:
    page.get_by_role("link", name="Cards", exact=True).click()
    expect(page.locator("ul.cards > li").first).to_be_visible()
    assert faults_of(page, "cards") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="This view").click()
    page.get_by_role("button", name="Pin to home").click()
    expect(page.get_by_role("status").get_by_text("is on your home page")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Orders")).to_be_visible()
    assert faults_of(page, "home with a block", looks=PHONE) == []
