"""Every page there is: accessible in both themes, nothing sideways, nothing that a browser complains about."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Page, expect

from assetry.platform.accounts.models import User
from tests.cast import make_cast
from tests.journeys.addresses import NO_PAGE, addresses, areas, routes
from tests.journeys.register import Register, make_register
from tests.journeys.walk import EVERYTHING, PHONE, SAMPLE, Looks, faults_of

ADDRESSES = [f"/{pattern}" for pattern, _name in routes() if "<" not in pattern]
type SignIn = Callable[[User], None]


@pytest.fixture
def register(transactional_db: None) -> Register:
    """A small filled register."""
    return make_register()


@pytest.mark.parametrize("area", areas())
def test_an_administrator_finds_every_page_in_order(
    page: Page, sign_in: SignIn, register: Register, area: str
) -> None:
    every_page_is_in_order(page, sign_in, register, area, SAMPLE)


@pytest.mark.soak
@pytest.mark.parametrize("area", areas())
def test_an_administrator_finds_every_page_in_order_at_every_width(
    page: Page, sign_in: SignIn, register: Register, area: str
) -> None:
    every_page_is_in_order(page, sign_in, register, area, EVERYTHING)


def every_page_is_in_order(page: Page, sign_in: SignIn, register: Register, area: str, looks: Looks) -> None:
    """Walk the pages of one area as the administrator."""
    sign_in(register.cast.user("administrator"))
    faults: list[str] = []
    for address in addresses(register, register.cast.actor("administrator"), area):
        answered = page.goto(address)
        assert answered is not None, address
        if answered.status not in {200, 400, 410} or page.locator("h1").count() != 1:
            faults.append(f"{address}: {answered.status}, {page.locator('h1').count()} main headings")
        if page.title().startswith("Assetry"):
            faults.append(f"{address}: no title of its own")
        faults += faults_of(page, address, looks=looks)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("role", "looks"), [pytest.param("asset_manager", {}, marks=pytest.mark.soak), ("employee", PHONE)]
)
def test_what_others_may_see_is_in_order_and_the_rest_says_why(
    page: Page, sign_in: SignIn, register: Register, role: str, looks: Looks
) -> None:
    """On a phone: an administrator's pages, as this role finds them; each refusal looks alike, so one is looked at.

    An asset manager's pages are an administrator's with fewer verbs: axe has seen them.
    """
    administrator, faults, refused = register.cast.actor("administrator"), list[str](), 0
    sign_in(register.cast.user(role))
    client = Client()
    client.force_login(register.cast.user(role))
    for address in (one for area in areas() for one in addresses(register, administrator, area)):
        status = client.get(address).status_code
        refused += status in {403, 404}
        if status == 200 or (status in {403, 404} and refused == 1):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            faults += faults_of(page, address, looks=looks, scrolls=(320,))
    assert not faults, "\n".join(faults)
    assert refused


@pytest.mark.django_db
def test_before_anything_is_registered_every_page_is_there() -> None:
    client = Client()
    client.force_login(make_cast().user("administrator"))
    answers = {address: client.get(address, follow=True) for address in ADDRESSES}
    assert [address for address, answer in answers.items() if answer.content.count(b"<h1") != 1] == []


@pytest.mark.soak
def test_before_anything_is_registered_every_page_says_what_to_do(
    page: Page, sign_in: SignIn, transactional_db: None
) -> None:
    sign_in(make_cast().user("administrator"))
    faults: list[str] = []
    for address in ADDRESSES:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        faults += faults_of(page, address, looks={}, scrolls=(320,))
    assert not faults, "\n".join(faults)


def test_what_is_left_out_is_still_there() -> None:
    assert set(NO_PAGE) <= set(get_resolver().reverse_dict)
