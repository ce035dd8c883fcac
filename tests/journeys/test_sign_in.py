"""Signing in, out, and changing the password, through the pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.platform.accounts.models import User
from tests.cast import PASSWORD, Cast, make_cast
from tests.journeys.checks import check_page


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six."""
    return make_cast()


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_the_sign_in_page_is_accessible(page: Page, people: Cast) -> None:
    page.goto("/accounts/sign-in/")
    expect(page.get_by_label("E-mail")).to_be_focused()
    check_page(page, "sign-in")


def test_a_wrong_password_is_refused_and_the_address_stays(page: Page, people: Cast) -> None:
    page.goto("/accounts/sign-in/")
    _sign_in(page, "technician@example.com", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("technician@example.com")
    check_page(page, "sign-in-refused")


def test_signing_in_leads_to_the_page_that_was_asked_for(page: Page, people: Cast) -> None:
    page.goto("/accounts/password/")
    _sign_in(page, "technician@example.com", PASSWORD)
    page.wait_for_url("**/accounts/password/")
    expect(page.get_by_role("heading", name="Change password")).to_be_visible()


def test_signing_out_from_the_profile_menu(page: Page, people: Cast, sign_in: Callable[[User], None]) -> None:
    sign_in(people.user("technician"))
    page.goto("/")
    page.get_by_title("Profile").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/sign-in/")


def test_the_password_can_be_changed(page: Page, people: Cast, sign_in: Callable[[User], None]) -> None:
    sign_in(people.user("technician"))
    page.goto("/accounts/password/")
    check_page(page, "change-password")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password required", exact=True).fill("a longer staple battery")
    page.get_by_label("New password, again").fill("a longer staple battery")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status").get_by_text("Password changed.")).to_be_visible()


def test_the_pages_of_signing_out_are_accessible(
    page: Page, people: Cast, sign_in: Callable[[User], None]
) -> None:
    sign_in(people.user("technician"))
    page.goto("/accounts/sign-out/")
    check_page(page, "sign-out")


def test_nothing_at_this_address_inside_the_frame(
    page: Page, people: Cast, sign_in: Callable[[User], None]
) -> None:
    sign_in(people.user("asset_manager"))
    page.goto("/nothing/here/")
    expect(page.get_by_role("heading", name="There is nothing at this address")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()
    check_page(page, "not-found")
