"""Every page there is: accessible in both themes, nothing sideways, nothing that a browser complains about."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from assetry.platform.accounts.models import User
from tests.journeys.addresses import NO_PAGE, addresses, areas
from tests.journeys.register import Register, make_register
from tests.journeys.walk import faults_of

type SignIn = Callable[[User], None]


@pytest.fixture
def register(transactional_db: None) -> Register:
    """A small filled register."""
    return make_register()


@pytest.mark.parametrize("area", areas())
def test_an_administrator_finds_every_page_in_order(
    page: Page, sign_in: SignIn, register: Register, area: str
) -> None:
    sign_in(register.cast.user("administrator"))
    faults: list[str] = []
    for address in addresses(register, register.cast.actor("administrator"), area):
        answered = page.goto(address)
        assert answered is not None, address
        if answered.status not in {200, 400} or page.locator("h1").count() != 1:
            faults.append(f"{address}: {answered.status}, {page.locator('h1').count()} main headings")
        faults += faults_of(page, address)
    assert not faults, "\n".join(faults)


def test_what_is_left_out_is_still_there() -> None:
    from django.urls import get_resolver

    assert set(NO_PAGE) <= set(get_resolver().reverse_dict)
