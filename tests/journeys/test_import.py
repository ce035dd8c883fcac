"""A newcomer's spreadsheet, from the file to the register, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assetry.jobs.imports import apply_import
from assetry.platform.accounts.models import User
from assetry.platform.imports.models import ImportRun
from tests.cast import make_cast
from tests.journeys.checks import check_page, check_sideways

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_spreadsheet_comes_in(page: Page, sign_in: Callable[[User], None], corpus: Path) -> None:
    cast = make_cast()
    sign_in(cast.user("administrator"))
    page.goto("/imports")
    check_page(page, "import-upload")
    page.get_by_label("File").set_input_files(corpus / "imports" / "assets-sample-BAD.csv")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()
    expect(page.get_by_label("Characters")).to_have_value("mac_roman")
    check_page(page, "import-columns")
    check_sideways(page, "import-columns")
    page.get_by_label("Company of rows without one").select_option(label=cast.company.name)
    for name in ("Companies", "Locations", "Suppliers", "Manufacturers", "Models", "Categories"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", name="Dry run: 28 rows would change the register")).to_be_visible()
    check_page(page, "import-dry-run")
    check_sideways(page, "import-dry-run")
    page.get_by_role("button", name="Import 28 rows").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    check_page(page, "import-running")
    apply_import(run_id=ImportRun.objects.get().pk)
    expect(page.get_by_role("heading", name="28 rows imported")).to_be_visible()
    check_page(page, "import-done")
    check_sideways(page, "import-done")
    page.get_by_role("link", name="Show the rows").click()
    check_page(page, "import-rows")
