"""The catalogue: every component in every state and every page type, in both themes and at every width."""

import pytest
from playwright.sync_api import Page

from assetry.web.gallery.pages import PAGES
from tests.journeys.checks import check_page


def test_every_component_is_accessible_in_both_themes(page: Page) -> None:
    page.goto("/_ui/")
    check_page(page, "ui-components")


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"peek"}))
def test_every_page_type_is_accessible_in_both_themes(page: Page, name: str) -> None:
    page.goto(f"/_ui/{name}/")
    check_page(page, f"ui-{name}")
