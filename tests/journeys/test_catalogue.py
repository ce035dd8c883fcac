"""The catalogue: every component in every state and every page type, in both themes and at every width."""

import gzip

import pytest
from playwright.sync_api import Page, expect

from assetry.web.gallery.pages import PAGES
from tests.journeys.checks import check_page, check_sideways

# Every word 40 % longer, as German or Finnish would have it.
STRETCH = """
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data;
    const more = "øäß".repeat(Math.ceil(text.trim().length * 0.13));
    if (text.trim().length > 2) walker.currentNode.data = text.trimEnd() + more;
  }
}
"""


def test_every_component_is_accessible_in_both_themes(page: Page) -> None:
    page.goto("/_ui/")
    check_page(page, "ui-components")


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"peek", "list-50"}))
def test_every_page_type_is_accessible_in_both_themes(page: Page, name: str) -> None:
    page.goto(f"/_ui/{name}/")
    check_page(page, f"ui-{name}")


def test_a_list_with_a_selection_is_accessible(page: Page) -> None:
    page.goto("/_ui/list/")
    page.get_by_label("Select all on this page").check()
    check_page(page, "ui-list-selected", at_end=True)


def test_the_open_palette_is_accessible(page: Page) -> None:
    page.goto("/_ui/overview/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-results a").first).to_be_visible()
    check_page(page, "ui-palette")


def test_a_palette_that_is_asked_for_before_all_scripts_run_is_filled_too(page: Page) -> None:
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => document.body.dispatchEvent(
             new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true})))"""
    )
    page.goto("/_ui/overview/")
    expect(page.locator("#palette-results a").first).to_be_visible()


@pytest.mark.parametrize("name", ["list", "list-peek", "detail", "form", "overview", "preview"])
def test_right_to_left_mirrors_without_sideways_scroll(page: Page, name: str) -> None:
    page.goto(f"/_ui/{name}/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    check_page(page, f"ui-{name}-rtl")


@pytest.mark.parametrize("name", ["list", "detail", "form", "overview"])
def test_longer_words_of_another_language_fit(page: Page, name: str) -> None:
    page.goto(f"/_ui/{name}/")
    page.evaluate(STRETCH)
    check_sideways(page, f"ui-{name}-long")


def test_a_list_of_50_rows_keeps_its_budgets(page: Page) -> None:
    response = page.goto("/_ui/list-50/")
    assert response is not None
    assert len(gzip.compress(response.body())) <= 25_000
    assert page.evaluate("document.querySelectorAll('*').length") <= 6_000
