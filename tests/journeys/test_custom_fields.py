"""A field of the organization's own: define it, fill it in, find by it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.models import CustomFieldDefinition
from tests.cast import Cast, make_cast
from tests.factories import make_asset
from tests.platform.custom_fields.fields import ready


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six, and two laptops."""
    cast = make_cast()
    with signed("test"):
        make_asset(cast.company, asset_tag="LT-0001")
        make_asset(cast.company, asset_tag="LT-0002")
    return cast


def test_from_its_definition_to_a_filter(page: Page, people: Cast, sign_in: Callable[[User], None]) -> None:
    sign_in(people.user("administrator"))
    define_a_choice(page)
    ready(CustomFieldDefinition.objects.get())
    fill_it_in(page, "LT-0002")
    page.goto("/assets?filters=1")
    expect(page.locator(".facets .count").first).to_be_visible()
    page.get_by_text("Rack level", exact=True).click()
    page.get_by_label("Top").check()
    expect(page.get_by_role("row").filter(has_text="LT-0002")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="LT-0001")).to_have_count(0)


def define_a_choice(page: Page) -> None:
    page.goto("/settings/custom-fields")
    page.get_by_role("link", name="New custom field").click()
    page.get_by_label("Label").fill("Rack level")
    page.get_by_label("Type").select_option("choice")
    page.get_by_label("Choices").fill("Top\nBottom")
    page.get_by_label("In filters").check()
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_role("heading", name="Rack level")).to_be_visible()


def fill_it_in(page: Page, tag: str) -> None:
    page.goto(f"/assets/{Asset.objects.get(asset_tag=tag).public_id}/edit")
    page.get_by_label("Rack level").select_option("Top")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Top").first).to_be_visible()
