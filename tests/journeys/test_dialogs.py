"""The dialogs of one asset, opened over its page as people open them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.platform.accounts.models import User
from tests.journeys.register import Register, make_register
from tests.journeys.walk import faults_of


@pytest.fixture
def opened(page: Page, sign_in: Callable[[User], None], transactional_db: None) -> Page:
    """A laptop that somebody holds, as the asset manager sees it."""
    register: Register = make_register(assets=1)
    sign_in(register.cast.user("asset_manager"))
    page.goto(f"/assets/{register.held.public_id}")
    return page


@pytest.mark.parametrize("verb", ["Check in", "Transfer"])
def test_a_verb_of_the_head_opens_a_dialog_in_order(opened: Page, verb: str) -> None:
    opened.get_by_role("link", name=verb).click()
    expect(opened.get_by_role("dialog", name=verb)).to_be_visible()
    assert faults_of(opened, verb) == []


@pytest.mark.parametrize("verb", ["Change status", "Set identifiers"])
def test_a_verb_of_the_menu_opens_a_dialog_in_order(opened: Page, verb: str) -> None:
    opened.get_by_role("button", name="More").click()
    opened.get_by_role("link", name=verb).click()
    expect(opened.get_by_role("dialog", name=verb)).to_be_visible()
    assert faults_of(opened, verb) == []


def test_a_dialog_says_what_is_missing_and_keeps_the_rest(opened: Page) -> None:
    opened.get_by_role("link", name="Transfer").click()
    dialog = opened.get_by_role("dialog", name="Transfer")
    dialog.get_by_label("Note").fill("To the lab")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog.get_by_text("Say who gets it, where it goes, or both.").first).to_be_visible()
    expect(dialog.get_by_label("Note")).to_have_value("To the lab")
    assert faults_of(opened, "a refused transfer") == []


def test_the_peek_of_a_list_opens_the_same_dialogs(opened: Page) -> None:
    opened.goto("/assets?q=LT-9002")
    opened.locator("tbody tr .c-status").click()
    expect(opened.locator("#peek h2").first).to_be_visible()
    assert faults_of(opened, "a peek") == []
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.locator("#peek").get_by_role("link", name="Check in").click()
    expect(opened.get_by_role("dialog", name="Check in")).to_be_visible()
