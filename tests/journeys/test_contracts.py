"""From a contract on paper to what it covers, and to the decision about its end, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from assetry.domain.contracts.models import Contract, RenewalDecision
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from tests.cast import make_cast
from tests.factories import make_asset, make_category
from tests.journeys.checks import check_page
from tests.platform.attachments.files import PDF

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_contract_covers_what_was_pasted_and_is_renewed_in_two_clicks(
    page: Page, sign_in: Callable[[User], None]
) -> None:
    cast = make_cast()
    with signed("test"):
        laptop = make_category("Laptop")
        for number in range(3):
            make_asset(cast.company, category=laptop, name=f"Laptop {number}", serial_number=f"SN-{number}")
    ends_on = datetime.now(UTC).date() + timedelta(days=80)
    sign_in(cast.user("asset_manager"))
    page.goto("/contracts/new")
    page.get_by_label("Name").fill("Laptop support")
    page.get_by_label("Type").select_option(label="Support")
    page.get_by_label("Starts on").fill(str(ends_on - timedelta(days=364)))
    page.get_by_label("Ends on").fill(str(ends_on))
    page.get_by_label("Value").fill("1200")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1, name="Laptop support")).to_be_visible()
    chosen = {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_role("link", name="Attach a file").click()
    page.get_by_label("Drop a file here").set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_text("contract.pdf").first).to_be_visible()
    page.get_by_role("link", name="Add assets").click()
    page.get_by_label("Tags or serial numbers").fill("SN-0\nSN-1\nSN-2")
    page.locator("main").get_by_role("button", name="Add").first.click()
    expect(page.get_by_text("3 assets are covered now.")).to_be_visible()
    check_page(page, "contract")
    page.goto("/renewals")
    check_page(page, "renewals")
    page.get_by_role("link", name="Decide").first.click()
    page.get_by_label("Reason").fill("They are in use until 2029.")
    page.get_by_role("dialog").get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided about Laptop support: Renew.")).to_be_visible()
    assert RenewalDecision.objects.get().reason == "They are in use until 2029."
    assert Contract.objects.get(predecessor__name="Laptop support").coverages.count() == 3
    page.goto("/renewals/calendar")
    check_page(page, "renewals-calendar")
