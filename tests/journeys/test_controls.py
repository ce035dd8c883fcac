"""Controls in a real browser: dialogs, combobox, dates, themes, guards, answers of a server in trouble."""

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.checks import Watch, check_page


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(page: Page) -> None:
    page.goto("/_ui/detail/")
    opener = page.get_by_role("link", name="Transfer")
    opener.click()
    dialog = page.get_by_role("dialog", name="Check out")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("combobox", name="To")).to_be_focused()
    check_page(page, "dialog-open")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_dialog_with_typing_in_it_asks_before_it_closes(page: Page) -> None:
    page.goto("/_ui/detail/")
    page.get_by_role("link", name="Transfer").click()
    dialog = page.get_by_role("dialog", name="Check out")
    dialog.get_by_label("Note").fill("Starter kit")
    page.once("dialog", lambda question: question.dismiss())
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    page.once("dialog", lambda question: question.accept())
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)


def test_a_bulk_verb_opens_a_dialog_for_the_selection(page: Page) -> None:
    page.goto("/_ui/list/")
    page.locator("#r-LT-1038 .check").check()
    with page.expect_request("**/_ui/dialog/") as sent:
        page.get_by_role("button", name="Check out").click()
    assert "ids=LT-1038" in (sent.value.post_data or "")
    expect(page.get_by_role("dialog", name="Check out")).to_be_visible()


def test_the_combobox_searches_and_chooses_by_keyboard(page: Page) -> None:
    page.goto("/_ui/form/")
    owner = page.get_by_role("combobox", name="Owner")
    owner.press("Backspace")
    owner.press_sequentially("bj")
    expect(page.locator(".option")).to_have_count(1)
    owner.press("Enter")
    expect(page.locator("x-combobox[name=owner] .token")).to_contain_text("Björk")
    expect(page.locator("input[name=owner]")).to_have_value("Björk Sigurðardóttir-Þorvaldsdóttir")
    expect(page.locator(".option")).to_have_count(0)


def test_an_open_combobox_is_accessible(page: Page) -> None:
    page.goto("/_ui/form/")
    owner = page.get_by_role("combobox", name="Owner")
    owner.press("ArrowDown")
    expect(page.locator(".option")).to_have_count(6)
    check_page(page, "combobox-open")


def test_escape_closes_the_options_and_not_the_dialog(page: Page) -> None:
    page.goto("/_ui/detail/")
    page.get_by_role("link", name="Transfer").click()
    to = page.get_by_role("dialog").get_by_role("combobox", name="To")
    to.press("ArrowDown")
    expect(page.locator(".option")).to_have_count(6)
    to.press("Escape")
    expect(page.locator(".option")).to_have_count(0)
    expect(page.get_by_role("dialog", name="Check out")).to_be_visible()


def test_a_combobox_may_take_a_new_name(page: Page) -> None:
    page.goto("/_ui/form/")
    model = page.get_by_role("combobox", name="Model")
    model.press_sequentially("Latitude 9999")
    page.get_by_role("option", name="Add “Latitude 9999”").click()
    expect(model).to_have_value("Latitude 9999")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-02-03", "3 Feb 2026"),
        ("3 Feb 2026", "3 Feb 2026"),
        ("03/02/26", "03/02/26"),
        ("2026-02-31", "2026-02-31"),
    ],
)
def test_a_date_is_rewritten_only_when_it_is_beyond_doubt(page: Page, typed: str, shown: str) -> None:
    page.goto("/_ui/form/")
    field = page.get_by_role("textbox", name="Warranty to")
    field.fill(typed)
    field.press("Tab")
    expect(field).to_have_value(shown)


def test_a_day_can_be_chosen_from_the_calendar(page: Page) -> None:
    page.goto("/_ui/form/")
    field = page.locator("[data-date]", has=page.get_by_label("Warranty to"))
    field.get_by_role("button", name="Choose a day").click()
    expect(field.get_by_role("button", name="26 Feb 2026")).to_be_focused()
    check_page(page, "calendar-open")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(field.locator("input")).to_have_value("25 Feb 2026")
    expect(field.locator("input")).to_be_focused()


def test_the_chosen_theme_stays(page: Page) -> None:
    page.goto("/_ui/list/")
    page.get_by_title("Profile").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_open_menus_are_accessible(page: Page) -> None:
    page.goto("/_ui/detail/")
    page.get_by_title("Profile").click()
    expect(page.get_by_role("button", name="Light")).to_be_focused()
    check_page(page, "menu-open")


def test_on_a_phone_more_opens_every_place(page: Page) -> None:
    page.goto("/_ui/list/")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.locator("#side")).to_be_visible()
    page.locator("#side").get_by_role("link", name="Information").click()
    expect(page.locator("h1")).to_have_text("Hardware")


def test_leaving_a_changed_form_asks(page: Page) -> None:
    page.goto("/_ui/form/")
    page.get_by_label("Serial number").fill("other")
    questions: list[str] = []

    def accept(question: Dialog) -> None:
        questions.append(question.type)
        question.accept()

    page.on("dialog", accept)
    page.get_by_role("link", name="Hardware").first.click()
    page.wait_for_url("**/_ui/list/")
    assert questions == ["beforeunload"]


def test_cancel_leaves_without_asking(page: Page) -> None:
    page.goto("/_ui/form/")
    page.get_by_label("Serial number").fill("other")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/_ui/detail/")


def test_errors_take_the_focus_and_lead_to_their_fields(page: Page) -> None:
    page.goto("/_ui/form-errors/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary]").get_by_role("link", name="Serial number").click()
    expect(page.locator("#s-serial")).to_be_focused()


def test_a_broken_server_is_said_and_nothing_is_replaced(page: Page, watch: Watch) -> None:
    page.goto("/_ui/list/")
    page.route("**/_ui/list-filters/", lambda route: route.fulfill(status=500, body="<h1>broken</h1>"))
    page.keyboard.press("f")
    expect(page.get_by_role("alert")).to_contain_text("The server could not answer")
    expect(page.locator("h1")).to_have_text("Hardware")
    assert watch.problems
    watch.problems.clear()


def test_a_redirect_that_htmx_followed_becomes_a_navigation(page: Page) -> None:
    def redirect(route: Route) -> None:
        route.fulfill(status=302, headers={"Location": "/_ui/detail/"})

    page.goto("/_ui/list/")
    page.route("**/_ui/dialog/", redirect)
    page.locator("#r-LT-1038 .check").check()
    page.get_by_role("button", name="Check out").click()
    page.wait_for_url("**/_ui/detail/")
    expect(page.locator(".stages")).to_be_visible()


def test_copying_says_that_it_did(page: Page) -> None:
    page.goto("/_ui/detail/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy serial").click()
    expect(page.locator("#announce")).to_have_text("Copied 7HX2K93")
    assert page.evaluate("navigator.clipboard.readText()") == "7HX2K93"


def test_without_script_filters_and_selection_still_work(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/_ui/list/")
    plain.get_by_role("button", name="Filters").click()
    plain.get_by_label("In stock").check()
    plain.get_by_role("button", name="Apply").click()
    plain.wait_for_url("**status=In+stock**")
    plain.locator("#r-LT-1038 .check").check()
    expect(plain.locator(".gridfoot.bulk")).to_be_visible()
    plain.get_by_role("button", name="Check in").click()
    expect(plain.locator("h1")).to_have_text("Change 24 assets")
    context.close()
