"""The interaction contract of lists: single keys, peek, selection, palette, help; never while typing."""

import re

import pytest
from playwright.sync_api import Page, expect

# A scanner's keys come within milliseconds; the driver's own typing is too slow for that on a busy machine.
SCAN = """
(keys) => keys.map((key) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))
"""


@pytest.fixture
def listed(page: Page) -> Page:
    """The sample list."""
    page.goto("/_ui/list/")
    return page


def test_j_and_k_move_through_the_rows(listed: Page) -> None:
    listed.keyboard.press("j")
    expect(listed.locator("#r-LT-1038 .link")).to_be_focused()
    listed.keyboard.press("j")
    expect(listed.locator("#r-LT-1039 .link")).to_be_focused()
    listed.keyboard.press("k")
    expect(listed.locator("#r-LT-1038 .link")).to_be_focused()


def test_x_selects_the_row_and_the_bulk_bar_takes_the_pagers_place(listed: Page) -> None:
    expect(listed.locator(".gridfoot.pager")).to_be_visible()
    listed.keyboard.press("j")
    expect(listed.locator("#r-LT-1038 .link")).to_be_focused()
    listed.keyboard.press("x")
    expect(listed.locator("#r-LT-1038 .check")).to_be_checked()
    expect(listed.locator(".gridfoot.bulk")).to_contain_text("1 selected")
    expect(listed.locator(".gridfoot.pager")).to_be_hidden()


def test_space_peeks_and_the_address_says_so(listed: Page) -> None:
    listed.keyboard.press("j")
    expect(listed.locator("#r-LT-1038 .link")).to_be_focused()
    listed.keyboard.press(" ")
    expect(listed.locator(".peek")).to_contain_text("LT-1038")
    expect(listed).to_have_url(re.compile(r"\?peek=LT-1038$"))
    expect(listed.locator("#r-LT-1038")).to_have_attribute("aria-current", "true")


def test_j_with_an_open_peek_shows_the_next_row(listed: Page) -> None:
    listed.locator("#r-LT-1040 .c-status").click()
    expect(listed.locator(".peek")).to_contain_text("LT-1040")
    listed.keyboard.press("j")
    expect(listed.locator(".peek")).to_contain_text("LT-1041")


def test_escape_closes_the_peek_and_gives_the_focus_back(listed: Page) -> None:
    listed.locator("#r-LT-1040 .c-status").click()
    expect(listed.locator(".peek")).to_be_visible()
    listed.keyboard.press("Escape")
    expect(listed.locator(".peek")).to_have_count(0)
    expect(listed.locator("#r-LT-1040 .link")).to_be_focused()
    expect(listed).to_have_url(re.compile(r"/_ui/list/$"))


def test_back_after_a_peek_shows_the_list(listed: Page) -> None:
    listed.locator("#r-LT-1040 .c-status").click()
    expect(listed.locator(".peek")).to_be_visible()
    listed.go_back()
    expect(listed.locator(".peek")).to_have_count(0)


def test_on_a_phone_a_row_opens_its_page(listed: Page) -> None:
    listed.set_viewport_size({"width": 390, "height": 844})
    listed.locator("#r-LT-1040 .c-status").click()
    expect(listed.locator("h1")).to_have_text("Latitude 5450")


def test_on_a_phone_the_selection_stands_above_the_dock(listed: Page) -> None:
    listed.set_viewport_size({"width": 390, "height": 844})
    listed.locator("#r-LT-1040 .check").check()
    bar, dock = listed.locator(".gridfoot.bulk").bounding_box(), listed.locator(".dockbar").bounding_box()
    assert bar is not None
    assert dock is not None
    assert bar["y"] + bar["height"] <= dock["y"]
    listed.get_by_label("Clear the selection").click()
    expect(listed.locator(".gridfoot.pager")).to_be_visible()


def test_o_opens_the_row(listed: Page) -> None:
    listed.keyboard.press("j")
    expect(listed.locator("#r-LT-1038 .link")).to_be_focused()
    listed.keyboard.press("o")
    expect(listed.locator(".stages")).to_be_visible()


def test_shift_click_selects_a_range(listed: Page) -> None:
    listed.locator("#r-LT-1038 .check").check()
    listed.locator("#r-LT-1041 .check").click(modifiers=["Shift"])
    expect(listed.locator(".gridfoot.bulk")).to_contain_text("4 selected")


def test_all_on_this_page_then_all_that_match(listed: Page) -> None:
    listed.get_by_label("Select all on this page").check()
    expect(listed.locator("[data-selected]")).to_have_text("24")
    listed.get_by_label("All 604").check()
    expect(listed.locator("[data-selected]")).to_have_text("604")
    listed.get_by_label("Clear the selection").click()
    expect(listed.locator(".gridfoot.pager")).to_be_visible()


def test_slash_goes_to_the_search_field_and_keys_there_are_text(listed: Page) -> None:
    listed.keyboard.press("/")
    expect(listed.locator("#list-q")).to_be_focused()
    listed.keyboard.type("fx")
    expect(listed.locator("#list-q")).to_have_value("fx")
    expect(listed.locator(".facets")).to_have_count(0)


def test_f_opens_the_filters_beside_the_rows(listed: Page) -> None:
    listed.keyboard.press("f")
    expect(listed.locator(".facets")).to_be_visible()
    expect(listed.locator(".filters-toggle")).to_have_attribute("aria-pressed", "true")


def test_typing_in_the_search_field_keeps_the_focus_while_rows_are_replaced(listed: Page) -> None:
    listed.locator("#list-q").press_sequentially("LT")
    listed.wait_for_url("**q=LT**")
    expect(listed.locator("#list-q")).to_be_focused()
    expect(listed.locator("#list-q")).to_have_value("LT")


def test_control_k_opens_the_palette_and_arrows_choose(listed: Page) -> None:
    listed.keyboard.press("Control+k")
    palette = listed.get_by_role("dialog", name="Search and commands")
    expect(palette).to_be_visible()
    listed.keyboard.type("ana")
    expect(palette.get_by_role("link", name="Ana Petrov")).to_be_visible()
    listed.keyboard.press("ArrowDown")
    listed.keyboard.press("ArrowDown")
    expect(palette.get_by_role("link", name="Ana Petrov")).to_be_focused()
    listed.keyboard.press("Enter")
    expect(listed.locator("h1")).to_have_text("Jon Okafor")


def test_question_mark_lists_the_keys_that_work_here(listed: Page) -> None:
    listed.keyboard.press("?")
    help_box = listed.get_by_role("dialog", name="Keyboard")
    expect(help_box).to_contain_text("Peek at the row")
    listed.keyboard.press("Escape")
    expect(help_box).to_be_hidden()
    listed.goto("/_ui/form/")
    listed.keyboard.press("?")
    expect(help_box).to_be_visible()
    expect(help_box.get_by_text("Peek at the row")).to_be_hidden()


def test_c_opens_new_and_g_h_goes_home(listed: Page) -> None:
    listed.keyboard.press("c")
    expect(listed.locator("#menu-new")).to_be_visible()
    listed.keyboard.press("Escape")
    listed.keyboard.type("gh", delay=80)
    expect(listed.locator("h1")).to_have_text("Good morning, Priya")


def test_single_keys_can_be_turned_off(listed: Page) -> None:
    listed.get_by_title("Profile").click()
    listed.get_by_role("button", name="Single-key shortcuts").click()
    listed.keyboard.press("Escape")
    listed.keyboard.press("j")
    listed.keyboard.press("Control+k")
    expect(listed.get_by_role("dialog", name="Search and commands")).to_be_visible()
    expect(listed.locator("tbody .link:focus")).to_have_count(0)


def test_a_scanner_opens_what_it_read_from_any_page(listed: Page) -> None:
    listed.evaluate("document.body.dataset.scanUrl = '/_ui/results/'")
    listed.evaluate(SCAN, ["L", "T", "-", "1", "0", "4", "3", "Enter"])
    expect(listed).to_have_url(re.compile(r"/_ui/results/\?code=LT-1043$"))


@pytest.mark.parametrize("keys", [[" "] * 5, ["1", "Tab", "2", "Tab", "3", "Tab", "4"]])
def test_a_quick_hand_at_the_keyboard_is_no_scanner(listed: Page, keys: list[str]) -> None:
    listed.evaluate("document.body.dataset.scanUrl = '/_ui/results/'")
    # Enter keeps its own meaning: nobody prevented it.
    assert listed.evaluate(SCAN, [*keys, "Enter"])[-1]
    assert not listed.evaluate(SCAN, [*"LT-1043", "Enter"])[-1]
