"""A newcomer's spreadsheet, from the file to the register, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assetry.domain.organization.models import Department, Person
from assetry.jobs.imports import apply_import, undo_import
from assetry.platform.accounts.models import User
from assetry.platform.imports.models import ImportRun
from tests.cast import make_cast
from tests.journeys.checks import check_page, check_sideways
from tests.support.workbooks import Day, cells, xlsx

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


def test_a_bad_file_is_mended_imported_and_undone(page: Page, sign_in: Callable[[User], None]) -> None:
    cast = make_cast()
    sign_in(cast.user("asset_manager"))
    page.goto("/imports?kind=person")
    rows = cells(
        ("First name", "Last name", "E-mail", "Department", "Starts on"),
        ("Ana", "Lima", "ana.lima@example.net", "Finance", Day(45322)),
        ("Bea", "Noor", "bea.noor@example", "Fnance", "31.02.2024"),
        ("Cle", "Sato", "ana.lima@example.net", "", ""),
    )
    file: FilePayload = {
        "name": "staff.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": xlsx({"Staff": rows}),
    }
    page.get_by_label("File").set_input_files(files=[file])
    page.get_by_role("button", name="Read the file").click()
    check_page(page, "import-records-columns")
    page.get_by_label("Departments", exact=True).check()
    page.get_by_label("Save this mapping as").fill("Staff list")
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", name="Dry run: 1 row would change the register")).to_be_visible()
    check_page(page, "import-mend")
    check_sideways(page, "import-mend")
    page.get_by_label("E-mail").first.fill("bea.noor@example.net")
    page.get_by_label("Starts on").fill("29.02.2024")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", name="Dry run: 2 rows would change the register")).to_be_visible()
    page.get_by_role("link", name="All cells").first.click()
    check_page(page, "import-row")
    page.get_by_label("E-mail").fill("cle.sato@example.net")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    apply_import(run_id=ImportRun.objects.get().pk)
    expect(page.get_by_role("heading", name="3 rows imported")).to_be_visible()
    assert Person.objects.filter(email__endswith="@example.net").count() == 3
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_role("heading", name="Undoing the import of 3 rows")).to_be_visible()
    undo_import(run_id=ImportRun.objects.get().pk)
    expect(page.get_by_role("heading", name="Import undone")).to_be_visible()
    check_page(page, "import-undone")
    assert not Person.objects.filter(email__endswith="@example.net").exists()
    assert not Department.objects.exists()
