"""What a page weighs: a full list of 50 rows, and the files that every page brings."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from assetry.platform.accounts.models import User
from tests.journeys.register import Register, make_register

KILO = 1_000


@pytest.fixture
def listed(page: Page, sign_in: Callable[[User], None], transactional_db: None) -> Page:
    """Hardware, signed in as its manager."""
    register: Register = make_register()
    sign_in(register.cast.user("asset_manager"))
    return page


@pytest.mark.parametrize("address", ["/assets", "/assets/kind/hardware", "/assets?filters=1"])
def test_a_list_of_50_rows_keeps_its_budgets(listed: Page, address: str) -> None:
    answered = listed.goto(address)
    assert answered is not None
    assert listed.locator("tbody tr").count() == 50
    assert len(gzip.compress(answered.body())) <= 25 * KILO
    assert listed.evaluate("document.querySelectorAll('*').length") <= 6_000


def test_the_style_and_the_script_of_a_page_keep_their_budgets(listed: Page) -> None:
    listed.goto("/assets")
    assert weight(listed, "link[rel=stylesheet]", "href") <= 15 * KILO
    assert weight(listed, "script[src]", "src") <= 30 * KILO


def weight(page: Page, selector: str, attribute: str) -> int:
    """Bytes of the files that a page names so, compressed."""
    addresses = [one.get_attribute(attribute) or "" for one in page.locator(selector).all()]
    assert addresses
    return sum(len(gzip.compress(page.request.get(address).body())) for address in addresses)
