"""A photo on a phone: attached where the thing stands, opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assetry.platform.audit.signed import signed
from tests.cast import Cast, make_cast
from tests.factories import make_asset
from tests.journeys.hands import Mouse
from tests.platform.attachments.files import picture


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast of six."""
    return make_cast()


def test_a_file_is_attached_and_saved_on_a_phone(
    open_for: Callable[..., Page], people: Cast, tmp_path: Path
) -> None:
    with signed("test"):
        asset = make_asset(people.company, asset_tag="LT-0001")
    photo = tmp_path / "Delivery note.png"
    photo.write_bytes(picture())
    user = people.user("technician")
    phone = open_for(user, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    hand = Mouse(phone, touch=True)
    phone.goto(f"/assets/{asset.public_id}")
    hand.press(phone.get_by_role("link", name="Attach a file"))
    hand.choose_file(phone.get_by_label("Drop a file here"), photo)
    hand.press(phone.get_by_role("button", name="Attach"))
    with phone.expect_download() as saved:
        hand.press(phone.locator("a[download]").filter(has_text=photo.name))
    assert saved.value.suggested_filename == photo.name
    assert Path(saved.value.path()).read_bytes() == photo.read_bytes()
    assert hand.presses == 4
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
