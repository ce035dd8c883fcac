"""The main job on real input, three ways: sign in, import, find, hand out, take back, read what happened."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from tests.cast import PASSWORD, Cast, make_cast
from tests.journeys.hands import Hand, Keyboard, Mouse

TAG = "ICC-2065556"
NAME = "Backhoe"
CREATED = ("Locations", "Suppliers", "Manufacturers", "Models", "Categories", "People")


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six, and nothing in the register."""
    return make_cast()


def test_with_the_mouse(page: Page, people: Cast, corpus: Path) -> None:
    do_the_main_job(Mouse(page), corpus)


def test_by_keyboard_only(page: Page, people: Cast, corpus: Path) -> None:
    do_the_main_job(Keyboard(page), corpus)


def test_on_a_phone(open_for: Callable[..., Page], people: Cast, corpus: Path) -> None:
    phone = open_for(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    do_the_main_job(Mouse(phone, touch=True), corpus)


def do_the_main_job(hand: Hand, corpus: Path) -> None:
    """All of it; the counts are of presses."""
    sign_in(hand)
    import_the_sample(hand, corpus / "imports" / "assets-sample.csv")
    assert count(hand, find_by_search) == 2
    assert count(hand, find_in_the_list) == 2
    assert count(hand, hand_out) == 3
    assert count(hand, take_back) == 2
    assert count(hand, read_the_timeline) == 1


def count(hand: Hand, step: Callable[[Hand], None]) -> int:
    """How many presses a step takes."""
    before = hand.presses
    step(hand)
    return hand.presses - before


def sign_in(hand: Hand) -> None:
    hand.page.goto("/")
    hand.type(hand.page.get_by_label("E-mail"), "administrator@example.com")
    hand.type(hand.page.get_by_label("Password"), PASSWORD)
    hand.press(hand.page.get_by_role("button", name="Sign in"))
    expect(hand.page.get_by_role("heading", name="Good day, Ada")).to_be_visible()


def import_the_sample(hand: Hand, path: Path) -> None:
    page = hand.page
    # An empty register offers it on its first page.
    hand.press(page.get_by_role("main").get_by_role("link", name="Import a file"))
    hand.choose_file(page.get_by_label("File", exact=True), path)
    hand.press(page.get_by_role("button", name="Read the file"))
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()
    # Twenty companies of a sample are one of ours.
    hand.choose(page.get_by_label("Field for Company"), "Leave out")
    hand.choose(page.get_by_label("Company of rows without one"), "Larkfield Labs GmbH")
    for what in CREATED:
        hand.tick(page.get_by_role("checkbox", name=what))
    hand.press(page.get_by_role("button", name="Check all rows"))
    expect(page.get_by_role("heading", name=re.compile(r"Dry run: \d+ rows would change"))).to_be_visible()
    hand.press(page.get_by_role("button", name=re.compile(r"Import \d+ rows")))
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    apply_import(run_id=ImportRun.objects.get().pk)
    expect(page.get_by_role("heading", name=re.compile(r"\d+ rows imported"))).to_be_visible()


def find_by_search(hand: Hand) -> None:
    """From anywhere: two presses and the tag."""
    page = hand.page
    hand.press(page.get_by_role("link", name=re.compile("^Search")).filter(visible=True))
    hand.type(page.get_by_role("dialog").get_by_label("Search"), TAG)
    hand.press(page.locator("#palette-results").get_by_role("link", name=re.compile(TAG)))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def find_in_the_list(hand: Hand) -> None:
    """The list narrows while one types."""
    page = hand.page
    hand.press(page.get_by_role("link", name=re.compile("^All assets")).filter(visible=True))
    hand.type(page.get_by_role("searchbox", name="Tag, serial, name, holder"), TAG)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    hand.press(rows.get_by_role("link", name=NAME))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def hand_out(hand: Hand) -> None:
    hand.press(hand.page.get_by_role("link", name="Check out"))
    dialog = hand.page.get_by_role("dialog", name="Check out")
    hand.pick(dialog.get_by_role("combobox", name="To"), "Ana Petrov")
    hand.press(dialog.get_by_role("button", name="Check out"))
    expect(dialog).to_have_count(0)
    expect(hand.page.get_by_text(f"{TAG} is checked out.")).to_be_visible()
    expect(hand.page.locator(".head")).to_contain_text("Ana Petrov")
    expect(hand.page.locator(".head")).to_contain_text("In use")


def take_back(hand: Hand) -> None:
    hand.press(hand.page.get_by_role("link", name="Check in"))
    dialog = hand.page.get_by_role("dialog", name="Check in")
    hand.press(dialog.get_by_role("button", name="Check in"))
    expect(dialog).to_have_count(0)
    expect(hand.page.locator(".head")).to_contain_text("In stock")


def read_the_timeline(hand: Hand) -> None:
    """Each step with who and when."""
    hand.press(hand.page.get_by_role("link", name="Timeline"))
    steps = hand.page.locator(".timeline > li")
    for step, words in enumerate(("Checked in from Ana Petrov", "Checked out to Ana Petrov", "Imported")):
        expect(steps.nth(step)).to_contain_text(words)
        expect(steps.nth(step)).to_contain_text("Ada Admin")
        expect(steps.nth(step).locator("time")).to_have_count(1)
