"""Without script: the list filters, forms save, things are handed out, a file comes in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Location
from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from tests.journeys.register import Register, make_register

FILE = "Tag,Name,Category\nN-1,Scanner,Laptop\nN-2,Scanner,Laptop\n"


@pytest.fixture
def register(transactional_db: None) -> Register:
    """A few rows."""
    return make_register(assets=3)


@pytest.fixture
def plain(open_for: Callable[..., Page], register: Register) -> Page:
    """The asset manager's browser, script turned off."""
    return open_for(register.cast.user("asset_manager"), java_script_enabled=False)


def test_a_list_is_filtered_and_searched(plain: Page) -> None:
    plain.goto("/assets")
    plain.get_by_role("link", name="Filters").or_(plain.get_by_role("button", name="Filters")).click()
    plain.get_by_role("checkbox", name="In use").check()
    plain.get_by_role("button", name="Apply").click()
    expect(plain.locator("tbody tr")).to_have_count(2)
    plain.get_by_role("searchbox").fill("LT-9002")
    plain.get_by_role("searchbox").press("Enter")
    expect(plain.locator("tbody tr")).to_have_count(1)


def test_a_record_is_made_by_a_form_and_a_mistake_is_said_beside_its_field(plain: Page) -> None:
    plain.goto("/locations/new")
    plain.locator("[data-submit]").click()
    expect(plain.get_by_role("textbox", name="Name")).to_have_attribute("aria-invalid", "true")
    plain.get_by_role("textbox", name="Name").fill("Archive")
    plain.locator("[data-submit]").click()
    expect(plain.get_by_role("heading", name="Archive")).to_be_visible()
    assert Location.objects.filter(name="Archive").count() == 1


def test_an_asset_is_handed_out_and_taken_back(plain: Page, register: Register) -> None:
    plain.goto(f"/assets/{register.ready.public_id}")
    plain.get_by_role("link", name="Check out").click()
    plain.get_by_role("combobox", name="To").fill("Ana Petrov")
    plain.get_by_role("main").get_by_role("button", name="Check out").click()
    expect(plain.locator(".head")).to_contain_text("Ana Petrov")
    plain.get_by_role("link", name="Check in").click()
    plain.get_by_role("main").get_by_role("button", name="Check in").click()
    expect(plain.locator(".head")).to_contain_text("In stock")


def test_several_are_handed_out_at_once(plain: Page, register: Register) -> None:
    plain.goto("/assets?q=LT-000")
    boxes = plain.locator("tbody .check")
    expect(boxes).to_have_count(3)
    for place in range(3):
        boxes.nth(place).check()
    plain.get_by_role("button", name="Check out").click()
    plain.get_by_role("combobox", name="To").fill("Ana Petrov")
    plain.get_by_role("button", name="Check out 3").click()
    expect(plain.get_by_text("3 assets are checked out.")).to_be_visible()


def test_a_file_is_imported(plain: Page, register: Register, tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text(FILE)
    plain.goto("/imports")
    plain.get_by_label("File", exact=True).set_input_files(file)
    plain.get_by_role("button", name="Read the file").click()
    plain.get_by_label("Company of rows without one").select_option(label="Larkfield Labs GmbH")
    plain.get_by_role("button", name="Check all rows").click()
    plain.get_by_role("button", name="Import 2 rows").click()
    apply_import(run_id=ImportRun.objects.latest("id").pk)
    plain.get_by_role("link", name="Look again").click()
    expect(plain.get_by_role("heading", name="2 rows imported")).to_be_visible()
    assert Asset.objects.filter(name="Scanner").count() == 2
