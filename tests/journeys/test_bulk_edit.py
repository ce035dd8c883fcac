"""Many rows at once: filter, select all, edit, look, apply, undo, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.assets.models import Asset
from assetry.jobs.bulk import apply_bulk
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import FEW
from tests.cast import Cast, make_cast
from tests.factories import make_asset, make_category
from tests.journeys.checks import check_page, check_sideways

pytestmark = pytest.mark.django_db(transaction=True)


def fleet(cast: Cast) -> None:
    """More laptops than fit on a page or into one request, one of them frozen, and one monitor."""
    with signed("test"):
        laptop, monitor = make_category("Laptop"), make_category("Monitor")
        for number in range(FEW + 1):
            make_asset(cast.company, category=laptop, asset_tag=f"LT-{number:04}")
        make_asset(cast.company, category=laptop, asset_tag="LT-9999", status="Disposed")
        make_asset(cast.company, category=monitor, asset_tag="MN-0001")


def test_all_that_a_filter_finds_is_edited_and_undone(page: Page, sign_in: Callable[[User], None]) -> None:
    cast = make_cast()
    fleet(cast)
    sign_in(cast.user("asset_manager"))
    page.goto("/assets?q=LT-")
    page.get_by_label("Select all on this page").check()
    page.get_by_label(f"All {FEW + 2}").check()
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("heading", level=1, name=f"Change {FEW + 2} assets")).to_be_visible()
    check_page(page, "bulk-fields")
    page.get_by_label("Order number", exact=True).fill("PO-4711")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("It is frozen by its status “Disposed”.")).to_be_visible()
    check_page(page, "bulk-preview")
    check_sideways(page, "bulk-preview")
    page.get_by_role("button", name=f"Change {FEW + 1} assets").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    check_page(page, "bulk-running")
    apply_bulk(run_id=BulkRun.objects.get().pk)
    expect(page.get_by_role("heading", name=f"{FEW + 1} assets changed")).to_be_visible()
    check_page(page, "bulk-done")
    check_sideways(page, "bulk-done")
    assert Asset.objects.filter(order_number="PO-4711").count() == FEW + 1
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo “Change”").click()
    apply_bulk(run_id=BulkRun.objects.latest("pk").pk)
    expect(page.get_by_role("heading", name=f"{FEW + 1} assets put back")).to_be_visible()
    assert not Asset.objects.filter(order_number="PO-4711").exists()
    page.get_by_role("link", name="Jobs").first.click()
    check_page(page, "jobs")
