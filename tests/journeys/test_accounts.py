"""Accounts through the pages: a second factor, and a colleague who is invited."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, Cast, make_cast
from tests.journeys.walk import faults_of
from tests.support.signing_in import app_code, letters, link_in


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six."""
    return make_cast()


def test_a_second_factor_is_set_up_and_asked_for(page: Page, people: Cast) -> None:
    page.goto("/profile")
    sign_in(page, "technician@example.com", PASSWORD)
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Add an authenticator app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    secret = page.locator("main .tag").inner_text()
    faults = faults_of(page, "app")
    page.get_by_label("Code of the app").fill(app_code(secret=secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    faults += faults_of(page, "codes")
    page.goto("/accounts/security/")
    faults += faults_of(page, "security")
    page.goto("/accounts/security/app/remove/")
    faults += faults_of(page, "remove")
    assert not faults
    page.get_by_title("Profile").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "technician@example.com", PASSWORD)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.keyboard.type(app_code(1, secret=secret))  # each code is taken once
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def test_a_colleague_is_invited_accepts_and_signs_in(people: Cast, open_for: Callable[..., Page]) -> None:
    page = open_for(people.user("administrator"))
    page.goto("/settings/invitations")
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("E-mail").fill("max@example.com")
    page.get_by_label("Name").fill("Max Otieno")
    page.get_by_label("Role").select_option("Technician")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("max@example.com", exact=True)).to_be_visible()
    theirs = open_for()
    theirs.goto(link_in(letters("invitation")[-1]))
    theirs.get_by_label("New password", exact=True).fill("a longer staple battery")
    theirs.get_by_label("New password, again").fill("a longer staple battery")
    theirs.keyboard.press("Enter")
    sign_in(theirs, "max@example.com", "a longer staple battery")
    expect(theirs.get_by_role("link", name="All assets")).to_be_visible()


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
