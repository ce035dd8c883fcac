"""Whoever works the pages: with a mouse, by keyboard only, or with a thumb. Each press counts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150


class Hand(Protocol):
    """One way of working. `presses` counts clicks, taps or activations, not keys that are typed."""

    page: Page
    presses: int

    def press(self, target: Locator) -> None:
        """Activate a link, button or option."""
        ...

    def type(self, target: Locator, text: str) -> None:
        """Fill a field in."""
        ...

    def tick(self, target: Locator) -> None:
        """Turn a check box on."""
        ...

    def pick(self, target: Locator, text: str) -> None:
        """Find one in a combobox by typing."""
        ...

    def choose(self, target: Locator, label: str) -> None:
        """Take one of a select's options."""
        ...

    def choose_file(self, target: Locator, path: Path) -> None:
        """Give a file to its field."""
        ...


@dataclass
class Mouse:
    """Points and clicks; on a touch screen it taps."""

    page: Page
    touch: bool = False
    presses: int = 0

    def press(self, target: Locator) -> None:
        """Click or tap in the middle, which fails where something lies over it."""
        self.presses += 1
        if self.touch:
            target.tap()
        else:
            target.click()

    def type(self, target: Locator, text: str) -> None:
        """Fill the field in."""
        target.fill(text)

    def tick(self, target: Locator) -> None:
        """Click the box."""
        self.press(target)
        expect(target).to_be_checked()

    def pick(self, target: Locator, text: str) -> None:
        """Type, then press what the server found."""
        target.press_sequentially(text)
        self.press(self.page.get_by_role("option").filter(has_text=text).first)

    def choose(self, target: Locator, label: str) -> None:
        """Open the list, which is the system's own, and take one."""
        self.presses += 1
        target.select_option(label=label)

    def choose_file(self, target: Locator, path: Path) -> None:
        """Open the chooser of the system and take the file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(target)
        chooser.value.set_files(path)


@dataclass
class Keyboard:
    """Goes by Tab to what has the focus next, as somebody without a pointer does. Nothing is clicked."""

    page: Page
    presses: int = 0

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        self.presses += 1
        self._reach(target)
        self.page.keyboard.press("Enter")

    def type(self, target: Locator, text: str) -> None:
        """Go there and type over what stands there."""
        self._reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, target: Locator) -> None:
        """Go there and press the space bar."""
        self.presses += 1
        self._reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, text: str) -> None:
        """Type, wait for the first to be marked, take it with Enter."""
        self.presses += 1
        self._reach(target)
        self.page.keyboard.type(text, delay=20)
        expect(self.page.locator("[role=option][aria-selected=true]")).to_contain_text(text)
        self.page.keyboard.press("Enter")

    def choose(self, target: Locator, label: str) -> None:
        """Type its first letters."""
        self.presses += 1
        self._reach(target)
        self.page.keyboard.type(label)
        expect(target.locator("option:checked")).to_have_text(label)

    def choose_file(self, target: Locator, path: Path) -> None:
        """The space bar opens the chooser of the system."""
        self.presses += 1
        self._reach(target)
        with self.page.expect_file_chooser() as chooser:
            expect(target).to_be_focused()
            self.page.keyboard.press("Space")
        chooser.value.set_files(path)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        wanted = target.element_handle()
        for _tab in range(MOST_TABS):
            if wanted.evaluate("(one) => one === document.activeElement"):
                assert wanted.evaluate("(one) => one.matches(':focus-visible')"), (
                    f"{target}: the focus is not shown"
                )
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")
